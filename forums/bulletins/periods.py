"""Half-months: from the 1st to the 15th, from the 16th to the end; twenty-four a year, numbered."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

HALF = 15


class Period(NamedTuple):
    """Both days belong to it."""

    since: date
    until: date

    @property
    def number(self) -> int:
        """Of its year: 1 to 24."""
        return self.since.month * 2 - (1 if self.since.day == 1 else 0)

    @property
    def begins(self) -> datetime:
        return midnight(self.since)

    @property
    def ends(self) -> datetime:
        """The moment after it."""
        return midnight(self.until + timedelta(days=1))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def half_of(day: date) -> Period:
    """The half-month a day lies in."""
    if day.day <= HALF:
        return Period(day.replace(day=1), day.replace(day=HALF))
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Period(day.replace(day=HALF + 1), following - timedelta(days=1))


def before(period: Period) -> Period:
    return half_of(period.since - timedelta(days=1))


def last_ended(today: date | None = None) -> Period:
    """The latest half-month that is over."""
    return before(half_of(today or timezone.localdate(timezone=timezone.get_default_timezone())))
