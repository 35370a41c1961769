"""Which evenings are good ones for a talk: no holiday, no week of examinations, nothing else on for the same people.

What speaks against an evening is said, never decided: whoever announces may have reasons.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.scope import under
from buildings.places.codes import Level, lineage
from buildings.places.models import Place
from tripartite.issues.queries import midnight
from tripartite.issues.workdays import CalendarDay
from tripartite.meetings.calling import NOTICE_DAYS
from tripartite.meetings.models import Meeting
from tripartite.meetings.states import Status

FILE = Path(__file__).parent / "data" / "exams.toml"
AHEAD = 60  # days that are looked through
OFFERED = 6
DAY = timedelta(days=1)
SATURDAY = 5


class Exam(NamedTuple):
    """Examinations of a year: month and day of the first and the last, and the days before them that are quiet."""

    name: str
    city: str  # code of the city they are held in, '' everywhere
    first: tuple[int, int]
    last: tuple[int, int]
    quiet: int
    source: str

    def covers(self, day: date, place_code: str) -> bool:
        if not place_code.startswith(self.city):
            return False
        first, last = date(day.year, *self.first), date(day.year, *self.last)
        return first - self.quiet * DAY <= day <= last


@cache
def exams() -> tuple[Exam, ...]:
    """From `data/exams.toml`, which an office edits without knowing Python."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["exam"]
    return tuple(
        Exam(row["name"], row.get("city", ""), _month_day(row["first"]), _month_day(row["last"]), row["quiet"], row["source"])
        for row in rows
    )  # fmt: skip


def _month_day(words: str) -> tuple[int, int]:
    month, day = words.split("-")
    return int(month), int(day)


@dataclass
class Evenings:
    """The days from `first` on, with what is known of them: two queries for any number."""

    place: Place
    first: date
    last: date
    days: dict[date, tuple[bool, str]] = field(default_factory=dict)  # published: working, name
    taken: dict[date, str] = field(default_factory=dict)  # words of what takes place then

    @classmethod
    def of(cls, place: Place, first: date, last: date) -> "Evenings":
        near = CalendarDay.objects.filter(date__gte=first - 9 * DAY, date__lte=last + 9 * DAY)
        days = {row.date: (row.working, row.name) for row in near}
        return cls(place, first, last, days, _taken(place, first, last))

    def doubts(self, day: date) -> list[str]:
        """What speaks against this evening, each in words."""
        found = []
        if name := self.holiday(day):
            found.append(_("It is a holiday: %(name)s.") % {"name": name})
        found += [
            _("Families have examinations then: %(name)s.") % {"name": exam.name}
            for exam in exams()
            if exam.covers(day, self.place.code)
        ]
        if day in self.taken:
            found.append(_("There is something on that evening: %(what)s.") % {"what": self.taken[day]})
        return found

    def holiday(self, day: date) -> str:
        """A published day off, or a weekend that touches one: families travel. '' for an ordinary day."""
        if day in self.days:
            working, name = self.days[day]
            return "" if working else name or _("day off")
        if day.weekday() < SATURDAY:
            return ""
        for step in (-DAY, DAY):
            near = day + step
            while near.weekday() >= SATURDAY and near not in self.days:
                near += step
            if near in self.days and not self.days[near][0]:
                return self.days[near][1] or _("day off")
        return ""

    def good(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            if not self.doubts(day):
                yield day
            day += DAY


def _taken(place: Place, first: date, last: date) -> dict[date, str]:
    """Talks anywhere in the community, and whatever else is called for this place or one it lies in."""
    community = place.code[: Level.COMMUNITY]
    talks = Q(kind=Meeting.Kind.TALK) & (under("place_id", community) | Q(place_id__in=lineage(place.code)))
    here = under("place_id", place.code) | Q(place_id__in=lineage(place.code))
    rows = Meeting.objects.exclude(status=Status.CANCELLED).filter(
        talks | here, starts_at__gte=midnight(first), starts_at__lt=midnight(last + DAY)
    )
    return {timezone.localdate(at): title for at, title in rows.values_list("starts_at", "title")}


def good_evenings(place: Place, *, count: int = OFFERED) -> list[date]:
    """The next good ones, far enough ahead for the usual notice."""
    first = timezone.localdate() + (NOTICE_DAYS + 1) * DAY
    found = Evenings.of(place, first, first + AHEAD * DAY).good()
    return [day for day, _n in zip(found, range(count), strict=False)]


def doubts(place: Place, day: date) -> list[str]:
    """What speaks against one evening."""
    return Evenings.of(place, day, day).doubts(day)
