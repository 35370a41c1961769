"""When the purpose is over, so are the words (PIPL art. 47): a year after an entry was closed it is blanked."""

from datetime import date, timedelta

from django.db import transaction

from beihu.audit.actions import record

from .actions import blank
from .models import CareEntry
from .months import today
from .states import Status

KEPT = timedelta(days=365)
BATCH = 200


def blank_due(day: date | None = None) -> int:
    """How many were blanked; a few at a time, the others wait for the next minute."""
    before = (day or today()) - KEPT
    with transaction.atomic():
        due = CareEntry.objects.filter(
            status=Status.CLOSED, closed_on__lt=before, blanked_at__isnull=True
        ).select_related("household")
        rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:BATCH])
        for row in rows:
            blank(row)
            row.save(update_fields=["reason", "needs", "person", "blanked_at"])
            record("care.blank", row, by=None)
    return len(rows)
