"""What every verb of a repair has in common: the row is locked, the table asked, the event and the log written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.states import Refused

from .models import Repair, RepairEvent
from .states import MACHINE


@dataclass
class Step:
    """One verb being done: change `row` inside the block; `verb` where the deed turned out to be another."""

    row: Repair
    verb: str
    note: str


def lock(repair: Repair) -> Repair:
    row: Repair | None = hold(Repair.objects.all(), repair, "place")
    if row is None:
        raise Refused(_("This entry no longer exists."))
    return row


@contextmanager
def step(repair: Repair, verb: str, *, by: Any, note: str = "") -> Iterator[Step]:
    with transaction.atomic():
        row = lock(repair)
        s = Step(row, verb, note.strip())
        with saving(row):
            MACHINE.check(row, verb, by)
            yield s
            MACHINE.perform(row, s.verb, by=by if s.verb == verb else None)
        written(row, s.verb, by=by, note=s.note)


def written(row: Repair, verb: str, *, by: Any, note: str = "") -> None:
    RepairEvent.objects.create(repair=row, actor=by, verb=verb, note=note)
    record(f"repair.{verb}", row, by=by)
