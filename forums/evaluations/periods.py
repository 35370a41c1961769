"""Quarters, half-years and years: exact days, `until` is the first day that no longer belongs."""

from datetime import date
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Kind(models.TextChoices):
    QUARTER = "quarter", gettext_lazy("a quarter")
    HALF_YEAR = "half_year", gettext_lazy("a half-year")
    YEAR = "year", gettext_lazy("a year")


MONTHS: dict[str, int] = {Kind.QUARTER: 3, Kind.HALF_YEAR: 6, Kind.YEAR: 12}
OFFERED: dict[str, int] = {Kind.QUARTER: 5, Kind.HALF_YEAR: 3, Kind.YEAR: 2}  # how many the form offers


class Period(NamedTuple):
    kind: str
    since: date
    until: date

    @property
    def code(self) -> str:
        """As a form sends it: quarter-2026-07-01."""
        return f"{self.kind}-{self.since.isoformat()}"

    @property
    def words(self) -> str:
        return words(self.kind, self.since)


def period_of(kind: str, day: date) -> Period:
    """The period of this kind in which a day lies."""
    length = MONTHS[kind]
    since = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Period(kind, since, _after(since, length))


def before(period: Period) -> Period:
    """The one that ends when this begins."""
    return period_of(period.kind, date.fromordinal(period.since.toordinal() - 1))


def recent(today: date) -> list[Period]:
    """Those that have begun, newest first, as the form offers them."""
    found = []
    for kind, count in OFFERED.items():
        one = period_of(kind, today)
        for _number in range(count):
            found.append(one)
            one = before(one)
    return found


def words(kind: str, since: date) -> str:
    """“third quarter of 2026” as people say it."""
    number = (since.month - 1) // MONTHS[kind] + 1
    if kind == Kind.YEAR:
        return _("the year %(year)s") % {"year": since.year}
    if kind == Kind.HALF_YEAR:
        return _("half-year %(number)s of %(year)s") % {"number": number, "year": since.year}
    return _("quarter %(number)s of %(year)s") % {"number": number, "year": since.year}


def _after(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)
