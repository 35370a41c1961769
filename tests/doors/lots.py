"""Parking of a community's compounds, for `world.py`."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from tests import cast
from tests.make_parking import make_due, make_lot, make_permit, make_space, make_visit, make_visitor
from tripartite.selfmanagement.parking.models import (
    OutsideVehicle,
    ParkingDue,
    ParkingLot,
    ParkingSpace,
    Permit,
)


@dataclass
class Parked:
    """The compound's lot charges; its owners' committee keeps it. The old compound has none."""

    lot: ParkingLot
    parking_space: ParkingSpace  # nobody's
    shared_space: ParkingSpace
    permit: Permit  # granted, the resident's
    asked_permit: Permit  # of the same household, on paper
    waiting_permit: Permit  # the resident's, for a shared space
    visitor: Permit  # the resident's
    parking_due: ParkingDue  # of `permit`, not paid
    outside: OutsideVehicle  # inside


def set_parking(n: cast.Neighbourhood) -> dict[str, Any]:
    """The fields that `Parked` adds."""
    lot = make_lot(place=n.compound, party=n.owners_party, old_by=n.owners_committee)
    own = {"household": n.household, "user": n.resident}
    permit = make_permit(lot, "granted", **own)
    return {
        "lot": lot,
        "parking_space": make_space(lot, "B01"),
        "shared_space": make_space(lot, "S01", kind="shared"),
        "permit": permit,
        "asked_permit": make_permit(lot, household=n.household),
        "waiting_permit": make_permit(lot, "waiting", wish="shared", asked_at=timezone.now(), **own),
        "visitor": make_visitor(lot, **own),
        "parking_due": make_due(permit),
        "outside": make_visit(lot, by=n.owners_committee),
    }
