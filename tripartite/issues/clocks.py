"""Three clocks: first contact, first reply, resolution.

Contact and reply count natural hours from filing; resolution counts working days: the day of filing is not
counted (Civil Code 民法典 art. 201), the term ends at 24:00 of its last day, and a last day that is off gives way to
the next working day (art. 203). Urgent issues (water, power, gas, lift, or flagged so) count 24 natural hours.

While an issue waits for the resident (five days at most in all) or is suspended, the resolution clock stands
still: afterwards there is at least as much working time left as before. An overdue issue stays overdue.
Nothing here saves; the actions do.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .states import OPEN, PAUSED, Status
from .workdays import DAY, Calendar, end_of, local_day

if TYPE_CHECKING:
    from .models import Issue

CONTACT = timedelta(hours=2)
REPLY = timedelta(hours=24)
SOLVE_WORKING_DAYS = 5
SOLVE_URGENT = timedelta(hours=24)
WAIT_AT_MOST = timedelta(days=5)
SECOND_LINE_WORKING_DAYS = 2
DECIDE_WORKING_DAYS = 2  # staff, on a request to reopen
SILENCE = timedelta(days=7)
EXTEND_AT_MOST = 20  # working days at a time


class State(StrEnum):
    KEPT = "kept"
    LATE = "late"
    RUNNING = "running"
    OVERDUE = "overdue"
    PAUSED = "paused"
    DROPPED = "dropped"  # refused or merged before it was due to be met


@dataclass(frozen=True)
class Clock:
    name: str  # contact, reply, solve
    label: str | Promise
    due: datetime | None
    fact: datetime | None
    state: State


def wind(issue: "Issue", at: datetime) -> None:
    """Set the three deadlines of an issue filed at this time."""
    filed = local_day(at)
    calendar = Calendar.since(filed)
    issue.contact_due = at + CONTACT
    issue.reply_due = at + REPLY
    issue.solve_due = solve_due(at, calendar, urgent=issue.urgent)
    issue.calendar_version = calendar.version(filed, local_day(issue.solve_due))


def solve_due(at: datetime, calendar: Calendar, *, urgent: bool) -> datetime:
    return at + SOLVE_URGENT if urgent else end_of(calendar.add(local_day(at), SOLVE_WORKING_DAYS))


def working_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """How much of the time between lies on working days, midnight to midnight."""
    total, day = timedelta(), local_day(start)
    while day <= local_day(end):
        if calendar.is_working(day):
            total += max(min(end, end_of(day)) - max(start, _start_of(day)), timedelta())
        day += DAY
    return total


def after_working_time(start: datetime, left: timedelta, calendar: Calendar) -> datetime:
    """The end of the working day on which this much working time will have passed."""
    day = local_day(start)
    while True:
        if calendar.is_working(day):
            left -= end_of(day) - max(start, _start_of(day))
            if left <= timedelta():
                return end_of(day)
        day += DAY


def pause(issue: "Issue", *, at: datetime, until: datetime) -> None:
    issue.paused_at, issue.paused_until = at, until


def unpause(issue: "Issue", at: datetime) -> None:
    """The clock runs again: at once, or from when the pause was to end if nobody looked in between."""
    if issue.paused_at is None or issue.paused_until is None:
        return
    paused, end = issue.paused_at, min(at, issue.paused_until)
    if issue.solve_due and issue.solve_due > paused:
        if issue.urgent:
            issue.solve_due += end - paused
        else:
            calendar = Calendar.since(local_day(paused))
            left = working_time(paused, issue.solve_due, calendar)
            issue.solve_due = max(issue.solve_due, after_working_time(end, left, calendar))
            _note_version(issue)
    issue.paused_at = issue.paused_until = None


def extended(due: datetime, calendar: Calendar, working_days: int) -> datetime:
    """Always later than before: counted from the old deadline's day, to the end of a working day."""
    return end_of(calendar.add(local_day(due), working_days))


def extend(issue: "Issue", due: datetime, *, working_days: int | None, until: date | None) -> datetime:
    """Move the deadline `due` by working days, or to the end of a day (the next working one when that is off)."""
    calendar = Calendar.since(local_day(due))
    if until is not None:
        issue.solve_due = end_of(calendar.on_or_after(until))
    else:
        issue.solve_due = extended(due, calendar, working_days or 1)
    issue.overdue_at = issue.escalated_at = None
    _note_version(issue)
    return issue.solve_due


def working_days_from(at: datetime, count: int) -> datetime:
    """The end of the count-th working day after a moment."""
    day = local_day(at)
    return end_of(Calendar.since(day).add(day, count))


def second_line_cutoff(now: datetime) -> datetime:
    """Deadlines up to here lie far enough back for the second line to be told."""
    today = local_day(now)
    calendar = Calendar.since(today - timedelta(days=40))
    return end_of(calendar.before(today, SECOND_LINE_WORKING_DAYS))


def clock_states(issue: "Issue") -> list[Clock]:
    """The three clocks as they stand now."""
    return [
        _clock(issue, "contact", _("first contact"), issue.contact_due, issue.contacted_at),
        _clock(issue, "reply", _("first reply"), issue.reply_due, issue.replied_at),
        _clock(issue, "solve", _("solution"), issue.solve_due, issue.solved_at),
    ]


def counts_days(issue: "Issue") -> bool:
    """Whether a deadline in working days still runs, so that days off not published yet (未公布) may move it."""
    return clock_states(issue)[-1].state in (State.RUNNING, State.PAUSED) and not issue.urgent


def _clock(
    issue: "Issue", name: str, label: str | Promise, due: datetime | None, fact: datetime | None
) -> Clock:
    if fact is not None:
        state = State.KEPT if due is None or fact <= due else State.LATE
    elif issue.status not in (*OPEN, Status.SOLVED) or due is None:
        ended = issue.closed_at
        late = due is not None and ended is not None and ended > due
        state = State.LATE if late and name != "solve" else State.DROPPED
    elif name == "solve" and issue.status in PAUSED and not issue.is_past_due:
        state = State.PAUSED
    else:
        state = State.OVERDUE if due < timezone.now() else State.RUNNING
    return Clock(name, label, due, fact, state)


def _start_of(day: date) -> datetime:
    return end_of(day - DAY) + timedelta(microseconds=1)


def _note_version(issue: "Issue") -> None:
    if issue.submitted_at and issue.solve_due:
        first, last = local_day(issue.submitted_at), local_day(issue.solve_due)
        issue.calendar_version = Calendar.since(first).version(first, last)
