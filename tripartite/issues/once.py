"""Doing a verb from a form, whose page may be old.

The form carries the number of the last event its reader had seen. A second click is recognised by its own event and
does nothing; what somebody else has moved meanwhile is not overwritten, and the reader is told who did what.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from beihu.accounts.models import User
from beihu.states import Refused

from .actions import ACTIONS
from .models import Issue, IssueEvent
from .states import MACHINE
from .timeline import lock, overtaken

WORDS = ("note", "text", "question", "reason")
MOVES = [row.name for row in MACHINE.transitions]


class Overtaken(Refused):
    """Somebody else moved the issue while this form was open."""


def last_seen(issue: Issue) -> str:
    """The number to put into the form."""
    return str(issue.events.order_by("-pk").values_list("pk", flat=True).first() or 0)


def perform(issue: Issue, verb: str, *, by: User, seen: str = "", **facts: Any) -> Issue:
    """`ACTIONS[verb]`, unless it has been done already or the state has moved on. Refused as the actions do."""
    with transaction.atomic():
        if seen.isascii() and seen.isdecimal() and len(seen) < 18:
            row = lock(issue)
            newer = row.events.filter(pk__gt=int(seen))
            if _done_already(newer, verb, by, facts):
                return row
            if verb in MACHINE and _moved(newer):
                raise Overtaken(overtaken(row))
        return ACTIONS[verb](issue, by=by, **facts)


def _done_already(newer: "QuerySet[IssueEvent]", verb: str, by: User, facts: dict[str, Any]) -> bool:
    note = next((str(facts[name]).strip() for name in WORDS if facts.get(name)), "")
    return newer.filter(verb=verb, actor=by, note=note).exists()


def _moved(newer: "QuerySet[IssueEvent]") -> bool:
    return newer.filter(verb__in=MOVES).exists()
