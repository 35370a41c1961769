"""The models of this wing's rooms, gathered for Django."""

from .issues.models import (
    CallBack,
    Follower,
    Issue,
    IssueEvent,
    Photo,
    SavedFilter,
)
from .issues.workdays import CalendarDay
from .parties.models import Party

__all__ = ["CalendarDay", "CallBack", "Follower", "Issue", "IssueEvent", "Party", "Photo", "SavedFilter"]
