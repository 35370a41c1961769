"""The models of this wing's rooms, gathered for Django."""

from .commitments.models import (
    Commitment,
    CommitmentEvent,
    CommitmentVersion,
    Evidence,
    Rung,
    Verdict,
)
from .fees.ledger import Allocation, BankStatement, Payment, Receipt, ReceiptCounter, StatementLine
from .fees.models import Bill, CollectionRecord, FeeReminder, SharedCost, Tariff, Waiver
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

__all__ = [
    "AgendaItem",
    "Allocation",
    "BankStatement",
    "Bill",
    "Body",
    "CalendarDay",
    "CalendarFeed",
    "CallBack",
    "CollectionRecord",
    "Commitment",
    "CommitmentEvent",
    "CommitmentVersion",
    "Contract",
    "CrossAppointment",
    "Evidence",
    "FeeReminder",
    "Follower",
    "HandoverItem",
    "Helper",
    "Invitation",
    "Issue",
    "IssueEvent",
    "Meeting",
    "Member",
    "MinutesRevision",
    "MinutesVersion",
    "Objection",
    "Party",
    "Payment",
    "Photo",
    "Position",
    "PropertyCompany",
    "Receipt",
    "ReceiptCounter",
    "Reminder",
    "Resolution",
    "Room",
    "Rung",
    "SavedFilter",
    "SharedCost",
    "StatementLine",
    "Tariff",
    "Term",
    "Verdict",
    "Waiver",
]
