"""What falls due by itself, each exactly once: silence closes, pauses end, lateness is told.

Every function does one kind, row by row in transactions of their own. A row another sweep holds is left to it; a row
that fails is logged and waits for the next minute, the others go on.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User

from . import clocks, filing, handling, routing, triage, verdict
from .models import Issue
from .states import TICKING, Status
from .timeline import PORTAL, Step, Words, happened, tell

BATCH = 500
DRAFT_KEPT = timedelta(days=30)
log = logging.getLogger(__name__)


def close_silent() -> int:
    """Solved, and not a word for seven days."""
    due = Issue.objects.filter(status=Status.SOLVED, answer_by__lte=timezone.now())
    return _each(due, lambda issue: verdict.auto_close(issue))


def end_waiting() -> int:
    """The days the resident had to answer are over."""
    due = Issue.objects.filter(status=Status.WAITING, paused_until__lte=timezone.now())
    return _each(due, lambda issue: handling.stop_waiting(issue, by=None))


def end_suspension() -> int:
    """The day it was put off to has come."""
    due = Issue.objects.filter(status=Status.SUSPENDED, paused_until__lte=timezone.now())
    return _each(due, lambda issue: triage.resume(issue, by=None))


def tell_first_line() -> int:
    """The deadline has passed: whoever is in charge is told."""
    due = Issue.objects.overdue().filter(overdue_at__isnull=True, escalated_at__isnull=True)
    return _each(due, _first_line)


def tell_second_line() -> int:
    """Two working days later: community and street are told."""
    cutoff = clocks.second_line_cutoff(timezone.now())
    told = cutoff + timedelta(
        days=1
    )  # told in the night after; one reopened long after its deadline gets time, too
    due = Issue.objects.filter(
        status__in=TICKING, solve_due__lte=cutoff, overdue_at__lte=told, escalated_at__isnull=True
    )
    return _each(due, _second_line)


def tell_undecided() -> int:
    """A request to reopen has waited for two working days: community and street are told."""
    due = Issue.objects.filter(status=Status.REOPEN_REQUESTED, answer_by__lte=timezone.now())
    return _each(due, _undecided)


def drop_old_drafts() -> int:
    """Drafts nobody came back to in thirty days."""
    due = Issue.objects.filter(status=Status.DRAFT, created_at__lte=timezone.now() - DRAFT_KEPT)
    return _each(due, filing.drop_draft)


KINDS: tuple[Callable[[], int], ...] = (
    close_silent,
    end_waiting,
    end_suspension,
    tell_first_line,
    tell_second_line,
    tell_undecided,
    drop_old_drafts,
)


def sweep() -> dict[str, int]:
    """Everything that is due now; how many of each kind were done."""
    return {kind.__name__: kind() for kind in KINDS}


def _each(due: QuerySet[Issue], deed: Callable[[Issue], object]) -> int:
    done = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        try:
            with transaction.atomic():
                row = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                if row is not None:
                    deed(row)
                    done += 1
        except Exception:
            log.exception("issue %s: what was due could not be done", pk)
    return done


def _first_line(issue: Issue) -> None:
    people = routing.in_charge(issue)
    _told(issue, "overdue", people, gettext_lazy("Issue %(ref)s is overdue"), overdue_at=timezone.now())


def _second_line(issue: Issue) -> None:
    title = gettext_lazy("Issue %(ref)s is still overdue after two working days")
    _told(issue, "escalate", routing.second_line(issue), title, escalated_at=timezone.now())


def _undecided(issue: Issue) -> None:
    title = gettext_lazy("A request to reopen issue %(ref)s is still undecided")
    _told(issue, "undecided", routing.second_line(issue), title, answer_by=None)


def _told(issue: Issue, verb: str, people: list[User], title: Words, **fact: datetime | None) -> None:
    """Write the fact that makes this happen once, and tell the people."""
    for name, value in fact.items():
        setattr(issue, name, value)
    issue.save(update_fields=[*fact])
    s = Step(issue, verb, None, timezone.now(), for_resident=False)
    s.tell_staff(people, title)
    tell(s, happened(s, issue.status, PORTAL))
