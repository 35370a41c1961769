"""Calendar files: of one meeting, of one person, and the address a person's calendar reads."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beihu.accounts.requests import SignedInRequest

from .. import actions, calendars
from ..feeds import owner_of
from ..models import Meeting
from .access import meeting_or_404


@require_safe
def meeting_ics(request: SignedInRequest, pk: int) -> HttpResponse:
    """One meeting for the reader's own calendar."""
    meeting = meeting_or_404(request, pk)
    if not meeting.is_announced:
        raise Http404
    return _file(calendars.ics_of(meeting, request.user))


@login_not_required
@require_safe
def public_ics(request: HttpRequest, uid: str) -> HttpResponse:
    """A public meeting for anybody's calendar."""
    rows = Meeting.objects.announced().select_related("room", "place", "organiser", "party")
    return _file(calendars.ics_of(get_object_or_404(rows, uid=uid, is_public=True)))


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A person's meetings, for a programme that knows the secret. Revoked and unknown answer alike."""
    owner = owner_of(secret)
    if owner is None:
        raise Http404
    content = calendars.feed_of(owner)
    tag = calendars.etag(content)
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    response = HttpResponse(status=304) if tag in known or "*" in known else _file(content)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_POST
def my_calendar(request: SignedInRequest) -> HttpResponse:
    """A new address, shown this once; or the end of the one there is."""
    if request.POST.get("do") == "revoke":
        actions.revoke_feed(request.user)
        return redirect("my_meetings")
    secret = actions.new_feed(request.user)
    address = request.build_absolute_uri(reverse("calendar_feed", args=[secret]))
    context = {
        "address": address,
        "subscribe": "webcal:" + address.partition(":")[2],
        "breadcrumb": [(_("My meetings"), reverse("my_meetings")), (_("My calendar"), "")],
    }
    return render(request, "tripartite/calendar_address.html", context)


def _file(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response
