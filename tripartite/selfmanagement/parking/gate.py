"""At the gate: who may come in, and the log of those who have no permit.

    {"items": [{"client_id": "…", "plate": "鄂A·12345", "reason": "guest", "came_at": "2026-11-25T19:42:00+08:00",
                "left_at": null}]}

A device may send a line as often as it takes: the id that it made tells it again. The list it keeps holds for an hour.
"""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.states import Refused
from buildings.posts.roles import GATE

from . import plates
from .models import NOTHING, OutsideVehicle, ParkingLot, PermitPlate
from .states import Status

HOLDS = timedelta(minutes=60)  # how long a list on the device may be used
LARGEST, MOST = 128 * 1024, 50  # bytes and lines of one request
BACK = timedelta(hours=48)  # how late a line may arrive


class Unreadable(Exception):
    """Not what a gate sends; the message is for people all the same."""


def valid_plates(lot: ParkingLot) -> Any:
    """Plates with a permit that holds now, with what the gate may know: kind, until when, building; no name."""
    rows = PermitPlate.objects.filter(lot=lot, during__contains=timezone.now(), permit__status=Status.GRANTED)
    return rows.select_related("permit__household__place__parent", "permit__space").order_by("plate")


def found(lot: ParkingLot, text: str) -> list[PermitPlate]:
    """By the whole plate or its last signs, two at least."""
    sought = plates.tidy(text)
    if len(sought) < 2:
        raise Refused(_("Enter the plate or at least its last two signs."))
    return list(valid_plates(lot).filter(plate__endswith=sought[-plates.LONGEST :])[:20])


def facts(car: PermitPlate) -> dict[str, str]:
    """What is shown of a plate, and kept on the device."""
    permit = car.permit
    until = permit.ends_at if permit.is_visitor else None
    last = permit.until - timedelta(days=1) if permit.until else None
    return {
        "plate": car.plate,
        "shown": car.shown,
        "kind": str(permit.get_kind_display() if permit.is_visitor else permit.get_wish_display()),
        "until": f"{timezone.localtime(until):%m-%d %H:%M}" if until else last.isoformat() if last else "",
        "building": permit.household.place.parent.name if permit.household and permit.household.place.parent else "",
        "space": permit.space.number if permit.space else "",
    }  # fmt: skip


def inside(lot: ParkingLot) -> list[OutsideVehicle]:
    return list(lot.visits.filter(left_at__isnull=True).order_by("-came_at", "-pk")[:200])


def list_for_device(lot: ParkingLot) -> dict[str, Any]:
    """Everything the gate needs for an hour."""
    return {
        "as_of": timezone.now().isoformat(),
        "free_hours": lot.free_hours,
        "fee": str(lot.outside_fee if lot.is_charging else NOTHING),
        "plates": [facts(car) for car in valid_plates(lot)],
        "inside": [
            {"client_id": str(one.client_id), "plate": one.plate, "shown": one.shown, "reason": one.reason,
             "came_at": one.came_at.isoformat()}
            for one in inside(lot)
        ],
    }  # fmt: skip


def let_in(
    lot: ParkingLot, *, by: Any, plate: str, reason: str, client_id: uuid.UUID, at: datetime | None = None
) -> OutsideVehicle:
    """A line of the log; again is once."""
    _may(by, lot)
    if known := OutsideVehicle.objects.filter(client_id=client_id).first():
        return _same(known, lot)
    if reason not in OutsideVehicle.Reason.values:
        raise Refused(_("Say what the vehicle comes for."))
    car = plates.read(plate)
    with transaction.atomic():
        row, new = OutsideVehicle.objects.get_or_create(
            client_id=client_id,
            defaults={"lot": lot, "plate": car, "reason": reason, "came_at": _when(at), "by": by},
        )
        if new:
            record("gate.in", row, by=by)
    return _same(row, lot)


def let_out(visit: OutsideVehicle, *, by: Any, at: datetime | None = None) -> OutsideVehicle:
    """It leaves; what it owes follows from the lot's rules. Again is once."""
    _may(by, visit.lot)
    with transaction.atomic():
        row = OutsideVehicle.objects.select_for_update().filter(pk=visit.pk).first()
        if row is None:
            raise Refused(_("This entry no longer exists."))
        if row.left_at is None:
            row.left_at = max(row.came_at, _when(at))
            free = row.reason == OutsideVehicle.Reason.EMERGENCY
            row.fee = NOTHING if free else visit.lot.fee_of(row.came_at, row.left_at)
            row.out_by = by
            row.save(update_fields=["left_at", "fee", "out_by"])
            record("gate.out", row, by=by)
    return row


def read(body: bytes) -> list[Any]:
    """The lines of a request, if it has the outward shape; each is looked at by itself later."""
    words = _("This could not be read. Reload the page.")
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(words) from error
    items = given.get("items") if isinstance(given, dict) else None
    if not isinstance(items, list) or len(items) > MOST:
        raise Unreadable(words)
    return items


def take(lot: ParkingLot, items: list[Any], *, by: Any) -> list[dict[str, str]]:
    """Each line by itself: what is wrong with one stops no other."""
    return [_take(lot, item, by) for item in items]


def _take(lot: ParkingLot, item: Any, by: Any) -> dict[str, str]:
    key = _key(item.get("client_id")) if isinstance(item, dict) else None
    said = {"client_id": str(key) if key else ""}
    try:
        if key is None:
            raise Refused(_("This line has no key. Reload the page and write it again."))
        texts = {
            name: value if isinstance(value := item.get(name), str) else "" for name in ("plate", "reason")
        }
        with transaction.atomic():
            row = let_in(lot, by=by, client_id=key, at=_moment(item.get("came_at")), **texts)
            if item.get("left_at"):
                row = let_out(row, by=by, at=_moment(item.get("left_at")))
        return said | {"outcome": "saved", "fee": str(row.fee) if row.left_at else ""}
    except Refused as no:
        return said | {"outcome": "refused", "words": str(no)}


def _may(by: Any, lot: ParkingLot) -> None:
    if not by.has_perm(GATE, lot):
        raise Refused(_("You do not have the right to do this here."))


def _same(known: OutsideVehicle, lot: ParkingLot) -> OutsideVehicle:
    if known.lot_id != lot.pk:
        raise Refused(_("This form belongs to somebody else. Please begin a new one."))
    return known


def _when(at: datetime | None) -> datetime:
    """What the device's clock says, where it can be true; now otherwise."""
    now = timezone.now()
    return at if at is not None and now - BACK <= at <= now else now


def _key(given: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(given) if isinstance(given, str) and len(given) == 36 else None
    except ValueError:
        return None


def _moment(given: Any) -> datetime | None:
    try:
        at = parse_datetime(given) if isinstance(given, str) and len(given) < 40 else None
    except ValueError:
        return None
    return at if at and is_aware(at) else None
