"""Counts for those who may open a mediation: by kind and quarter, and none below five, so that no single case shows."""

from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import TruncQuarter

from beihu.scope import reach_of, under
from buildings.posts.roles import OPEN_MEDIATION

from .models import MediationCase

FEWEST = 5
QUARTERS = 60  # rows shown


class Counted(NamedTuple):
    """Cases of one kind opened in one quarter (its first day); `number` None: there are some, fewer than five."""

    quarter: Any
    kind: str
    number: int | None


def counts(user: Any) -> list[Counted]:
    """In this person's area; the newest quarter first."""
    reaches = reach_of(user, OPEN_MEDIATION)
    within = Q(pk__in=[])
    for reach in reaches:
        within |= under("place_id", reach.prefix) if reach.prefix else Q()
    if any(not reach.prefix for reach in reaches):
        within = Q()
    rows = (
        MediationCase.objects.filter(within)
        .annotate(quarter=TruncQuarter("opened_on"))
        .values("quarter", "kind")
        .annotate(number=Count("pk"))
        .order_by("-quarter", "kind")[:QUARTERS]
    )
    return [
        Counted(
            row["quarter"],
            str(MediationCase.Kind(row["kind"]).label),
            row["number"] if row["number"] >= FEWEST else None,
        )
        for row in rows
    ]
