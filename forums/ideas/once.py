"""Doing a verb from a form, whose page may be old.

The form carries the number of the last event its reader had seen. A second click is recognised by its own event and
does nothing; what somebody else has moved meanwhile is not overwritten.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused

from .actions import ACTIONS
from .models import Idea
from .states import MACHINE
from .timeline import lock

WORDS = ("reply", "reason", "note")
MOVES = [row.name for row in MACHINE.transitions]
WRITTEN = {*MOVES, "split", "reword", "edit", "keep"}  # verbs that leave an event


class Overtaken(Refused):
    """Somebody else moved the idea while this form was open."""


def last_seen(idea: Idea) -> str:
    """The number to put into the form."""
    return str(idea.events.order_by("-pk").values_list("pk", flat=True).first() or 0)


def perform(idea: Idea, verb: str, *, by: User, seen: str = "", **facts: Any) -> Any:
    """`ACTIONS[verb]`, unless it has been done already or the state has moved on. Refused as the actions do."""
    with transaction.atomic():
        if verb in WRITTEN and seen.isascii() and seen.isdecimal() and len(seen) < 18:
            row = lock(idea)
            newer = row.events.filter(pk__gt=int(seen))
            note = next((str(facts[name]).strip() for name in WORDS if facts.get(name)), "")
            if newer.filter(verb=verb, actor=by, note=note).exists():
                return row
            if verb in MACHINE and newer.filter(verb__in=MOVES).exists():
                raise Overtaken(
                    _(
                        "Somebody was faster: the state is now “%(state)s”. Reload the page to see what happened."
                    )
                    % {"state": row.get_status_display()}
                )
        return ACTIONS[verb](idea, by=by, **facts)
