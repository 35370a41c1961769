"""Changing a line that has been captured, and putting two lines together that say the same.

A line's revision is the moment of its last change. Whoever changes it says which revision they had before them;
when there is a newer one that says something else, nothing is overwritten: `Overtaken` carries the row as it is.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.models import Place

from ..capturing import lock_talk, may_write, tidy, where
from ..models import TEXT, Matter, Talk
from ..states import DEEDS, MACHINE, Status

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Line(NamedTuple):
    """What a note-taker writes of one matter."""

    text: str
    who: str
    place: Place | None
    category: str
    mark: str
    answer: str


class Overtaken(Refused):
    """Somebody else has changed this line meanwhile, into something else."""

    def __init__(self, row: Matter):
        super().__init__(_("Somebody else has changed this line in the meantime."))
        self.row = row


def revision_of(matter: Matter) -> int:
    """Microseconds since 1970: exact in a browser's numbers, and never 0."""
    return (matter.changed_at - EPOCH) // timedelta(microseconds=1)


def rewrite(matter: Matter, line: Line, *, by: User, base: int) -> Matter:
    """Other words, another doorway, another mark. The same as it is already: nothing happens."""
    with transaction.atomic():
        row = _locked(matter, by)
        wanted = _wanted(row, line)
        changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
        if not changed:
            return row
        if base != revision_of(row):
            raise Overtaken(row)
        DEEDS.perform(row, "rewrite", by=by)
        for name, value in changed.items():
            setattr(row, name, value)
        row.changed_at = now = timezone.now()
        if row.mark == Matter.Mark.SPOT and row.outcome:
            MACHINE.perform(row, "answer_there", by=by)
            row.settled_at, row.settled_by = now, by
        row.save(update_fields=[*changed, "status", "settled_at", "settled_by", "changed_at"])
        record("matter.rewrite", row, by=by, fields=sorted(changed))
    return row


def merge(matter: Matter, into: Matter, *, by: User) -> Matter:
    """Said twice: it lives on in the other line, and takes along what had been merged into it. Twice is once."""
    with transaction.atomic():
        row = _locked(matter, by)
        target = row.talk.matters.select_for_update().filter(pk=into.pk).first()
        target = target.merged_into if target and target.merged_into else target
        if target is None or row.pk in (target.pk, into.pk):
            raise Refused(_("The other line is not here any more. Choose again."))
        if row.merged_into_id == target.pk:
            return row
        if row.status == Status.MERGED:
            row = part(row, by=by)
        others = list(row.merged.select_for_update())
        for other in others:
            part(other, by=by)
        MACHINE.perform(row, "merge", by=by)
        row.merged_into, row.changed_at = target, timezone.now()
        row.save(update_fields=["status", "merged_into", "changed_at"])
        record("matter.merge", row, by=by, into=target.number)
        for other in others:
            merge(other, target, by=by)
    return row


def part(matter: Matter, *, by: User) -> Matter:
    """Take it out of the other line again."""
    with transaction.atomic():
        row = _locked(matter, by)
        if row.status != Status.MERGED:
            return row
        MACHINE.perform(row, "part", by=by)
        row.merged_into, row.changed_at = None, timezone.now()
        row.save(update_fields=["status", "merged_into", "changed_at"])
        record("matter.part", row, by=by)
    return row


def _locked(matter: Matter, by: User) -> Matter:
    """The line as it is now; its talk first, as every verb of the wall does."""
    talk: Talk = lock_talk(matter.talk)
    may_write(talk, by)
    rows = Matter.objects.select_for_update(of=("self",)).select_related("place", "captured_by")
    row: Matter | None = rows.filter(pk=matter.pk).first()
    if row is None:
        raise Refused(_("This line is not here any more."))
    row.talk = talk
    return row


def _wanted(row: Matter, line: Line) -> dict[str, Any]:
    spot = line.mark == Matter.Mark.SPOT
    return {
        "text": tidy(line.text),
        "speaker_name": " ".join(line.who.split())[:60],
        "place": where(row.talk, line.place),
        "category": line.category,
        "mark": line.mark,
        "outcome": line.answer.strip()[:TEXT] if spot else row.outcome,
    }
