"""Stretches of days to look at, each with the one it is compared with. `since` ≤ day < `until`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.office.tallies.asking import month_before

DEFAULT = "30-days"
LONGEST = timedelta(days=3660)
NAMES: dict[str, str | Promise] = {
    "7-days": _("last 7 days"),
    "30-days": _("last 30 days"),
    "month": _("this month"),
    "last-month": _("last month"),
    "quarter": _("this quarter"),
    "year": _("this year"),
    "12-months": _("last 12 months"),
}
RUNNING = {"month": 1, "quarter": 3, "year": 12}  # months of the whole


@dataclass(frozen=True)
class Period:
    since: date
    until: date  # the first day that no longer counts
    key: str = ""  # of NAMES; '' for days of one's own

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    @cached_property  # a board has sixty links with it
    def query(self) -> str:
        """For an address."""
        return urlencode({"period": self.key} if self.key else {"since": self.since, "until": self.last})

    @property
    def before(self) -> "Period":
        """What it is compared with: as many days just before it; whole months with as many; a month, quarter or year that
        still runs with as much of the one before, from its first day on: three days beside thirty would tell of a fall."""
        if months := RUNNING.get(self.key):
            start = month_before(self.since, months)
            whole = month_before(self.until, months) if self.until.day == 1 else None
            return Period(start, whole or min(start + (self.until - self.since), self.since))
        if self.since.day == 1 and self.until.day == 1:
            months = (self.until.year - self.since.year) * 12 + self.until.month - self.since.month
            return Period(month_before(self.since, months), self.since)
        return Period(self.since - (self.until - self.since), self.since)


def of_days(key: str, today: date) -> Period:
    """KeyError for a name that is none."""
    tomorrow = today + timedelta(days=1)
    first = today.replace(day=1)
    since, until = {
        "7-days": (tomorrow - timedelta(days=7), tomorrow),
        "30-days": (tomorrow - timedelta(days=30), tomorrow),
        "month": (first, tomorrow),
        "last-month": (month_before(today), first),
        "quarter": (first.replace(month=(today.month - 1) // 3 * 3 + 1), tomorrow),
        "year": (first.replace(month=1), tomorrow),
        "12-months": (month_before(today, 11), tomorrow),
    }[key]
    return Period(since, until, key)


def read(given: Mapping[str, str]) -> Period:
    """From an address; what cannot be understood is the usual period."""
    today = timezone.localdate()
    since, last = _day(given.get("since", "")), _day(given.get("until", ""))
    if since and last and since <= last and last - since < LONGEST and since.year >= 2000:
        return Period(since, last + timedelta(days=1))
    key = given.get("period", "")
    return of_days(key if key in NAMES else DEFAULT, today)


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and day.year < 9999 else None
