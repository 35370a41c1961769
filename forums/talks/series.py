"""Series of talks: the rule, its days, its exceptions, and the sweep that announces the next ones in time."""

import logging
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING
from tripartite.meetings import actions as meetings
from tripartite.meetings import guests
from tripartite.meetings.models import Room
from tripartite.meetings.states import COMING

from .announcing import announce
from .capturing import lock_talk
from .models import Series, SeriesException, Talk

AHEAD = timedelta(days=28)  # so long before, a talk of a series is announced
WEEK = timedelta(weeks=1)
MOST_DAYS = 400  # of one rule that are looked through
Every = Series.Every
log = logging.getLogger(__name__)


def begin_series(
    *,
    by: User,
    place: Place,
    topic: str,
    every: str,
    first_on: date,
    at: time,
    minutes: int,
    last_on: date | None = None,
    room: Room | None = None,
    spot: str = "",
) -> Series:
    """A rule from now on; the talks of the next weeks are announced by the sweep, or at once by `announce_next`."""
    if not by.has_perm(CALL_MEETING, place):
        raise Refused(_("You do not have the right to do this here."))
    if every not in Every.values or not topic.strip():
        raise Refused(_("Please say what it is about, and how often."))
    if last_on is not None and last_on < first_on:
        raise Refused(_("The last day lies before the first."))
    if not 10 <= minutes <= 720:
        raise Refused(_("A meeting lasts between ten minutes and twelve hours."))
    with transaction.atomic():
        series = Series.objects.create(
            place=Place.objects.hold(place.code), title=topic.strip()[:120], room=room, spot=spot.strip()[:120],
            every=every, first_on=first_on, last_on=last_on, at=at, minutes=minutes, organiser=by,
        )  # fmt: skip
        record("series.begin", series, by=by, every=every)
    return series


def repeat(talk: Talk, *, by: User, every: str) -> Series:
    """From a talk that was announced, a series of its kind: the talk itself is the first."""
    meeting = talk.meeting
    start = timezone.localtime(meeting.starts_at)
    with transaction.atomic():
        row = lock_talk(talk)
        if row.series_id is not None:
            raise Refused(_("This talk belongs to a series already."))
        series = begin_series(
            by=by, place=meeting.place, topic=meeting.title, every=every, first_on=start.date(), at=start.time(),
            minutes=meeting.minutes_long, room=meeting.room, spot=meeting.spot,
        )  # fmt: skip
        row.series, row.series_day = series, start.date()
        row.save(update_fields=["series", "series_day"])
        talk.series, talk.series_day = series, start.date()
    return series


def days(series: Series, first: date, last: date) -> Iterator[date]:
    """The days of the rule from `first` to `last`, exceptions not looked at."""
    day = series.first_on
    for _n in range(MOST_DAYS):
        if day > last or (series.last_on is not None and day > series.last_on):
            return
        if day >= first:
            yield day
        day = _after(series, day)


def _after(series: Series, day: date) -> date:
    if series.every == Every.WEEK:
        return day + WEEK
    if series.every == Every.FORTNIGHT:
        return day + 2 * WEEK
    nth = (
        series.first_on.day - 1
    ) // 7  # 0: the first such weekday of the month; a fifth one gives way to the last
    month = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    first = month + timedelta(days=(series.first_on.weekday() - month.weekday()) % 7)
    found = first + nth * WEEK
    return found if found.month == month.month else found - WEEK


def begins(series: Series, day: date, exception: SeriesException | None = None) -> datetime:
    """When the talk of this day begins."""
    if exception is not None and exception.moved_to is not None:
        return exception.moved_to
    return datetime.combine(day, series.at, tzinfo=timezone.get_default_timezone())


def skip(series: Series, day: date, *, by: User, reason: str) -> SeriesException:
    """This day is left out; a talk that was announced for it is cancelled, and everybody invited is told why."""
    with transaction.atomic():
        row, reason = _locked(series, by), _why(reason)
        _of_rule(row, day)
        made, _new = row.exceptions.update_or_create(
            day=day, defaults={"moved_to": None, "reason": reason, "by": by, "at": timezone.now()}
        )
        talk = row.talks.select_related("meeting__place").filter(series_day=day).first()
        if talk is not None and talk.meeting.status in COMING:
            meetings.cancel(talk.meeting, by=by, reason=reason)
        record("series.skip", row, by=by, reason=reason, day=day.isoformat())
    return made


def move(series: Series, day: date, *, by: User, moved_to: datetime, reason: str) -> SeriesException:
    """This time it is held at another time; a talk that was announced already is moved."""
    with transaction.atomic():
        row, reason = _locked(series, by), _why(reason)
        _of_rule(row, day)
        talk = row.talks.select_related("meeting__place").filter(series_day=day).first()
        if talk is not None and talk.meeting.status not in COMING:
            raise Refused(_("It has taken place, or does not take place: nothing can be changed any more."))
        if moved_to <= timezone.now():
            raise Refused(_("Choose a time that is still to come, within a year."))
        made, _new = row.exceptions.update_or_create(
            day=day, defaults={"moved_to": moved_to, "reason": reason, "by": by, "at": timezone.now()}
        )
        if talk is not None:
            meetings.move(
                talk.meeting, by=by, starts_at=moved_to, ends_at=moved_to + timedelta(minutes=row.minutes),
                room=talk.meeting.room, spot=talk.meeting.spot, reason=reason,
            )  # fmt: skip
        record("series.move", row, by=by, reason=reason, day=day.isoformat())
    return made


def end_series(series: Series, *, by: User) -> Series:
    """No further talks are made from it; those announced stay. Twice is once."""
    with transaction.atomic():
        row = _locked(series, by)
        if row.ended_at is None:
            row.ended_at = timezone.now()
            row.save(update_fields=["ended_at"])
            record("series.end", row, by=by)
    return row


def announce_next(series: Series, *, until: date | None = None) -> list[Talk]:
    """The talks of the next four weeks that are not announced yet. A day that cannot be is told to the organiser, once."""
    made: list[Talk] = []
    with transaction.atomic():
        row = (
            Series.objects.select_for_update(of=("self",))
            .select_related("place", "room", "organiser")
            .get(pk=series.pk)
        )
        today = timezone.localdate()
        if not row.is_running:
            return made
        except_on = {one.day: one for one in row.exceptions.filter(day__gte=today - AHEAD)}
        known = set(row.talks.values_list("series_day", flat=True))
        for day in days(row, today + timedelta(days=1), until or today + AHEAD):
            exception = except_on.get(day)
            if day in known or (exception is not None and exception.is_skipped):
                continue
            if talk := _announce(row, day, begins(row, day, exception)):
                made.append(talk)
    return made


def _announce(row: Series, day: date, start: datetime) -> Talk | None:
    by = _caller(row)
    if by is None:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        words = _("A regular talk: it belongs to a series.")
    facts: dict[str, Any] = {"room": row.room} if row.room and row.room.closed_on is None else {}
    try:
        with transaction.atomic():
            return announce(
                by=by, place=row.place, topic=row.title, starts_at=start, ends_at=start + timedelta(minutes=row.minutes),
                spot=row.spot, bodies=guests.suggested_bodies(row.place), uid=uuid.uuid5(SERIES, f"{row.pk} {day}"),
                short_notice=words, series=row, series_day=day, **facts,
            )  # fmt: skip
    except Refused as no:
        why = str(no)
        notify(
            [by],
            key=f"series:{row.pk}:{day}:refused",
            title=lambda: (
                _("%(title)s on %(day)s could not be announced")
                % {"title": row.title, "day": date_format(day, "DATE_FORMAT")}
            ),
            body=why,
            url=f"/talks/series/{row.pk}/",
            place=row.place_id,
        )
        return None


SERIES = uuid.UUID("6f0c54a7-3c5a-4b0e-8d6d-3f6f1d0b7a11")  # namespace of the keys of their meetings


def _caller(row: Series) -> User | None:
    """The organiser, while they may call meetings here; else whoever may, the liaison first."""
    if row.organiser.is_active and row.organiser.has_perm(CALL_MEETING, row.place):
        return row.organiser
    return guests.callers_for(row.place).first()


def sweep() -> int:
    """For the portal's own minute: every running series, each in a transaction of its own; how many talks were made."""
    made = 0
    for series in Series.objects.filter(ended_at__isnull=True).order_by("pk"):
        if not _has_gap(series):
            continue
        try:
            made += len(announce_next(series))
        except Exception:
            log.exception("series %s: its next talks could not be announced", series.pk)
    return made


def _has_gap(series: Series) -> bool:
    """Whether a day of the next weeks has neither a talk nor an exception nor a refusal; without a lock."""
    today = timezone.localdate()
    wanted = set(days(series, today + timedelta(days=1), today + AHEAD))
    known = set(
        Talk.objects.filter(series=series, series_day__in=wanted).values_list("series_day", flat=True)
    )
    left_out = SeriesException.objects.filter(series=series, day__in=wanted, moved_to__isnull=True)
    return bool(wanted - known - set(left_out.values_list("day", flat=True)))


def _locked(series: Series, by: User) -> Series:
    row = Series.objects.select_for_update(of=("self",)).select_related("place").get(pk=series.pk)
    if not by.has_perm(CALL_MEETING, row):
        raise Refused(_("You do not have the right to do this here."))
    return row


def _of_rule(row: Series, day: date) -> None:
    if day not in set(days(row, day, day)):
        raise Refused(_("This is no day of the series."))


def _why(reason: str) -> str:
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise Refused(_("Please say why: everybody invited reads it."))
    return reason
