"""The calendar of what one may see, and one's own meetings."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import reach_of
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING

from .. import queries
from ..forms.lists import FilterForm
from ..models import CalendarFeed


@require_safe
def meetings(request: SignedInRequest) -> HttpResponse:
    """One month, as a list of days on a phone and as a sheet on a desk; the filters stand in the address."""
    form = FilterForm(request.GET)
    wanted = form.wanted()
    found = queries.month_of(request.user, wanted)
    weeks = queries.weeks(wanted, found)
    context = {
        "form": form,
        "wanted": wanted,
        "weeks": weeks,
        "days": [day for week in weeks for day in week if day.inside and (day.meetings or day.is_today)],
        "count": len(found),
        "full": len(found) == queries.MOST,
        "previous": wanted.query(month=wanted.previous),
        "following": wanted.query(month=wanted.following),
        "now": wanted.query(month=timezone.localdate()),
        "no_place": wanted.query(place=""),
        "place": Place.objects.filter(code=wanted.place).first() if wanted.place else None,
        "unanswered": queries.unanswered(request.user),
        "may_call": bool(reach_of(request.user, CALL_MEETING)),
        "breadcrumb": [(_("Meetings"), "")],
    }
    return render(request, "tripartite/meeting_list.html", context)


@require_safe
def my_meetings(request: SignedInRequest) -> HttpResponse:
    """What I am asked to, what I may come to, what I was at; and my calendar."""
    context = {
        "coming": queries.my_coming(request.user),
        "open": queries.open_to(request.user),
        "past": queries.my_past(request.user),
        "feed": CalendarFeed.objects.filter(user=request.user, revoked_at__isnull=True).first(),
        "breadcrumb": [(_("My meetings"), "")],
    }
    return render(request, "tripartite/meeting_mine.html", context)
