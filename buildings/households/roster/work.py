"""What the worker does: one transaction for each step of an import, under a lock that dies with the worker.

A killed worker leaves nothing but a row that says `checking`, `merging` or `undoing`; its lock is gone with its connection,
and the next sweep (each minute, and when the bell rings) begins the step anew. What is told meanwhile (how far it is, how
often it was tried) goes through a connection of its own, so that people see it before the step commits.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, connections, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from beihu.audit.actions import record
from beihu.notifications.actions import notify
from beihu.sheets.reading import Unreadable
from beihu.states import Refused
from buildings.places.codes import lineage
from buildings.places.models import Place

from . import comparing, merging, opening, staging, undoing
from .models import RosterImport
from .states import MACHINE, WORKING, Status

ONE, TREE = 7_420_104, 7_420_105  # advisory locks: an import; a place and what lies below it
ATTEMPTS = 3
EVERY = 0.5  # seconds between two tellings
log = logging.getLogger(__name__)


def sweep() -> int:
    """Do every step that waits and that nobody else is at; how many were done."""
    waiting = (
        RosterImport.objects.filter(status__in=WORKING).order_by("moved_at").values_list("pk", flat=True)
    )
    return sum(run(pk) for pk in list(waiting))


def run(pk: int) -> bool:
    """One step of one import, if nobody is at it. Whatever happens, it is whole or it has not been."""
    with aside() as told:
        try:
            with transaction.atomic():
                roster = _taken(pk)
                if roster is None:
                    return False
                tried = told.tried(pk)
                if tried > ATTEMPTS:
                    _give_up(
                        roster,
                        _(
                            "The portal could not finish it, three times. Nothing was changed. Tell the operator."
                        ),
                    )
                    return True
                if not STEPS[Status(roster.status)](roster, told):
                    told.untried(pk)
                    return False
                return True
        except Unreadable as no:
            return _failed(pk, no.words, no.values)
        except Refused as no:
            return _failed(pk, str(no), {})
        except _Overtaken:
            return False
        except Exception:  # what it was stands in the log; the step is tried again
            log.exception("a step of roster import %s failed", pk)
            return False


def _taken(pk: int) -> RosterImport | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [ONE, pk % 2**31])
        if not cursor.fetchone()[0]:
            return None
    return RosterImport.objects.select_related("place", "by").filter(pk=pk, status__in=WORKING).first()


def _failed(pk: int, words: str, values: dict[str, Any]) -> bool:
    with transaction.atomic():
        if roster := _taken(pk):
            _give_up(roster, words, values)
    return True


def _give_up(roster: RosterImport, words: str, values: dict[str, Any] | None = None) -> None:
    verb = {Status.CHECKING: "fail", Status.MERGING: "give_back", Status.UNDOING: "refuse"}[
        Status(roster.status)
    ]
    _settle(roster, verb, trouble={"words": words, "values": values or {}})


def _settle(roster: RosterImport, verb: str, **facts: Any) -> None:
    """The end of a step. Refused when somebody threw the import away meanwhile: then nothing of it stays."""
    before = roster.status
    MACHINE.perform(roster, verb, by=None)
    facts = {"trouble": {}, "attempts": 0, "phase": "", "done": 0, "total": 0} | facts
    changed = RosterImport.objects.filter(pk=roster.pk, status=before)
    if not changed.update(status=roster.status, moved_at=timezone.now(), **facts):
        raise _Overtaken
    for name, value in facts.items():
        setattr(roster, name, value)


class _Overtaken(Exception):
    """Thrown away while the worker was at it."""


# -- the steps; each answers whether it could be done now


def check(roster: RosterImport, told: "Aside") -> bool:
    """Read, note faults, compare. The households are not touched."""
    told.say(roster.pk, "reading")
    with local(roster.file) as path:
        report = staging.load(roster, path, lambda rows: told.say(roster.pk, "reading", rows))
    told.say(roster.pk, "comparing", report["rows"], report["rows"])
    if roster.opens_doorways:
        opening.plan(roster)
    comparing.check(roster)
    counts = comparing.counts(roster)
    report |= {
        "counts": counts,
        "troubles": comparing.troubles(roster),
        "examples": comparing.examples(roster, counts),
    }
    _settle(roster, "checked", report=report)
    return True


def merge(roster: RosterImport, told: "Aside") -> bool:
    """Compare once more and write, when it still is what was looked at."""
    if not _alone(roster.place_id):
        return False
    by, expected = roster.merged_by, roster.report["counts"]
    told.say(roster.pk, "comparing")
    if not staging.is_whole(roster) or not _doors_stand(roster) or comparing.counts(roster) != expected:
        words = _("Something has changed here since you looked. Check it again, then import it.")
        _settle(roster, "stale", trouble={"words": words})
        return True
    told.say(roster.pk, "writing")
    opened = opening.open_them(roster, by) if roster.opens_doorways and expected["doorways_new"] else 0
    written = merging.write(roster, expected, gettext("no longer on the imported roster"))
    report = roster.report | {"written": written | {"doorways_new": opened}}
    _settle(roster, "finish", report=report, merged_at=timezone.now())
    told_counts: dict[str, Any] = {name: number for name, number in written.items() if name != "xid"}
    record("roster.merge", roster, by=by, file=roster.name, **told_counts)
    _tell(roster, "merged")
    return True


def undo(roster: RosterImport, told: "Aside") -> bool:
    if not _alone(roster.place_id):
        return False
    if later := undoing.built_upon(roster):
        _give_up(roster, undoing.LATER, {"name": later.name})
        return True
    told.say(roster.pk, "undoing")
    undone: dict[str, Any] = dict(undoing.take_back(roster))
    _settle(roster, "taken_back", report=roster.report | {"undone": undone}, undone_at=timezone.now())
    record("roster.undone", roster, by=None, file=roster.name, **undone)
    return True


STEPS = {Status.CHECKING: check, Status.MERGING: merge, Status.UNDOING: undo}


def _doors_stand(roster: RosterImport) -> bool:
    """Whether all doorways are open and where they were; nobody moves them until we have written."""
    codes = list(roster.doors.exclude(place=None).values_list("place_id", flat=True).distinct())
    rows = Place.objects.filter(code__in=codes).order_by("code").select_for_update(no_key=True)
    found = list(rows.values_list("code", "closed_on"))
    return len(found) == len(codes) and all(
        closed is None and code.startswith(roster.place_id) for code, closed in found
    )


def _alone(code: str) -> bool:
    """Nobody else writes a roster here, above or below: shared locks on what it lies in, its own alone."""
    with connection.cursor() as cursor:
        for above in lineage(code)[:-1]:
            cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s, hashtext(%s))", [TREE, above])
            if not cursor.fetchone()[0]:
                return False
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [TREE, code])
        return bool(cursor.fetchone()[0])


def _tell(roster: RosterImport, what: str) -> None:
    notify(
        [roster.merged_by],
        key=f"roster:{roster.pk}:{what}",
        title=lambda: gettext("The roster “%(name)s” has been imported.") % {"name": roster.name},
        url=roster.get_absolute_url(),
        place=roster.place_id,
    )


@contextmanager
def local(name: str) -> Iterator[Path]:
    """The stored file as a file of this machine."""
    if not name or not default_storage.exists(name):
        raise Unreadable(_("The file has been deleted by now. Send it again."))
    yield Path(default_storage.path(name))


class Aside:
    """Tells how far a step is, on a connection of its own that commits at once."""

    def __init__(self) -> None:
        self.connection = connections["default"].copy()
        self.at = 0.0

    def tried(self, pk: int) -> int:
        sql = "UPDATE buildings_rosterimport SET attempts = attempts + 1 WHERE id = %s RETURNING attempts"
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [pk])
            row = cursor.fetchone()
        return int(row[0]) if row else 1

    def untried(self, pk: int) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("UPDATE buildings_rosterimport SET attempts = 0 WHERE id = %s", [pk])

    def say(self, pk: int, phase: str, done: int = 0, total: int = 0) -> None:
        if done and done != total and time.monotonic() - self.at < EVERY:
            return
        self.at = time.monotonic()
        sql = "UPDATE buildings_rosterimport SET phase = %s, done = %s, total = greatest(%s, total) WHERE id = %s"
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [phase, done, total, pk])


@contextmanager
def aside() -> Iterator[Aside]:
    made = Aside()
    try:
        yield made
    finally:
        made.connection.close()
