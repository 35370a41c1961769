"""Plain factories of parking: rows as they would stand, without side effects."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from buildings.households.models import Household
from tripartite.selfmanagement.parking.models import (
    OutsideVehicle,
    ParkingDue,
    ParkingLot,
    ParkingSpace,
    Permit,
    PermitPlate,
)

NUMBERS = count(10000)


def next_plate() -> str:
    return f"鄂A{next(NUMBERS):05d}"


def make_lot(**over: Any) -> ParkingLot:
    """On common roads, charging since a year on an old decision; needs place and old_by."""
    long_ago = timezone.localdate() - timedelta(days=365)
    fields: dict[str, Any] = {
        "land": ParkingLot.Land.COMMON,
        "price_fixed": Decimal("150.00"),
        "price_shared": Decimal("80.00"),
        "outside_fee": Decimal("5.00"),
        "charging_since": long_ago,
        "rests_on": ParkingLot.Rests.OLD,
        "basis_words": "业主大会2021年第3号决定",
        "old_number": "2021-3",
        "old_on": long_ago,
        "old_kept_at": "居委会二楼档案柜",
    } | over
    return ParkingLot.objects.create(**fields)


def make_free_lot(**over: Any) -> ParkingLot:
    """That charges nothing and has no decision; needs place."""
    nothing = {"charging_since": None, "rests_on": "", "basis_words": "", "old_number": "", "old_on": None, "old_kept_at": ""}  # fmt: skip
    return make_lot(**nothing | over)


def make_space(lot: ParkingLot, number: str = "A01", **over: Any) -> ParkingSpace:
    return ParkingSpace.objects.create(lot=lot, number=number, **over)


def make_home(place: Any, room: str = "101") -> Household:
    return Household.objects.get_or_create(place=place, room=room)[0]


def make_permit(lot: ParkingLot, status: str = "asked", **over: Any) -> Permit:
    """A household's wish for a fixed space, or what became of it; needs household. `plate` is its car's."""
    plate = over.pop("plate", None) or next_plate()
    fields: dict[str, Any] = {"wish": "fixed", "status": status} | over
    held = status == "granted" or (status == "ended" and fields.get("since"))
    today = timezone.localdate()
    if held:
        fields.setdefault("since", today - timedelta(days=40))
        if fields["wish"] != "shared" and "space" not in fields:
            fields["space"] = make_space(lot, f"F{next(NUMBERS)}", kind=fields["wish"])
    if status == "ended" and fields.get("since"):
        fields.setdefault("until", today)
    permit = Permit.objects.create(lot=lot, **fields)
    begin = midnight(fields["since"]) if held else None
    end = midnight(fields["until"]) if fields.get("until") else None
    PermitPlate.objects.create(permit=permit, lot=lot, plate=plate, during=(begin, end) if begin else None)
    return permit


def make_visitor(lot: ParkingLot, **over: Any) -> Permit:
    """Here since an hour, for eleven more."""
    plate = over.pop("plate", None) or next_plate()
    now = timezone.now()
    times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=11)}
    permit = Permit.objects.create(lot=lot, kind="visitor", **{"status": "granted"} | times | over)
    PermitPlate.objects.create(permit=permit, lot=lot, plate=plate, during=(permit.starts_at, permit.ends_at))
    return permit


def make_due(permit: Permit, **over: Any) -> ParkingDue:
    month = timezone.localdate().replace(day=1)
    return ParkingDue.objects.create(permit=permit, **{"month": month, "amount": Decimal("150.00")} | over)


def make_visit(lot: ParkingLot, **over: Any) -> OutsideVehicle:
    """Came an hour ago; needs by."""
    came_at = timezone.now() - timedelta(hours=1)
    return OutsideVehicle.objects.create(lot=lot, **{"plate": next_plate(), "came_at": came_at} | over)


def midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
