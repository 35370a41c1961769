"""A series: its next days, which of them are different, and its end."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from beihu.states import Refused
from buildings.posts.roles import CALL_MEETING, VIEW_MATTER
from tripartite.issues.queries import NESTED
from tripartite.meetings.states import COMING
from tripartite.meetings.views.access import chain

from .. import actions
from ..forms.announcing import SkipForm
from ..models import Series, SeriesException, Talk
from ..series import begins, days

SHOWN = 6  # days that are looked ahead


class Day(NamedTuple):
    day: date
    at: datetime
    exception: SeriesException | None
    talk: Talk | None

    @property
    def may_change(self) -> bool:
        return self.talk is None or self.talk.meeting.status in COMING


def series_or_404(request: SignedInRequest, pk: int) -> Series:
    rows = Series.objects.select_related("room", "organiser", f"place__{NESTED}")
    return find(rows, request.user, CALL_MEETING, inside=VIEW_MATTER, pk=pk)


def ahead(series: Series) -> list[Day]:
    """The next days of the rule: two queries."""
    if not series.is_running:
        return []
    today = timezone.localdate()
    wanted = [
        day for day, _n in zip(days(series, today, today + timedelta(days=400)), range(SHOWN), strict=False)
    ]
    exceptions = {one.day: one for one in series.exceptions.filter(day__in=wanted)}
    talks = {
        one.series_day: one for one in series.talks.filter(series_day__in=wanted).select_related("meeting")
    }
    return [
        Day(day, talks[day].meeting.starts_at if day in talks else begins(series, day, exceptions.get(day)), exceptions.get(day), talks.get(day))
        for day in wanted
    ]  # fmt: skip


def talk_series(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET shows; POST leaves a day out or moves it."""
    series = series_or_404(request, pk)
    found = ahead(series)
    choices = [
        (f"{one.day:%Y-%m-%d}", date_format(one.day, "DATE_FORMAT")) for one in found if one.may_change
    ]
    form = SkipForm(request.POST or None, series=series, choices=choices)
    if form.is_valid() and _except(request, series, form):
        return redirect("talk_series", pk)
    context = {
        "series": series,
        "days": found,
        "form": form if choices else None,
        "past": list(series.talks.select_related("meeting").order_by("-series_day")[:SHOWN]),
        "breadcrumb": [
            *chain(series.place),
            (_("Evening talks"), f"{reverse('talks')}?place={series.place_id}"),
            (series.title, ""),
        ],
    }
    return render(request, "forums/talk_series.html", context)


def _except(request: SignedInRequest, series: Series, form: SkipForm) -> bool:
    facts = {"day": form.cleaned_data["day"], "by": request.user, "reason": form.cleaned_data["reason"]}
    try:
        if form.moved_to is None:
            actions.skip(series, **facts)
        else:
            actions.move(series, moved_to=form.moved_to, **facts)
    except Refused as no:
        form.add_error(None, str(no))
        return False
    messages.success(request, _("Saved. Those who were invited have been told."))
    return True


@require_POST
def talk_series_end(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.end_series(series_or_404(request, pk), by=request.user)
    messages.success(request, _("The series has ended. Talks that are announced stay."))
    return redirect("talk_series", pk)
