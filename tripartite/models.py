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
from .selfmanagement.hands.models import DayChange, HandPay, HandRating, HiredHand, Shift
from .selfmanagement.mediation.models import (
    AgreementPoint,
    MediationCase,
    MediationSession,
    MediationSide,
    Mediator,
)
from .selfmanagement.models import Book, Closing, Entry, Line, Posting, PostingProof, Snapshot
from .selfmanagement.repairs.models import (
    Repair,
    RepairApproval,
    RepairEvent,
    RepairLimits,
    RepairPhoto,
    RepairQuote,
)

__all__ = [
    "AgendaItem",
    "AgreementPoint",
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
    "DayChange",
    "Entry",
    "Evidence",
    "Follower",
    "HandPay",
    "HandRating",
    "HandoverItem",
    "Helper",
    "HiredHand",
    "Invitation",
    "Issue",
    "IssueEvent",
    "Line",
    "MediationCase",
    "MediationSession",
    "MediationSide",
    "Mediator",
    "Meeting",
    "Member",
    "MinutesRevision",
    "MinutesVersion",
    "Objection",
    "Party",
    "Photo",
    "Position",
    "Posting",
    "PostingProof",
    "PropertyCompany",
    "Reminder",
    "Repair",
    "RepairApproval",
    "RepairEvent",
    "RepairLimits",
    "RepairPhoto",
    "RepairQuote",
    "Resolution",
    "Room",
    "Rung",
    "SavedFilter",
    "Shift",
    "Snapshot",
    "Term",
    "Verdict",
]
