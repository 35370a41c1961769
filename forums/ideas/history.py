"""What happened to an idea, in words, oldest first. People are named to nobody: roles are."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from beihu.audit.masking import redact
from tripartite.issues.timeline import CAPACITIES

from .models import Idea
from .states import DEEDS, MACHINE

Words = str | Promise
ICONS = {row.name: row.icon for table in (MACHINE, DEEDS) for row in table.transitions} | {
    "post": "plus",
    "take_in": "merge",
    "part_of": "split",
    "moved": "way",
    "overdue": "clock",
}
HAPPENED: dict[str, Words] = {
    "post": pgettext_lazy("idea", "Posted by a neighbour"),
    "edit": pgettext_lazy("idea", "The author changed the words"),
    "adopt": pgettext_lazy("idea", "Adopted"),
    "answer": pgettext_lazy("idea", "Answered"),
    "decline": pgettext_lazy("idea", "Not possible"),
    "merge": pgettext_lazy("idea", "Merged into a similar idea"),
    "take_in": pgettext_lazy("idea", "A similar idea was merged into this one"),
    "split": pgettext_lazy("idea", "A part became an idea of its own"),
    "part_of": pgettext_lazy("idea", "Made from a part of another idea"),
    "withdraw": pgettext_lazy("idea", "Taken back by its author"),
    "reword": pgettext_lazy("idea", "Words were taken out"),
    "hide": pgettext_lazy("idea", "Hidden"),
    "show": pgettext_lazy("idea", "Shown again"),
    "keep": pgettext_lazy("idea", "Reports were looked at: it stays"),
    "hide_argument": pgettext_lazy("idea", "An argument was hidden"),
    "show_argument": pgettext_lazy("idea", "An argument is shown again"),
    "moved": pgettext_lazy("idea", "It moved on"),
    "overdue": pgettext_lazy("idea", "The day to answer has passed"),
}
FOR_EVERYBODY = frozenset({"post", "adopt", "answer", "decline", "take_in", "split", "part_of", "moved"})
FOR_AUTHOR = FOR_EVERYBODY | {"edit", "reword", "hide", "show", "merge", "withdraw"}
NOTED = frozenset({"adopt", "answer", "decline"})  # whose note everybody reads


@dataclass(frozen=True)
class Line:
    at: datetime
    verb: str
    icon: str
    words: Words
    who: Words
    note: str


def history(idea: Idea, *, staff: bool, own: bool = False) -> list[Line]:
    """In one query. Neighbours read what leads to the answer; the author also what was done to their words."""
    events = idea.events.all()
    if not staff:
        events = events.filter(verb__in=FOR_AUTHOR if own else FOR_EVERYBODY)
    return [
        Line(
            at=event.at,
            verb=event.verb,
            icon=ICONS.get(event.verb, "dot"),
            words=HAPPENED.get(event.verb, event.verb),
            who=CAPACITIES.get(event.actor_role, event.actor_role),
            note=redact(event.note) if staff or own or event.verb in NOTED else "",
        )
        for event in events
    ]
