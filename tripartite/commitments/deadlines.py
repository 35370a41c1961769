"""What falls due by itself, each exactly once: verdicts are counted, lateness is told, failures go to the table.

Row by row in transactions of their own. A row another sweep holds is left to it; a row that fails is logged and waits
for the next minute, the others go on.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tripartite.issues.workdays import Calendar

from . import agenda, judging, ladder
from .models import Commitment
from .states import Status

BATCH = 500
LOOKS_BACK = timedelta(days=60)  # of the calendar: more than seven working days and every holiday
log = logging.getLogger(__name__)


def settle_judged() -> int:
    """The days to judge are over."""
    due = Commitment.objects.filter(status=Status.DELIVERED, judge_until__lt=timezone.now())
    return _each(due, judging.settle)


def climb() -> int:
    """Reminders before the date, and the ladder after it; by day only."""
    if not ladder.awake():
        return 0
    today = timezone.localdate()
    calendar = Calendar.since(today - LOOKS_BACK)
    return sum(
        _each(ladder.due(level, today, calendar), partial(ladder.climb, level))
        for level in (*ladder.DUE, *ladder.LADDER)
    )


def carry_over() -> int:
    """Failed ones that no coming agenda has."""
    return _each(agenda.left_over(), agenda.carry)


KINDS: tuple[Callable[[], int], ...] = (settle_judged, climb, carry_over)


def sweep() -> dict[str, int]:
    """Everything that is due now; how many of each kind were done."""
    return {kind.__name__: kind() for kind in KINDS}


def _each(due: QuerySet[Commitment], deed: Callable[[Commitment], object]) -> int:
    done = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        try:
            with transaction.atomic():
                rows = due.select_related("place", "debtor", "issue")
                row = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                if row is not None and deed(row) is not None:
                    done += 1
        except Exception:
            log.exception("commitment %s: what was due could not be done", pk)
    return done
