"""State machines as tables.

A room with states keeps `Status(TextChoices)` and one tuple of `Transition` rows beside its model.
`Machine.perform` is the only writer of `status`; views, buttons, actions, tests and the diagram in the
docs read the same table.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise
STAY = "stay"


class Refused(Exception):
    """A verb that cannot be done; the message is a sentence for the person who tried."""


@dataclass(frozen=True)
class Transition:
    """One row of a state table.

    `target` None means: back to the state the row was in before (`resume_status`); `STAY` means: the verb
    leaves the state alone, the table only says when and to whom it is open.
    `permission` None means: nobody by hand, only the portal's own sweep.
    `condition` looks at the row and answers a sentence when the verb is closed although the state fits.
    """

    name: str
    sources: frozenset[str]
    target: str | None
    permission: str | None
    label: Words
    icon: str = ""
    style: str = "secondary"
    condition: Callable[[Any], Words | None] | None = field(default=None, compare=False)

    def is_open(self, obj: Any) -> bool:
        """Whether the row is in one of its states and nothing else closes the verb; who may is another question."""
        return obj.status in self.sources and not (self.condition and self.condition(obj))


@dataclass(frozen=True)
class Machine:
    """The table of one model; asks, and is the only one to write `status`."""

    transitions: tuple[Transition, ...]

    def __getitem__(self, name: str) -> Transition:
        return next(row for row in self.transitions if row.name == name)

    def __contains__(self, name: str) -> bool:
        return any(row.name == name for row in self.transitions)

    @property
    def held(self) -> frozenset[str]:
        """The states that are left by going back to where the row was before."""
        return among(*(row.sources for row in self.transitions if row.target is None))

    def available(self, obj: models.Model, user: Any) -> list[Transition]:
        """The verbs this person may do to this row now, in table order: what the buttons show."""
        return [
            row
            for row in self.transitions
            if row.permission and row.is_open(obj) and user.has_perm(row.permission, obj)
        ]

    def check(self, obj: Any, name: str, by: Any) -> Transition:
        """The row for this verb, or Refused with the reason; `by` None is the portal itself."""
        row = self[name]
        if obj.status not in row.sources:
            raise Refused(
                _(
                    "This is no longer possible: the state is now “%(state)s”. Reload the page to see what happened."
                )
                % {"state": obj.get_status_display()}
            )
        if row.condition and (sentence := row.condition(obj)):
            raise Refused(str(sentence))
        if by is not None and not (row.permission and by.has_perm(row.permission, obj)):
            raise Refused(_("You do not have the right to do this here."))
        return row

    def perform(self, obj: Any, name: str, *, by: Any) -> Transition:
        """Move a locked row along one transition (in memory; the action saves it with its facts)."""
        row = self.check(obj, name, by)
        before = obj.status
        if row.target != STAY:
            obj.status = row.target or obj.resume_status
        if held := self.held:  # held within held (waiting, then suspended): the way back stays the first one
            obj.resume_status = (obj.resume_status or before) if obj.status in held else ""
        return row

    def diagram(self) -> str:
        """The table as a mermaid state diagram, for the docs."""
        lines = ["stateDiagram-v2"]
        for row in self.transitions:
            lines += [
                f"    {source} --> {row.target or 'before'}: {row.name}" for source in sorted(row.sources)
            ]
        return "\n".join(lines)


def among(*states: str | Iterable[str]) -> frozenset[str]:
    """A set of states, from states and groups of states."""
    return frozenset(str(s) for state in states for s in ([state] if isinstance(state, str) else state))
