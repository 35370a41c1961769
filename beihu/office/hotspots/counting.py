"""How often each kind of issue was filed in each building, lately and before: read from the tallies of a whole street at once."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Min, Q, QuerySet, Sum

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
    first = of_days(FILED).filter(place=street).aggregate(day=Min("start"))["day"] or today
    known = min(max((recent - first).days, 0), HISTORY)
    if known >= LEAST_HISTORY:
        known -= known % WEEK
    return Windows(recent - timedelta(days=known), recent, today)


def counts(street: str, days: Windows) -> Counts:
    """Of every pair of building and category with an issue in either window: one query, however many issues there are.

    What was filed for a compound or a community without a building counts for none.
    """
    buildings = Place.objects.filter(under("code", street), level=Level.BUILDING).values("code")
    rows = of_days(FILED_OF).filter(place__in=buildings, start__gte=days.since, start__lt=days.until)
    found = (
        rows.exclude(aspect="")
        .values_list("place", "aspect")
        .annotate(
            recent=Sum("amount", filter=Q(start__gte=days.recent), default=0),
            before=Sum("amount", filter=Q(start__lt=days.recent), default=0),
        )
        .order_by("place", "aspect")
    )
    return {(place, category): (int(k), int(h)) for place, category, k, h in found}


def of_days(measure: str) -> QuerySet[Tally]:
    """Days on which there is something of this measure; what was taken back leaves a 0."""
    return Tally.objects.filter(measure=measure, grain=Tally.Grain.DAY, amount__gt=0)
