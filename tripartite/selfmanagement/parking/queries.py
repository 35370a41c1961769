"""What the pages of parking show: how full a lot is, who waits and in which place, what one has oneself."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone

from beihu.scope import reach_of, under
from buildings.households.models import Household
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import GATE, KEEP_PARKING

from . import waiting
from .models import Kind, ParkingDue, ParkingLot, ParkingSpace, Permit, in_force
from .states import Status

PAGE = 50
MOST = 300
PILES = ("asked", "waiting", "granted", "visitors", "ended", "refused")


class Fill(NamedTuple):
    """Spaces of one kind, and how many of them nobody has."""

    label: str
    spaces: int
    free: int


def fills(lot: ParkingLot) -> list[Fill]:
    """By kind; three queries at most. Visitors' spaces are never anybody's, so they count as free of permits."""
    taken = Permit.objects.filter(in_force(timezone.localdate()), space=OuterRef("pk"))
    rows = lot.spaces.filter(closed_on__isnull=True).order_by().annotate(taken=Exists(taken))
    counted = rows.values("kind").annotate(spaces=Count("pk"), had=Count("pk", filter=Q(taken=True)))
    shared = lot.permits.residents().in_force().filter(wish=Kind.SHARED).count()
    found = {
        kind: (spaces, shared if kind == Kind.SHARED else had)
        for kind, spaces, had in counted.values_list("kind", "spaces", "had")
    }
    return [
        Fill(str(Kind(kind).label), spaces, max(spaces - had, 0))
        for kind in Kind.values
        for spaces, had in [found.get(kind, (0, 0))]
        if spaces
    ]


def waiting_count(lot: ParkingLot) -> int:
    return lot.permits.filter(status=Status.WAITING).count()


def lots(user: Any, right: str = KEEP_PARKING) -> Any:
    """The lots of a keeper, or of a gate."""
    rows = ParkingLot.objects.visible_to(user, right).select_related("place")
    return rows.order_by("place_id")[:MOST]


def lots_at_gate(user: Any) -> list[ParkingLot]:
    return list(lots(user, GATE))


def without_one(user: Any) -> list[Place]:
    """Compounds where this person could set a lot up."""
    within = Q(pk__in=[])
    for reach in reach_of(user, KEEP_PARKING):
        within |= under("code", reach.prefix)
    rows = Place.objects.open().filter(within, level=Level.COMPOUND, parking_lots=None)
    return list(rows.order_by("code")[:MOST])


def free_spaces(lot: ParkingLot, kind: str, own: int | None = None) -> Any:
    """Of one kind, that nobody has now or later; `own` counts as free, so that a form sent twice still names it."""
    taken = Permit.objects.filter(space=OuterRef("pk"), status=Status.GRANTED).exclude(
        until__lte=timezone.localdate()
    )
    return lot.spaces.filter(Q(pk=own) | ~Exists(taken), kind=kind, closed_on__isnull=True).order_by("number")


def spaces_of(lot: ParkingLot) -> list[ParkingSpace]:
    taken = Permit.objects.filter(in_force(timezone.localdate()), space=OuterRef("pk"))
    return list(lot.spaces.annotate(taken=Exists(taken)).order_by("closed_on", "number")[:1000])


def pile(lot: ParkingLot, name: str) -> Any:
    """The permits of one pile of the desk, with everything its list shows; the waiting ones in their order."""
    rows = lot.permits.select_related("household__place__parent", "space", "lot").prefetch_related("cars")
    if name == "visitors":
        return (
            rows.visitors()
            .filter(status=Status.GRANTED, ends_at__gt=timezone.now())
            .order_by("ends_at", "pk")
        )
    rows = rows.residents().filter(status=name)
    return rows.order_by("asked_at", "pk") if name in ("asked", "waiting") else rows.order_by("-pk")


def in_order(lot: ParkingLot) -> list[tuple[int, Permit]]:
    """The waiting list with the place of each."""
    places = waiting.list_of(lot)
    rows = sorted(pile(lot, "waiting"), key=lambda row: (row.wish, places.get(row.pk, 0)))
    return [(places.get(row.pk, 0), row) for row in rows]


def counts(lot: ParkingLot) -> dict[str, int]:
    """How many lie in each pile."""
    visits = Q(kind="visitor")
    now = timezone.now()
    return lot.permits.aggregate(
        visitors=Count("pk", filter=visits & Q(status=Status.GRANTED, ends_at__gt=now)),
        **{one: Count("pk", filter=~visits & Q(status=one)) for one in Status.values},
    )


def house(permit: Permit) -> str:
    """For keepers: building, doorway and room, as people say it. Asks nothing of a row of `pile`."""
    home = permit.household
    if home is None:
        return ""
    above = home.place.parent.name if home.place.parent else ""
    return f"{above}{home.place.name}{home.room}"


class Sums(NamedTuple):
    """What a month brought in, in yuan, and how many have not paid."""

    owed: Any
    paid: Any
    rows: int
    open: int


def sums(lot: ParkingLot, month: date) -> Sums:
    rows = ParkingDue.objects.filter(permit__lot=lot, month=month)
    found = rows.aggregate(
        owed=Sum("amount", default=0),
        paid=Sum("amount", filter=Q(paid_on__isnull=False), default=0),
        rows=Count("pk"),
        open=Count("pk", filter=Q(paid_on__isnull=True)),
    )
    return Sums(**found)


def left_on(lot: ParkingLot, day: date) -> Any:
    """Outside vehicles that left on a day, the last first."""
    begin = timezone.make_aware(datetime(day.year, day.month, day.day))
    rows = lot.visits.filter(left_at__gte=begin, left_at__lt=begin + timedelta(days=1))
    return rows.order_by("-left_at", "-pk")


def takings(lot: ParkingLot, day: date) -> Decimal:
    """What the gate took on a day, in yuan."""
    total: Decimal = (
        left_on(lot, day).order_by().aggregate(total=Sum("fee", default=Decimal("0.00")))["total"]
    )
    return total


def my_households(user: Any) -> dict[ParkingLot, list[Household]]:
    """Where this person lives and cars are kept: the lot of each compound with the households in it; two queries."""
    homes = [
        one.household
        for one in user.memberships.verified().select_related("household__place__parent").order_by("pk")
    ]
    codes = {home.place_id[: Level.COMPOUND] for home in homes}
    found = ParkingLot.objects.filter(place__in=codes).select_related("place").order_by("place_id")
    return {lot: [home for home in homes if home.place_id.startswith(lot.place_id)] for lot in found}


def my_permits(user: Any) -> Any:
    rows = Permit.objects.filter(user=user).select_related("lot__place", "space", "household")
    return rows.prefetch_related("cars", "dues").order_by("-pk")[:PAGE]
