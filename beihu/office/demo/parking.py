"""Parking of 邮电三公司小区: spaces, permits, a waiting list, this month's fees partly paid, and the gate.

The committee decided long before the portal, which everybody can read; the visitor of tonight and the car at the gate are
put in by their verbs, all the rest in bulk. Nothing to do where the demo has no such compound.
"""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from beihu.accounts.models import User
from beihu.scope import under
from buildings.households.models import Household
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tripartite.parties.models import Party
from tripartite.selfmanagement.ledger.models import Book
from tripartite.selfmanagement.parking import dues, gate, permits, settling
from tripartite.selfmanagement.parking.models import (
    Kind,
    ParkingDue,
    ParkingLot,
    ParkingSpace,
    Permit,
    PermitEvent,
    PermitPlate,
)
from tripartite.selfmanagement.parking.states import Status

from .cast import HOME, RESIDENTS, SECOND, phone

SPACES = (("A", 24, Kind.FIXED, "东侧路边"), ("S", 10, Kind.SHARED, "中心花坛"), ("V", 4, Kind.VISITOR, "东门内"),
          ("W", 2, Kind.ACCESSIBLE, "3栋前"), ("C", 2, Kind.CHARGING, "南墙"))  # fmt: skip
GRANTED = ((Kind.FIXED, 24), (Kind.SHARED, 8), (Kind.ACCESSIBLE, 1), (Kind.CHARGING, 2))
WAITING, PAID = 6, 4  # how many wait; how many have paid this month
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def fill() -> int:
    """Called when the story has been played; how many permits there are."""
    bodies = Party.objects.seated().filter(kind=Party.Kind.MANAGEMENT_COMMITTEE, place__name=HOME[SECOND])
    party = bodies.select_related("place").order_by("place").first()
    keeper = _holder(Role.MANAGEMENT_COMMITTEE, party.place_id) if party else None
    if party is None or keeper is None or ParkingLot.objects.filter(place=party.place).exists():
        return 0
    homes = list(Household.objects.filter(under("place_id", party.place_id)).order_by("pk")[:60])
    if not homes:
        return 0
    lots = Random(42)  # nosec B311: the demo is the same every time
    lot = _lot(party, keeper)
    _grant(lot, _spaces(lot), homes, lots, keeper)
    _fees(lot, keeper)
    _tonight(lot, lots)
    return Permit.objects.filter(lot=lot).count()


def _holder(role: Role, code: str) -> User | None:
    """Whoever has this post there."""
    post = Post.objects.in_term().filter(place=code, role=role).select_related("user").order_by("pk").first()
    return post.user if post else None


def _lot(party: Party, keeper: User) -> ParkingLot:
    """On common roads; charging rests on what the owners decided before the portal."""
    lot = settling.set_up(
        party.place, by=keeper, land=ParkingLot.Land.COMMON, party=party, price_fixed=Decimal("150.00"),
        price_shared=Decimal("80.00"), price_accessible=Decimal("50.00"), price_charging=Decimal("180.00"),
        outside_fee=Decimal("5.00"), rules="车位一户一位；转租无效；消防通道不得停车。",
    )  # fmt: skip
    day = timezone.localdate() - timedelta(days=1600)
    settling.enter_old_decision(lot, by=keeper, number="3", on=day, kept_at="管委会办公室文件柜")
    lot = settling.start_charging(lot, by=keeper)
    ParkingLot.objects.filter(pk=lot.pk).update(charging_since=day + timedelta(days=30))
    return lot


def _spaces(lot: ParkingLot) -> dict[str, list[ParkingSpace]]:
    made = ParkingSpace.objects.bulk_create(
        ParkingSpace(lot=lot, number=f"{stem}{n:02d}", kind=kind, where=where)
        for stem, many, kind, where in SPACES
        for n in range(1, many + 1)
    )
    found: dict[str, list[ParkingSpace]] = {}
    for space in made:
        found.setdefault(space.kind, []).append(space)
    return found


def _plates(lots: Random) -> list[str]:
    numbers = lots.sample(range(10000, 99999), 60)
    return [
        f"鄂A{number}" if n % 4 else f"鄂{lots.choice(SIGNS)}D{number}" for n, number in enumerate(numbers)
    ]


def _grant(
    lot: ParkingLot, spaces: dict[str, list[ParkingSpace]], homes: list[Household], lots: Random, keeper: User
) -> None:
    """35 that hold since up to two years, and six who wait, the resident of the cast among them."""
    today, now = timezone.localdate(), timezone.now()
    wishes = [kind for kind, many in GRANTED for _n in range(many)]
    rows, free = [], {kind: iter(found) for kind, found in spaces.items()}
    for n, wish in enumerate(wishes):
        since = today - timedelta(days=lots.randrange(60, 700))
        space = None if wish == Kind.SHARED else next(free[wish])
        rows.append(Permit(lot=lot, wish=wish, household=homes[n % len(homes)], space=space, status=Status.GRANTED,
                           since=since, asked_at=now - timedelta(days=(today - since).days + 9), by=keeper))  # fmt: skip
    resident = User.objects.filter(phone=phone(RESIDENTS[SECOND][1])).first()
    own = _home_of(resident, lot) or homes[-1]
    for n in range(WAITING):
        home = own if n == 2 else homes[(len(wishes) + n) % len(homes)]
        rows.append(Permit(lot=lot, wish=Kind.FIXED, household=home, user=resident if n == 2 else None, by=keeper,
                           status=Status.WAITING, asked_at=now - timedelta(days=90 - 12 * n)))  # fmt: skip
    made = Permit.objects.bulk_create(rows)
    plates = _plates(lots)
    PermitPlate.objects.bulk_create(
        PermitPlate(
            permit=row,
            lot=lot,
            plate=plate,
            during=(permits.midnight(row.since), None) if row.since else None,
        )
        for row, plate in zip(made, plates, strict=False)
    )
    PermitEvent.objects.bulk_create(
        PermitEvent(permit=row, actor=keeper, verb="grant" if row.since else "queue", at=permits.midnight(row.since) if row.since else row.asked_at)
        for row in made
    )  # fmt: skip


def _home_of(resident: User | None, lot: ParkingLot) -> Household | None:
    if resident is None:
        return None
    rows = resident.memberships.verified().filter(household__place__code__startswith=lot.place_id)
    found = rows.select_related("household").first()
    return found.household if found else None


def _fees(lot: ParkingLot, keeper: User) -> None:
    """This month's, raised for all; a few paid with receipt and entry where there is a book."""
    month: date = timezone.localdate().replace(day=1)
    dues.raise_dues(lot, month=month, by=keeper)
    if Book.objects.open_at(lot.place) is None:
        return
    for n, due in enumerate(ParkingDue.objects.filter(permit__lot=lot, month=month).order_by("pk")[:PAID]):
        dues.take(due, account="cash" if n % 2 else "bank", by=keeper)


def _tonight(lot: ParkingLot, lots: Random) -> None:
    """A visitor until tomorrow, and a delivery at the gate."""
    resident = User.objects.filter(phone=phone(RESIDENTS[SECOND][1])).first()
    home, now = _home_of(resident, lot), timezone.now()
    if resident is not None and home is not None:
        permits.welcome(
            lot,
            by=resident,
            household=home,
            plate="鄂A66118",
            starts_at=now,
            ends_at=now + timedelta(hours=20),
        )
    if guard := _holder(Role.GATEKEEPER, lot.place_id):
        key = uuid.UUID(int=lots.getrandbits(128))
        gate.let_in(lot, by=guard, plate="鄂B20577", reason="delivery", client_id=key)
