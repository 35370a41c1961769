"""The models of this wing's rooms, gathered for Django."""

from .commitments.models import (
    Commitment,
    CommitmentEvent,
    CommitmentVersion,
    Evidence,
    Rung,
    Verdict,
)
from .decisions.hearings.models import Hearing, Statement
from .decisions.models import (
    Amendment,
    Ballot,
    Click,
    Elector,
    Motion,
    Result,
    Typing,
    Unit,
    Vote,
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

__all__ = [
    "AgendaItem",
    "Amendment",
    "Ballot",
    "Body",
    "CalendarDay",
    "CalendarFeed",
    "CallBack",
    "Click",
    "Commitment",
    "CommitmentEvent",
    "CommitmentVersion",
    "Contract",
    "CrossAppointment",
    "Elector",
    "Evidence",
    "Follower",
    "HandoverItem",
    "Hearing",
    "Helper",
    "Invitation",
    "Issue",
    "IssueEvent",
    "Meeting",
    "Member",
    "MinutesRevision",
    "MinutesVersion",
    "Motion",
    "Objection",
    "Party",
    "Photo",
    "Position",
    "PropertyCompany",
    "Reminder",
    "Resolution",
    "Result",
    "Room",
    "Rung",
    "SavedFilter",
    "Statement",
    "Term",
    "Typing",
    "Unit",
    "Verdict",
    "Vote",
]
