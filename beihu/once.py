"""Doing a verb from a form, whose page may be old.

The form carries the number of the last event its reader had seen. A second click is recognised by its own event and
does nothing; what somebody else has moved meanwhile is not overwritten, and the reader is told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from .states import Machine, Refused

LONGEST = 18  # digits of an event's number


class Overtaken(Refused):
    """Somebody else moved the row while this form was open."""


def last_seen(row: Any) -> str:
    """The number to put into the form. The row has `events`."""
    return str(row.events.order_by("-pk").values_list("pk", flat=True).first() or 0)


def faster(row: Any) -> str:
    return _("Somebody was faster: the state is now “%(state)s”. Reload the page to see what happened.") % {
        "state": row.get_status_display()
    }


@dataclass(frozen=True)
class Once:
    """The verbs of one room, done once per form.

    `words` are the facts that the event keeps as its note, `wordless` the verbs whose event keeps none; `unwritten` verbs
    leave no event or tell a second click themselves, and are simply done.
    """

    actions: Mapping[str, Callable[..., Any]]
    machine: Machine
    lock: Callable[[Any], Any]
    words: tuple[str, ...]
    wordless: frozenset[str] = frozenset()
    unwritten: frozenset[str] = frozenset()
    overtaken: Callable[[Any], str] = faster

    def perform(self, row: models.Model, verb: str, *, by: Any, seen: str = "", **facts: Any) -> Any:
        """`actions[verb]`, unless it has been done already or the state has moved on. Refused as the actions do."""
        with transaction.atomic():
            if verb not in self.unwritten and seen.isascii() and seen.isdecimal() and len(seen) < LONGEST:
                held = self.lock(row)
                newer = held.events.filter(pk__gt=int(seen))
                if newer.filter(verb=verb, actor=by, note=self._note(verb, facts)).exists():
                    return held
                moves = [rule.name for rule in self.machine.transitions]
                if verb in self.machine and newer.filter(verb__in=moves).exists():
                    raise Overtaken(self.overtaken(held))
            return self.actions[verb](row, by=by, **facts)

    def by_form(
        self, row: Any, verb: str, form: Any, *, by: Any, sources: frozenset[str]
    ) -> tuple[Any, bool]:
        """What was done (None: nothing; the form says why) and whether the verb is closed to this row by now."""
        if not form.is_valid():
            return None, False
        try:
            return self.perform(
                row, verb, by=by, seen=form.cleaned_data["seen"], **form.facts()
            ) or row, False
        except Refused as no:
            form.add_error(None, str(no))
            row.refresh_from_db(fields=["status"])
            return None, isinstance(no, Overtaken) or row.status not in sources

    def _note(self, verb: str, facts: dict[str, Any]) -> str:
        given = () if verb in self.wordless else self.words
        return next((str(facts[name]).strip() for name in given if facts.get(name)), "")
