"""Verbs about whether it is solved. The resident's verdict is the resident's; silence is none."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User
from beihu.states import Refused

from . import clocks, routing
from .models import Issue
from .states import Status
from .timeline import needed, step


def confirm(issue: Issue, *, by: User, rating: str, reason: str = "") -> Issue:
    """The resident says it is solved, and how satisfied they are."""
    if rating not in Issue.Rating.values:
        raise Refused(_("Please choose how satisfied you are."))
    if rating == Issue.Rating.DISSATISFIED:
        reason = needed(reason, _("Please say what you are dissatisfied with."))
    with step(issue, "confirm", by=by, note=reason, rating=rating) as s:
        s.issue.rating, s.issue.rating_reason = rating, s.note
        s.issue.closed_at, s.issue.answer_by = s.now, None
        s.tell_staff(routing.in_charge(s.issue), gettext_lazy("The resident has confirmed issue %(ref)s"))
    return s.issue


def auto_close(issue: Issue, *, by: None = None) -> Issue:
    """Seven days of silence: neither satisfied nor dissatisfied. Only the portal does this."""
    with step(issue, "auto_close", by=by) as s:
        s.issue.closed_at, s.issue.answer_by = s.now, None
    return s.issue


def request_reopen(issue: Issue, *, by: User, reason: str) -> Issue:
    """The resident says it is not solved, within fifteen days of closing. Staff decide in two working days."""
    reason = needed(reason, _("Please say what is still wrong."))
    with step(issue, "request_reopen", by=by, note=reason) as s:
        s.issue.answer_by = clocks.working_days_from(s.now, clocks.DECIDE_WORKING_DAYS)
        people = routing.second_line(s.issue) if s.issue.first_receiver is None else [s.issue.first_receiver]
        s.tell_staff(people, gettext_lazy("The resident says that issue %(ref)s is not solved"))
    return s.issue


def reopen(issue: Issue, *, by: User, note: str = "") -> Issue:
    """It was not solved: that claim and the verdict on it are taken back (the timeline keeps them).

    The deadline and the facts of first contact and first reply stay as they are.
    """
    with step(issue, "reopen", by=by, note=note) as s:
        row = s.issue
        s.data |= {
            "solved_at": row.solved_at.isoformat() if row.solved_at else None,
            "closed_at": row.closed_at.isoformat() if row.closed_at else None,
            "rating": row.rating,
        }
        row.solved_at = row.closed_at = row.answer_by = None
        row.rating = row.rating_reason = ""
        row.reopened_at = row.reopened_at or s.now
        s.tell_staff(routing.in_charge(row), gettext_lazy("Issue %(ref)s has been reopened"))
    return s.issue


def keep_closed(issue: Issue, *, by: User, note: str) -> Issue:
    """It stays as it was before the request, for the reason given; if the verdict is open, for seven days more."""
    note = needed(note, _("Please say why it is not reopened; the resident reads it."))
    with step(issue, "keep_closed", by=by, note=note) as s:
        s.issue.answer_by = s.now + clocks.SILENCE if s.issue.status == Status.SOLVED else None
    return s.issue
