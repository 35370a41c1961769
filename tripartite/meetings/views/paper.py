"""On paper and from paper: the notice that hangs in the compound, and the page its QR code opens."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import redact
from buildings.places.paper import draw
from tripartite.issues.queries import NESTED

from ..models import Meeting
from ..pages import page_of
from .access import meeting_or_404, trail, visible


def public_url(meeting: Meeting) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("public_meeting", args=[meeting.uid])


@require_safe
def meeting_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """会议通知: title, time, place, who is asked, matters, signature and date, on one sheet of A4.

    It hangs where everybody reads it: bodies are named, single people are not.
    """
    meeting = meeting_or_404(request, pk)
    bodies = [body.party.name for body in meeting.bodies.select_related("party").order_by("pk")]
    context = {
        "meeting": meeting,
        "where": [one for one in (meeting.place.short_name, meeting.where) if one],
        "bodies": bodies,
        "others": meeting.invitations.filter(party__isnull=True, is_observer=False).exists(),
        "items": [redact(item.title) for item in meeting.items.all()],
        "signed": meeting.party.name if meeting.party else meeting.place.name,
        "phone": meeting.party.office_phone if meeting.party else "",
        "dated": timezone.localdate(meeting.called_at) if meeting.called_at else timezone.localdate(),
        "qr": draw(public_url(meeting)),
        "breadcrumb": trail(meeting, request.user, leaf=_("Notice")),
    }
    return render(request, "tripartite/meeting_notice.html", context)


@login_not_required
@require_safe
def public_meeting(request: HttpRequest, uid: str) -> HttpResponse:
    """Of a public meeting when, where and what about; of another one only that it exists."""
    rows = Meeting.objects.announced().select_related("room", "party", f"place__{NESTED}")
    if (talk := rows.filter(uid=uid).first()) and (page := page_of(talk)):
        return redirect(page)
    if request.user.is_authenticated and (mine := visible(request.user).filter(uid=uid).first()):
        return redirect(mine)
    meeting = get_object_or_404(rows, uid=uid)
    if not meeting.is_public:
        return render(request, "tripartite/meeting_closed.html", {"here": request.path})
    context = {
        "meeting": meeting,
        "title": redact(meeting.title),
        "where": [redact(one) for one in (meeting.place.short_name, meeting.where) if one],
        "items": [redact(item.title) for item in meeting.items.all()],
        "reason": redact(meeting.cancel_reason),
    }
    return render(request, "tripartite/meeting_public.html", context)
