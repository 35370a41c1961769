"""Plates are kept no longer than needed (PIPL art. 19): a batch at a time, each minute.

The gate's log and the plates of visitors go after `PARKING_LOG_DAYS`, the plates of permits that ended or were refused after
`MOVED_OUT_DAYS`. The permits stay, and what was paid for them.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from .models import OutsideVehicle, PermitPlate
from .states import Status

BATCH = 1000


def sweep() -> int:
    """How many rows went."""
    now = timezone.now()
    log, moved = (
        now - timedelta(days=settings.PARKING_LOG_DAYS),
        now - timedelta(days=settings.MOVED_OUT_DAYS),
    )
    old = OutsideVehicle.objects.filter(came_at__lt=log).order_by("came_at")
    over = Q(permit__status=Status.ENDED, permit__until__lt=timezone.localdate(moved))
    never = Q(
        permit__status__in=[Status.REFUSED, Status.ENDED],
        permit__since__isnull=True,
        permit__asked_at__lt=moved,
    )
    gone = PermitPlate.objects.filter(Q(permit__ends_at__lt=log) | over | never & Q(permit__kind="resident"))
    return sum(
        model.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:BATCH])).delete()[0]
        for model, rows in ((OutsideVehicle, old), (PermitPlate, gone))
    )
