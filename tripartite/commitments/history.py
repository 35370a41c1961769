"""What happened to a commitment, in words, oldest first. People are named to nobody: parties and roles are."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.audit.masking import redact

from .models import Commitment
from .states import DEEDS, MACHINE
from .timeline import capacity_words

Words = str | Promise
ICONS = {row.name: row.icon for table in (MACHINE, DEEDS) for row in table.transitions} | {
    "propose": "send",
    "carry": "users",
    "keep": "smile",
    "fail": "frown",
}
COUNTED = "judge"  # verdicts are counted, not listed one by one

HAPPENED: dict[str, Words] = {
    "propose": _("Put to the party"),
    "accept": _("The party gave its word"),
    "decline": _("Declined"),
    "report": _("Progress: %(progress)s %%"),
    "prove": _("Evidence was added"),
    "deliver": _("Reported as delivered"),
    "keep": _("Kept, say the residents"),
    "fail": _("Not kept, say the residents"),
    "lapse": _("Nobody judged it in time"),
    "revise": _("A new version was offered"),
    "agree": _("Agreed to version %(number)s"),
    "turn_down": _("Stayed with the old version"),
    "show": _("Photos for the board were chosen"),
    "withdraw": _("Let go"),
    "carry": _("Put on the next agenda by itself"),
}


@dataclass(frozen=True)
class Line:
    """One step of the timeline."""

    iso: str
    day: str
    verb: str
    icon: str
    words: str
    who: str
    note: str


def history(row: Commitment, *, staff: bool) -> list[Line]:
    """In one query. Numbers and doors inside notes are hidden from everybody alike."""
    events = row.events.exclude(verb=COUNTED)
    events = events if staff else events.exclude(verb="show")
    dates = get_format("SHORT_DATETIME_FORMAT")
    return [
        Line(
            iso=event.at.isoformat(),
            day=format_date(timezone.localtime(event.at), dates),
            verb=event.verb,
            icon=ICONS.get(event.verb, "dot"),
            words=str(HAPPENED.get(event.verb, event.verb)) % ({"progress": "", "number": ""} | event.data),
            who=capacity_words(event.actor_role, row),
            note=redact(event.note),
        )
        for event in events
    ]
