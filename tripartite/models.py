"""The models of this wing's rooms, gathered for Django."""

from .commitments.models import (
    Commitment,
    CommitmentEvent,
    CommitmentVersion,
    Evidence,
    Rung,
    Verdict,
)
from .issues.models import (
    CallBack,
    Follower,
    Issue,
    IssueEvent,
    Photo,
    SavedFilter,
)
from .issues.workdays import CalendarDay
from .meetings.minutes import MinutesRevision, MinutesVersion, Objection, Position, Resolution
from .meetings.models import (
    AgendaItem,
    Body,
    CalendarFeed,
    Helper,
    Invitation,
    Meeting,
    Reminder,
    Room,
)
from .parties.committees import CrossAppointment, Member, Term
from .parties.companies import Contract, HandoverItem, PropertyCompany
from .parties.models import Party
from .selfmanagement.models import Book, Closing, Entry, Line, Posting, PostingProof, Snapshot
from .selfmanagement.parking.models import (
    OutsideVehicle,
    ParkingDue,
    ParkingLot,
    ParkingSpace,
    Permit,
    PermitEvent,
    PermitPlate,
)

__all__ = [
    "AgendaItem",
    "Body",
    "Book",
    "CalendarDay",
    "CalendarFeed",
    "CallBack",
    "Closing",
    "Commitment",
    "CommitmentEvent",
    "CommitmentVersion",
    "Contract",
    "CrossAppointment",
    "Entry",
    "Evidence",
    "Follower",
    "HandoverItem",
    "Helper",
    "Invitation",
    "Issue",
    "IssueEvent",
    "Line",
    "Meeting",
    "Member",
    "MinutesRevision",
    "MinutesVersion",
    "Objection",
    "OutsideVehicle",
    "ParkingDue",
    "ParkingLot",
    "ParkingSpace",
    "Party",
    "Permit",
    "PermitEvent",
    "PermitPlate",
    "Photo",
    "Position",
    "Posting",
    "PostingProof",
    "PropertyCompany",
    "Reminder",
    "Resolution",
    "Room",
    "Rung",
    "SavedFilter",
    "Snapshot",
    "Term",
    "Verdict",
]
