"""What the worker does: take a report, write its two files, keep them; and the same again when somebody died over it.

| what befalls it | what is left | what the next sweep does |
|---|---|---|
| two sweeps at once | the row is locked while it is taken (SKIP LOCKED), then leased | each takes another one |
| the worker is killed | `making` with a lease | takes it when the lease is over |
| killed after a file was written | a file under a name that only this report has | writes over it |
| a worker slower than its lease | `attempt` is another's by then | keeps what the other made |
| it cannot be made | `waiting`, later each time; in the end `failed` with a sentence | nothing more |
"""

import logging
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_noop as _

from beihu.audit.actions import record
from beihu.notifications.planning import address_of
from beihu.office.dashboards import board, indicators
from beihu.office.dashboards.showing import Shown
from beihu.states import Refused

from . import document, late, telling
from .models import Report
from .states import MACHINE, WORKING, Status

LEASE = timedelta(minutes=2)
TRIES, TRIES_ALONE = (
    3,
    9,
)  # pauses double: an asked one is given up within minutes, that of the month after a day
log = logging.getLogger(__name__)


def sweep() -> int:
    """Make all that waits and that nobody else is at; how many were made."""
    return sum(make(pk) for pk in list(_free().order_by("pk").values_list("pk", flat=True)))


def make(pk: int) -> bool:
    """Make this report, if it is not made and nobody is at it. Whatever happens, it is whole or it has not been."""
    report = _take(pk)
    if report is None:
        return False
    try:
        with translation.override(report.language):
            found = board_of(report)
            sheet = sheet_of(found)
            _tell(report, 30)
            text = document.word(sheet)
            _tell(report, 60)
            book = document.workbook(sheet)
            _tell(report, 90)
        return _keep(report, found, text, book)
    except _Overtaken:
        return False
    except Refused as no:
        _give_back(report, str(no), final=True)
    except Exception:  # what it was stands in the log; it is tried again
        log.exception("report %s could not be made", pk)
        _give_back(report, _("The portal could not make it. Tell the operator."))
    return False


def board_of(report: Report) -> board.Board:
    """Refused (msgid) when the place is gone."""
    line, children, compounds = board.around(report.place_id)
    if not line:
        raise Refused(_("This place no longer exists."))
    sets = indicators.sets()
    chosen = sets.get(report.set_key) or sets[indicators.DEFAULT]
    return board.of_place(line[-1], children, compounds, report.period, chosen)


def sheet_of(found: board.Board) -> document.Sheet:
    """In the language of now. The address has days, so that it leads to the same figures next year as well."""
    period = found.period
    query = urlencode({"since": period.since, "until": period.last, "set": found.chosen.key})
    return document.Sheet(
        Shown(found, set(), leads=False),
        late.known_in(found.place, found.period),
        address_of(f"{reverse('dashboard', args=[found.place.code])}?{query}"),
    )


def _free() -> Any:
    over = Q(lease_until=None) | Q(lease_until__lte=timezone.now())
    return Report.objects.filter(over, status__in=WORKING)


def _take(pk: int) -> Report | None:
    with transaction.atomic():
        report = _free().select_for_update(skip_locked=True).filter(pk=pk).first()
        if report is None:
            return None
        if report.attempts >= _most(report):  # killed each time
            _fail(report, _("The portal could not make it. Tell the operator."))
            return None
        MACHINE.perform(report, "take", by=None)
        report.attempt, report.attempts = uuid.uuid4(), report.attempts + 1
        report.progress, report.lease_until = 5, timezone.now() + LEASE
        report.save(update_fields=["status", "attempt", "attempts", "progress", "lease_until"])
    return report


def _most(report: Report) -> int:
    return TRIES_ALONE if report.asked_by_id is None else TRIES


class _Overtaken(Exception):
    """The lease ran out, and somebody else has it."""


def _tell(report: Report, percent: int) -> None:
    """How far it is; and the lease begins anew."""
    ours = Report.objects.filter(pk=report.pk, attempt=report.attempt, status=Status.MAKING)
    if not ours.update(progress=percent, lease_until=timezone.now() + LEASE):
        raise _Overtaken


def _held(report: Report) -> Report | None:
    rows = Report.objects.select_for_update().filter(pk=report.pk, attempt=report.attempt)
    return rows.filter(status=Status.MAKING).first()


def _keep(report: Report, found: board.Board, text: bytes, book: bytes) -> bool:
    """Files, state and letters in one transaction under the lock of the row."""
    with transaction.atomic():
        row = _held(report)
        if row is None:
            return False
        for name, content in zip(row.file_names, (text, book), strict=True):
            default_storage.delete(name)
            default_storage.save(name, ContentFile(content))
        row.word.name, row.workbook.name = row.file_names
        MACHINE.perform(row, "finish", by=None)
        row.progress, row.lease_until, row.error, row.made_at = 100, None, "", timezone.now()
        row.save()
        record("report.make", row, by=None)
        telling.tell(row, found)
    return True


def _give_back(report: Report, words: str, *, final: bool = False) -> None:
    with transaction.atomic():
        row = _held(report)
        if row is None:
            return
        if final or row.attempts >= _most(row):
            _fail(row, words)
            return
        MACHINE.perform(row, "put_back", by=None)
        row.progress, row.error = 0, words
        row.lease_until = timezone.now() + timedelta(minutes=2**row.attempts)
        row.save(update_fields=["status", "progress", "error", "lease_until"])


def _fail(row: Report, words: str) -> None:
    MACHINE.perform(row, "give_up", by=None)
    row.error, row.lease_until, row.progress = words, None, 0
    row.save(update_fields=["status", "error", "lease_until", "progress"])
    names = row.file_names
    transaction.on_commit(lambda: drop(names), robust=True)


def drop(names: tuple[str, ...]) -> None:
    """Files that are not there are gone already."""
    for name in names:
        default_storage.delete(name)
