"""How long reports are kept: `REPORT_DAYS` after they were asked for, files and row."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from buildings.places.models import Place

from .making import drop
from .models import Report
from .states import WORKING

SHORTEST = 31  # days; the report of a month must outlive the week in which it may still be asked for


def sweep() -> int:
    """How many are gone; the files go when the row is gone for good."""
    cutoff = timezone.now() - timedelta(days=max(SHORTEST, settings.REPORT_DAYS))
    with transaction.atomic():
        old = Report.objects.filter(asked_at__lt=cutoff).exclude(status__in=WORKING)
        rows = list(old.order_by("pk").select_for_update(skip_locked=True)[:100])
        names = tuple(name for row in rows for name in row.file_names)
        Report.objects.filter(pk__in=[row.pk for row in rows]).delete()
        transaction.on_commit(lambda: drop(names), robust=True)
    return len(rows)


def settle(source: Place, target: Place, by: Any) -> None:
    """Two places become one: a month's own report of the first goes, where the other has that month's as well."""
    theirs = Report.objects.filter(
        place=target,
        asked_by=None,
        since=OuterRef("since"),
        until=OuterRef("until"),
        set_key=OuterRef("set_key"),
    )
    doubled = list(Report.objects.filter(Exists(theirs), place=source, asked_by=None))
    names = tuple(name for row in doubled for name in row.file_names)
    Report.objects.filter(pk__in=[row.pk for row in doubled]).delete()
    transaction.on_commit(lambda: drop(names), robust=True)
