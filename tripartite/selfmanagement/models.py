"""The models of this room's sub-rooms, gathered for the wing."""

from .ledger.models import Book, Entry, Line
from .ledger.snapshots import Closing, Posting, PostingProof, Snapshot
from .parking.models import (
    OutsideVehicle,
    ParkingDue,
    ParkingLot,
    ParkingSpace,
    Permit,
    PermitEvent,
    PermitPlate,
)

__all__ = [
    "Book",
    "Closing",
    "Entry",
    "Line",
    "OutsideVehicle",
    "ParkingDue",
    "ParkingLot",
    "ParkingSpace",
    "Permit",
    "PermitEvent",
    "PermitPlate",
    "Posting",
    "PostingProof",
    "Snapshot",
]
