"""The order of the waiting list, as it is published: one space per household first, then who asked first.

Computed from what is written down, each time anew; nobody sets a place in it by hand.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from .models import ParkingLot, Permit
from .states import Status

RULE = _(
    "One space per household first: who has none comes before who has one. Among these, who asked first comes first. "
    "The portal works the order out; whoever is passed over can read why."
)


class Ask(NamedTuple):
    """Somebody who waits; `wish` is the kind of space."""

    permit: int
    household: int
    wish: str
    asked_at: datetime


def order(asks: Iterable[Ask], has: dict[int, int]) -> list[Ask]:
    """`has`: how many spaces a household has now. The second wish of a household counts as if the first were granted."""
    earlier: Counter[int] = Counter()
    ranked = []
    for ask in sorted(asks, key=lambda one: (one.asked_at, one.permit)):
        ranked.append((has.get(ask.household, 0) + earlier[ask.household], ask.asked_at, ask.permit, ask))
        earlier[ask.household] += 1
    return [ask for *_rank, ask in sorted(ranked, key=lambda rank: rank[:3])]


def positions(asks: Iterable[Ask], has: dict[int, int]) -> dict[int, int]:
    """Permit → its place, from 1, among those who wait for the same kind of space."""
    counted: Counter[str] = Counter()
    found = {}
    for ask in order(asks, has):
        counted[ask.wish] += 1
        found[ask.permit] = counted[ask.wish]
    return found


def list_of(lot: ParkingLot) -> dict[int, int]:
    """The places of all who wait at a lot, the first first; two queries."""
    rows = Permit.objects.filter(lot=lot, status=Status.WAITING)
    asks = [Ask(*row) for row in rows.values_list("pk", "household_id", "wish", "asked_at")]
    if not asks:
        return {}
    held = (
        Permit.objects.residents().in_force().filter(lot=lot, household__in={one.household for one in asks})
    )
    has = dict(held.order_by().values_list("household").annotate(Count("pk")))
    return positions(asks, has)
