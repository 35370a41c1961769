"""The collection of a compound, company by company, as points of a line: first what was told, then what the portal measured.

The field is 620 × 255: 0 % lies at 220, 100 % at 20; parties stand in the order of their time, evenly.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Max, Min
from django.utils import timezone

from beihu.scope import under
from buildings.places.models import Place

from .models import Bill, CollectionRecord
from .queries import after
from .rates import FEWEST, percent, rates

LEFT, WIDE, FLOOR = 96, 480, 220


class Point(NamedTuple):
    """One party: percentages of its time, and where they lie. `source` '' where the portal measured it."""

    name: str
    since: date
    until: date
    households: Decimal | None
    amount: Decimal | None
    source: str
    x: int

    @property
    def y(self) -> int:
        return FLOOR - int((self.households or 0) * 2)

    @property
    def y_amount(self) -> int:
        return FLOOR - int((self.amount or 0) * 2)


def history(place: Place) -> list[Point]:
    """Oldest first. What the portal measured is shown from ten households on, as every public rate."""
    found = [
        Point(
            row.party_name, row.since, row.until, percent(row.paid_households, row.billed_households),
            percent(row.paid, row.billed), row.public_source, 0,
        )
        for row in CollectionRecord.objects.filter(place=place).order_by("since", "pk")
    ]  # fmt: skip
    billed = Bill.objects.filter(under("household__place_id", place.code)).order_by()
    measured = list(
        billed.values("party__name").annotate(since=Min("month"), last=Max("month")).order_by("since", "last")
    )
    for one in measured:
        until = after(one["last"])
        if one is measured[-1]:  # it still collects what it billed
            until = max(until, timezone.localdate() + timedelta(days=1))
        now = rates(place.code, one["since"], until).current
        if now.households >= FEWEST:
            found.append(
                Point(one["party__name"], one["since"], until, now.household_rate, now.amount_rate, "", 0)
            )
    step = WIDE // max(len(found) - 1, 1)
    return [one._replace(x=LEFT + at * step) for at, one in enumerate(found)]
