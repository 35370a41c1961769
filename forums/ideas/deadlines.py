"""By when an idea is answered, and what falls due by itself: lateness is told once, news of adopted ideas is told on.

Row by row in transactions of their own. A row another sweep holds is left to it; a row that fails is logged and waits
for the next minute, the others go on.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tripartite.issues.workdays import Calendar, end_of, local_day

from . import standing
from .models import Idea
from .timeline import portal_step

ANSWER_WORKING_DAYS = 10  # the one rule: staff answer within so many working days
BATCH = 500
log = logging.getLogger(__name__)


def answer_due(at: datetime) -> datetime:
    """The end of the tenth working day after an idea was posted."""
    day = local_day(at)
    return end_of(Calendar.since(day).add(day, ANSWER_WORKING_DAYS))


def tell_overdue() -> int:
    """Staff and their street office hear that the day to answer has passed; once for each idea."""
    late = Idea.objects.overdue().filter(overdue_at=None)
    done = 0
    for pk in list(late.order_by("answer_due").values_list("pk", flat=True)[:BATCH]):
        try:
            with transaction.atomic():
                row = late.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                if row is not None:
                    row.overdue_at = timezone.now()
                    row.save(update_fields=["overdue_at"])
                    portal_step(row, "overdue")
                    done += 1
        except Exception:
            log.exception("idea %s: that it is overdue could not be told", pk)
    return done


def sweep() -> dict[str, int]:
    """Everything that is due now; how many of each kind were done."""
    return {"overdue": tell_overdue(), "moved": standing.follow()}
