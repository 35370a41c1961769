"""What lists of repairs ask."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Prefetch, Q, Sum

from beihu.scope import under
from buildings.places.codes import Level
from buildings.places.models import Place

from .models import Repair, RepairPhoto, RepairQuerySet
from .states import OPEN, SHOWN, Status

PAGE = 25
PILES: dict[str, tuple[str, ...]] = {
    "open": OPEN,
    "done": (Status.DONE, Status.PAID),
    "dropped": (Status.DROPPED,),
}


class Page(NamedTuple):
    rows: list[Repair]
    following: int | None


class Totals(NamedTuple):
    """Repairs that everybody sees, and what was paid for them in yuan."""

    number: int
    paid: Decimal


def at(code: str) -> RepairQuerySet:
    """Of a compound and its buildings."""
    return Repair.objects.filter(under("place_id", code))  # type: ignore[return-value]


def with_photos(rows: RepairQuerySet) -> RepairQuerySet:
    return rows.select_related("place").prefetch_related(
        Prefetch("photos", RepairPhoto.objects.order_by("-stage", "pk"))
    )  # type: ignore[return-value]


def page(rows: RepairQuerySet, *, pile: str = "all", after: int | None = None) -> Page:
    """The newest first."""
    if pile in PILES:
        rows = rows.filter(status__in=PILES[pile])
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def totals(code: str) -> Totals:
    found = at(code).aggregate(
        number=Count("pk", filter=Q(status__in=SHOWN)), paid=Sum("billed", filter=Q(status=Status.PAID))
    )
    return Totals(found["number"], found["paid"] or Decimal("0.00"))


def spots(place: Place) -> list[tuple[str, str]]:
    """The compound and its open buildings, to choose from."""
    rows = Place.objects.open().filter(under("code", place.code), level=Level.BUILDING).order_by("code")
    return [(place.code, place.short_name), *((one.code, one.short_name) for one in rows)]
