"""How often each kind of issue was filed in each building, lately and before: read from the tallies of a whole street at once."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from beihu.office.tallies.asking import FOREVER, Ask, ask
from beihu.office.tallies.models import Tally
from beihu.scope import under
from buildings.places.codes import Level
from buildings.places.models import Place

from .statistic import HISTORY, LEAST_HISTORY, RECENT

WEEK = 7

FILED, FILED_OF = "filed", "filed_of"  # all of a place; of one category, which is the aspect
Counts = dict[tuple[str, str], tuple[int, int]]  # (building, category) → (recent, before)


class Windows(NamedTuple):
    """History from `since`, recent from `recent`, both until `until`, which is excluded: today is not over yet."""

    since: date
    recent: date
    until: date

    @property
    def days_before(self) -> int:
        return (self.recent - self.since).days


def windows(street: str, today: date) -> Windows:
    """The last four weeks, and before them a year, or the whole weeks there are of it since the street's first issue."""
    recent = today - timedelta(days=RECENT)
    year = recent - timedelta(days=HISTORY)
    asked = ask(
        [
            Ask("earlier", [street], [FILED], FOREVER, year),
            Ask("days", [street], [FILED], year, today, each="d"),
        ]
    )
    days = [one.start for one, many in asked["days"].items() if one.start and many > 0]
    first = year if sum(asked["earlier"].values()) > 0 else min(days, default=today)
    known = max((recent - first).days, 0)
    if known >= LEAST_HISTORY:
        known -= known % WEEK
    return Windows(recent - timedelta(days=known), recent, today)


def counts(street: str, days: Windows) -> Counts:
    """Of every pair of building and category with an issue in either window: one query of the sums, however many issues.

    What was filed for a compound or a community without a building counts for none.
    """
    here = Place.objects.filter(under("code", street), level=Level.BUILDING)
    buildings = list(here.values_list("code", flat=True))
    found = ask(
        [
            Ask("recent", buildings, [FILED_OF], days.recent, days.until),
            Ask("before", buildings, [FILED_OF], days.since, days.recent),
        ]
    )
    both: dict[tuple[str, str], list[int]] = {}
    for n, name in enumerate(("recent", "before")):
        for one, many in found[name].items():
            if one.aspect and many > 0:
                both.setdefault((one.place, one.aspect), [0, 0])[n] = many
    return {pair: (k, h) for pair, (k, h) in sorted(both.items())}


def has_issues(code: Any) -> QuerySet[Tally]:
    """Whether any was filed at this place, ever; what was taken back leaves a 0."""
    return Tally.objects.filter(measure=FILED, place=code, amount__gt=0)
