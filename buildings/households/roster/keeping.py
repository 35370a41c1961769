"""How long what is personal in a file is kept: the lines until they are written, the file for `ROSTER_FILE_DAYS`."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from .models import RosterDoor, RosterImport
from .states import OPEN, WORKING, Status

OVER = (Status.MERGED, Status.UNDONE, Status.DISCARDED)
log = logging.getLogger(__name__)
GOOD_LINES = """
    DELETE FROM buildings_rosterline l WHERE l.roster_id = %s AND l.fault = '' AND l.notes IS NULL AND EXISTS (
        SELECT FROM buildings_rosterdoor d WHERE d.roster_id = l.roster_id AND d.number = l.door AND d.place_id IS NOT NULL)"""


def sweep() -> None:
    """Files whose time is over, and lines that nobody needs any more; twice at once does nothing twice."""
    cutoff = timezone.now() - timedelta(days=max(1, settings.ROSTER_FILE_DAYS))
    old = RosterImport.objects.exclude(file="").exclude(status__in=WORKING)
    for roster in old.filter(Q(moved_at__lt=cutoff) | Q(status=Status.DISCARDED))[:50]:
        forget(roster)
    for pk in RosterImport.objects.filter(status__in=OVER, report__has_key="lines").values_list(
        "pk", flat=True
    )[:50]:
        tidy(pk)


def tidy(pk: int) -> None:
    """The lines that were written are in the households now; those that were not stay as long as the file."""
    with transaction.atomic():
        roster = (
            RosterImport.objects.select_for_update(skip_locked=True).filter(pk=pk, status__in=OVER).first()
        )
        if roster is None or "lines" not in roster.report:
            return
        with connection.cursor() as cursor:
            cursor.execute(GOOD_LINES, [pk])
        report = {name: value for name, value in roster.report.items() if name != "lines"}
        RosterImport.objects.filter(pk=pk).update(report=report)


def forget(roster: RosterImport) -> None:
    """File and lines go; what came of it stays as numbers. An import that nobody decided on is thrown away."""
    with transaction.atomic():
        row = RosterImport.objects.select_for_update(skip_locked=True).filter(pk=roster.pk).first()
        if row is None or row.status in WORKING or not row.file:
            return
        name = row.file
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM buildings_rosterline WHERE roster_id = %s", [row.pk])
        if row.status in OPEN:
            row.status = Status.DISCARDED
        report = {key: value for key, value in row.report.items() if key not in ("lines", "examples")}
        RosterImport.objects.filter(pk=row.pk).update(file="", status=row.status, report=report)
        if row.status != Status.MERGED:  # what undo needs of one that can still be undone stays
            RosterDoor.objects.filter(roster=row).delete()
        transaction.on_commit(lambda: drop(name))


def drop(name: str) -> None:
    try:
        default_storage.delete(name)
    except OSError:
        log.exception("a file could not be removed: %s", name)
