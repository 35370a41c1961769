"""What happened to an issue, in words: for the resident what concerns them, for staff all of it."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from beihu.audit.masking import redact
from beihu.templatetags.beihu import icon

from .clocks import Clock, State, clock_states, counts_days
from .models import Issue
from .states import DEEDS, MACHINE, Status
from .timeline import CAPACITIES, PORTAL, RESIDENT, label_of

Words = str | Promise
TOLD = ("at", "verb", "actor_role", "actor__name", "note", "for_resident", "data")
ICONS = {row.name: row.icon for table in (MACHINE, DEEDS) for row in table.transitions} | dict.fromkeys(
    ("overdue", "escalate", "undecided"), "alert"
)

# By verb, as something that is over; a verb missing here is called by the words of its button.
HAPPENED: dict[str, Words] = {
    "submit": _("Filed"),
    "accept": _("Accepted"),
    "refuse": _("Cannot be taken on"),
    "assign": _("Handed to %(party)s"),
    "start": _("Work has begun"),
    "bounce": _("Handed back by %(party)s"),
    "ask": _("A question to you"),
    "answer": _("Answered"),
    "stop_waiting": _("Goes on"),
    "suspend": _("Put off"),
    "resume": _("Taken up again"),
    "solve": _("Reported as solved"),
    "confirm": _("Confirmed as solved"),
    "auto_close": _("Closed: no answer came for seven days"),
    "request_reopen": _("Not solved, says the resident"),
    "reopen": _("Reopened"),
    "keep_closed": _("Stays closed"),
    "merge": _("Goes on as %(into)s"),
    "contact": _("The resident was contacted"),
    "reply": _("Reply"),
    "note": _("Internal note"),
    "extend": _("The deadline was moved"),
    "recategorise": _("The category was changed"),
    "publish": _("Shown to neighbours"),
    "unpublish": _("Hidden from neighbours"),
    "make_private": _("Made private by the resident"),
    "follow_up": _("Filed again"),
    "call_back": _("Called back by staff"),
    "overdue": _("The deadline has passed"),
    "escalate": _("Overdue for two working days: community and street were told"),
    "undecided": _("The request to reopen is undecided: community and street were told"),
}

# What the resident should know about now, by state.
NEXT: dict[str, Words] = {
    Status.SUBMITTED: _("The community has it. Somebody will get in touch with you."),
    Status.ACCEPTED: _("The community has taken it on and decides who will do the work."),
    Status.ASSIGNED: _("It has been handed over; the work will begin soon."),
    Status.IN_PROGRESS: _("Somebody is working on it."),
    Status.WAITING: _("There is a question to you. Please answer, so that it can go on."),
    Status.SUSPENDED: _("It has been put off to a later day, for the reason given below."),
    Status.SOLVED: _("It is said to be solved. Is it? You have the last word."),
    Status.CONFIRMED: _("You have confirmed that it is solved. Thank you."),
    Status.AUTO_CLOSED: _("It was closed because no answer came. You can still say that it is not solved."),
    Status.REOPEN_REQUESTED: _(
        "You said that it is not solved. Staff decide about it within two working days."
    ),
    Status.REFUSED: _("It could not be taken on. Read below why, and who can help."),
    Status.MERGED: _("A neighbour had said the same. Both go on together, and you hear of each step."),
}
TONES = {
    State.KEPT: ("good", "check"),
    State.LATE: ("bad", "clock"),
    State.RUNNING: ("info", "clock"),
    State.OVERDUE: ("bad", "alert"),
    State.PAUSED: ("warn", "pause"),
    State.DROPPED: ("quiet", "minus"),
}
CLOCK_WORDS: dict[State, Words] = {
    State.KEPT: _("kept"),
    State.LATE: _("late"),
    State.RUNNING: _("running"),
    State.OVERDUE: _("overdue"),
    State.PAUSED: _("stands still"),
    State.DROPPED: _("no longer needed"),
}


@dataclass(frozen=True)
class Line:
    """One step of the timeline."""

    iso: str
    day: str
    verb: str
    icon: SafeString
    words: str
    who: str
    note: str
    internal: bool


@dataclass(frozen=True)
class Pledge:
    """One clock as a page shows it."""

    clock: Clock
    tone: str
    icon: str
    words: Words
    guessed: bool = False  # the days off of that year are not published


def history(issue: Issue, *, staff: bool) -> list[Line]:
    """Oldest first, in one query. Residents read neither internal steps nor who among the staff it was."""
    events = issue.events.all() if staff else issue.events.filter(for_resident=True)
    told, dates = list(events.values(*TOLD)), get_format("SHORT_DATETIME_FORMAT")
    pictures = {verb: icon(ICONS.get(verb, "")) for verb in {event["verb"] for event in told}}
    return [_line(event, staff, dates, pictures) for event in told]


def _line(event: dict[str, Any], staff: bool, dates: str, pictures: dict[str, SafeString]) -> Line:
    verb, role = event["verb"], event["actor_role"]
    data = {"party": "", "into": ""} | {name: str(value) for name, value in event["data"].items()}
    capacity = str(CAPACITIES.get(role, role))
    named = staff and event["actor__name"] and role not in (RESIDENT, PORTAL)
    return Line(
        iso=event["at"].isoformat(),
        day=format_date(timezone.localtime(event["at"]), dates),
        verb=verb,
        icon=pictures[verb],
        words=str(HAPPENED.get(verb) or label_of(verb)) % data,
        who=f"{capacity} {event['actor__name']}" if named else capacity,
        note=redact(event["note"]) if staff else event["note"],
        internal=not event["for_resident"],
    )


def pledges(issue: Issue, *, published: bool = True) -> list[Pledge]:
    """The three clocks, with the words and the colour of their state. `published`: the days off of the last year."""
    shown = [Pledge(clock, *TONES[clock.state], CLOCK_WORDS[clock.state]) for clock in clock_states(issue)]
    return [*shown[:-1], replace(shown[-1], guessed=counts_days(issue) and not published)]


def what_next(issue: Issue) -> str:
    return str(NEXT.get(issue.status, "")) or str(_("Nothing more is to be done."))
