"""The verbs of people: send a file, say what its columns mean, import it, undo it, throw it away. A worker does the work."""

import hashlib
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.sheets.reading import Unreadable, sheet_names
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ROSTER

from . import keeping, opening
from .headings import FIELDS
from .layouts import Layout
from .models import RosterImport
from .states import MACHINE
from .tasks import bell

LARGEST = 200 * 1024 * 1024
OPEN_AT_ONCE = 20  # imports of one person that wait for a decision
SAME = timedelta(minutes=10)  # within which the same file is the same import
log = logging.getLogger(__name__)


def send(place: Place, *, upload: UploadedFile, by: Any) -> RosterImport:
    """Keep the file privately; sending it twice is sending it once. Refused when it cannot be read at all."""
    digest = _digest(upload)
    name = f"rosters/{timezone.localdate():%Y/%m}/{uuid.uuid4()}"
    with transaction.atomic():
        place = Place.objects.hold(place.code)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{place.code}{digest}"])
        if not by.has_perm(KEEP_ROSTER, place):
            raise Refused(_("You do not have the right to do this here."))
        if not place.is_open or len(place.code) < Level.DISTRICT:
            raise Refused(_("A roster is sent for an open place, from a district down to a doorway."))
        mine = RosterImport.objects.filter(by=by, place=place, status__in=MACHINE["check"].sources)
        if same := mine.filter(digest=digest, created_at__gt=timezone.now() - SAME).first():
            return same
        if mine.count() >= OPEN_AT_ONCE:
            raise Refused(
                _("Many of your imports wait for a decision. Decide on them first, or throw them away.")
            )
        _store(name, upload)
        try:
            roster = RosterImport.objects.create(
                place=place,
                by=by,
                name=Path(upload.name or "roster").name[-120:].replace("\0", ""),
                file=name,
                digest=digest,
            )
            record("roster.send", roster, by=by, file=roster.name, size=upload.size)
        except BaseException:
            keeping.drop(name)
            raise
    return roster


def _digest(upload: UploadedFile) -> str:
    if not upload.size or upload.size > LARGEST:
        raise Refused(_("The file is empty, or larger than %(count)s MB.") % {"count": LARGEST // 2**20})
    found = hashlib.sha256()
    for piece in upload.chunks():
        found.update(piece)
    return found.hexdigest()


def _store(name: str, upload: UploadedFile) -> None:
    try:
        upload.seek(0)
        default_storage.save(name, upload)
        sheet_names(Path(default_storage.path(name)))
    except Unreadable as no:
        keeping.drop(name)
        raise Refused(no.said()) from no
    except OSError as error:
        log.exception("a roster could not be stored")
        raise Refused(_("The file cannot be stored at the moment. Please try again later.")) from error


def check(
    roster: RosterImport,
    *,
    by: Any,
    layout: Layout,
    complete: bool = False,
    relation: str = "owner",
    opens: bool = False,
) -> RosterImport:
    """People have said what the columns mean: a worker reads it and compares."""
    fields = set(layout.fields.values())
    if not fields <= set(FIELDS) or "room" not in fields:
        raise Refused(_("Say which column holds the room."))
    with _step(roster, "check", by) as row:
        if opens and not opening.may_open(by, row):
            raise Refused(_("Only the street opens doorways. Leave the box empty."))
        row.layout, row.complete, row.relation, row.opens_doorways = (
            layout.as_json(),
            complete,
            relation,
            opens,
        )
        row.report, row.trouble = {}, {}
        record("roster.check", row, by=by, file=row.name)
    return row


def merge(roster: RosterImport, *, by: Any) -> RosterImport:
    """Write what was looked at."""
    with _step(roster, "merge", by) as row:
        if row.opens_doorways and row.report["counts"].get("doorways_new") and not opening.may_open(by, row):
            raise Refused(_("It opens doorways. Only the street may do that: ask them to import it."))
        row.merged_by, row.trouble = by, {}
        record("roster.ask_merge", row, by=by, file=row.name)
    return row


def undo(roster: RosterImport, *, by: Any, reason: str) -> RosterImport:
    """Take the whole import back."""
    if not reason.strip():
        raise Refused(_("Say why."))
    with _step(roster, "undo", by) as row:
        row.trouble = {}
        record("roster.undo", row, by=by, reason=reason.strip()[:200], file=row.name)
    return row


def discard(roster: RosterImport, *, by: Any) -> RosterImport:
    """Nothing was written; file and lines go."""
    with _step(roster, "discard", by) as row:
        record("roster.discard", row, by=by, file=row.name)
    keeping.forget(row)
    return row


@contextmanager
def _step(roster: RosterImport, verb: str, by: Any) -> Iterator[RosterImport]:
    """The row, locked and moved on; saved when the block ends well. The worker is rung for after the commit."""
    with transaction.atomic():
        row: RosterImport | None = hold(RosterImport.objects.all(), roster)
        if row is None:
            raise Refused(_("This import no longer exists."))
        with saving(row):
            MACHINE.perform(row, verb, by=by)
            row.attempts = row.done = row.total = 0
            row.phase, row.moved_at = "", timezone.now()
            yield row
        transaction.on_commit(bell.ring, robust=True)
