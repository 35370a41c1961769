"""Verbs of big committees: found and dissolve, seat and release, and what becomes of a pledge.

Whoever sends a form twice is answered as if once: by its key, or by the event that the first sending left.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.states import STAY, Refused
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ORGANISATION

from .models import (
    NAME,
    POSITION,
    STANDS_AT,
    UNIT,
    WHAT,
    WORDS,
    JointCommittee,
    JointMember,
    Pledge,
    PledgeEvent,
)
from .states import MACHINE, OPEN


def needed(text: str, sentence: str, most: int) -> str:
    """The text without blanks around it; Refused when nothing is left or when it is longer than its column."""
    text = text.strip()
    if not text:
        raise Refused(sentence)
    if len(text) > most:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": most})
    return text


def may(by: Any, where: Any) -> None:
    if not by.has_perm(KEEP_ORGANISATION, where):
        raise Refused(_("You do not have the right to do this here."))


@transaction.atomic
def found(place: Place, *, by: Any, name: str, founded_on: date) -> JointCommittee:
    """A street or a community has its big committee; one at a time."""
    place = Place.objects.hold(place.code)
    may(by, place)
    if len(place.code) not in STANDS_AT or not place.is_open:
        raise Refused(_("A big committee stands at a street or a community that is open."))
    if founded_on > timezone.localdate():
        raise Refused(_("The founding day cannot lie ahead."))
    name = needed(name, _("Enter the name of the committee."), NAME * 2)
    try:
        with transaction.atomic():  # of two at once the database lets one pass
            row = JointCommittee.objects.create(place=place, name=name, founded_on=founded_on)
    except IntegrityError as error:
        raise Refused(_("This place has a big committee already.")) from error
    record("joint.found", row, by=by)
    return row


@transaction.atomic
def dissolve(committee: JointCommittee, *, by: Any, reason: str) -> JointCommittee:
    """It ends today and releases its members; not while a pledge is open."""
    row = _lock(committee)
    may(by, row)
    _standing(row)
    reason = needed(reason, _("Say why it is dissolved."), 200)
    if row.pledges.filter(status__in=OPEN).exists():
        raise Refused(_("There are pledges whose end is not written down yet. Settle them first."))
    with saving(row):
        row.dissolved_on, row.reason = max(timezone.localdate(), row.founded_on), reason
    release_all(row)
    record("joint.dissolve", row, by=by, reason=redact(reason))
    return row


def release_all(row: JointCommittee) -> None:
    """Members of a committee that is no more; those whose term had not begun never begin."""
    today = timezone.localdate()
    seated = row.members.filter(until__isnull=True)
    seated.filter(since__gt=today).delete()
    seated.update(until=today)


@transaction.atomic
def seat(
    committee: JointCommittee,
    *,
    by: Any,
    key: uuid.UUID,
    unit: str,
    name: str,
    position: str = "",
    phone: str = "",
    since: date | None = None,
) -> JointMember:
    """Somebody of a unit is a part-time member from a day on."""
    row = _lock(committee)
    may(by, row)
    if known := JointMember.objects.filter(key=key).first():
        return _same(known, row)
    _standing(row)
    since = since or timezone.localdate()
    if since < row.founded_on:
        raise Refused(_("The committee was founded later than that."))
    member = row.members.create(
        key=key,
        unit=needed(unit, _("Enter the unit."), UNIT),
        name=needed(name, _("Enter the name."), NAME),
        position=position.strip()[:POSITION],
        phone=phone.strip()[:20],
        since=since,
    )
    record("joint.seat", member, by=by)
    return member


@transaction.atomic
def release(member: JointMember, *, by: Any) -> JointMember:
    """The seat ends today; again is once."""
    row = hold(JointMember.objects.all(), member, "committee")
    if row is None:
        raise Refused(_("This entry no longer exists."))
    may(by, row)
    if row.until is None:
        with saving(row):
            row.until = max(timezone.localdate(), row.since)
        record("joint.release", row, by=by)
    return row


@transaction.atomic
def pledge(
    committee: JointCommittee, *, by: Any, key: uuid.UUID, unit: str, kind: str, what: str, due_on: date
) -> Pledge:
    """A unit says what it gives and by when."""
    row = _lock(committee)
    may(by, row)
    if known := Pledge.objects.filter(key=key).first():
        return _same(known, row)
    _standing(row)
    today = timezone.localdate()
    if kind not in Pledge.Kind.values:
        raise Refused(_("Choose what is pledged."))
    if due_on < today:
        raise Refused(_("The day cannot lie behind us."))
    made = row.pledges.create(
        key=key,
        unit=needed(unit, _("Enter the unit."), UNIT),
        kind=kind,
        what=needed(what, _("Say what is pledged."), WHAT),
        pledged_on=today,
        due_on=due_on,
        by=by,
    )
    made.events.create(verb="pledge", actor=by)
    record("pledge.pledge", made, by=by)
    return made


@contextmanager
def step(pledge: Pledge, verb: str, *, by: Any, note: str = "", due_on: date | None = None) -> Iterator[Any]:
    """Lock, ask the table, let the caller change the row, write the event. Yields None for a second click."""
    with transaction.atomic():
        row = hold(Pledge.objects.all(), pledge, "committee")
        if row is None:
            raise Refused(_("This entry no longer exists."))
        if _done(row, verb, by, note, due_on):
            yield None
            return
        with saving(row):
            MACHINE.perform(row, verb, by=by)
            yield row
        PledgeEvent.objects.create(pledge=row, actor=by, verb=verb, note=note, due_on=due_on)
        record(f"pledge.{verb}", row, by=by, reason=redact(note)[:200])


def _done(row: Pledge, verb: str, by: Any, note: str, due_on: date | None) -> bool:
    """The last thing that happened is this very deed by this very person."""
    last = row.events.order_by("-pk").first()
    same = last and (last.verb, last.actor_id, last.note, last.due_on) == (verb, by.pk, note, due_on)
    return bool(same) and MACHINE[verb].target in (STAY, row.status)


def begin(pledge: Pledge, *, by: Any, note: str = "") -> Pledge:
    with step(pledge, "begin", by=by, note=note.strip()[:WORDS]) as row:
        pass
    return row or pledge


def report(pledge: Pledge, *, by: Any, note: str) -> Pledge:
    """How far it is; everybody reads it."""
    with step(pledge, "report", by=by, note=needed(note, _("Say how far it is."), WORDS)) as row:
        pass
    return row or pledge


def move(pledge: Pledge, *, by: Any, due_on: date, note: str) -> Pledge:
    """Another day, and why; the old ones stay to be read."""
    note = needed(note, _("Say why the day is moved; everybody reads it."), WORDS)
    with step(pledge, "move", by=by, note=note, due_on=due_on) as row:
        if row is not None:
            if due_on < timezone.localdate():
                raise Refused(_("The day cannot lie behind us."))
            if due_on == row.due_on:
                raise Refused(_("This is the day it is due already."))
            row.due_on = due_on
    return row or pledge


def keep(pledge: Pledge, *, by: Any, note: str) -> Pledge:
    """It was given: what came of it, in words that everybody reads."""
    return _end(pledge, "keep", by, needed(note, _("Say what came of it; everybody reads it."), WORDS))


def drop(pledge: Pledge, *, by: Any, note: str) -> Pledge:
    """Nothing comes of it, and why."""
    return _end(
        pledge, "drop", by, needed(note, _("Say why nothing comes of it; everybody reads it."), WORDS)
    )


def _end(pledge: Pledge, verb: str, by: Any, words: str) -> Pledge:
    with step(pledge, verb, by=by, note=words) as row:
        if row is not None:
            row.outcome, row.ended_on = words, timezone.localdate()
    return row or pledge


ACTIONS: dict[str, Callable[..., Pledge]] = {
    "begin": begin, "report": report, "move": move, "keep": keep, "drop": drop,
}  # fmt: skip


def _lock(committee: JointCommittee) -> JointCommittee:
    row: JointCommittee | None = hold(JointCommittee.objects.all(), committee, "place")
    if row is None:
        raise Refused(_("This entry no longer exists."))
    return row


def _standing(row: JointCommittee) -> None:
    if not row.is_open:
        raise Refused(_("This committee has been dissolved."))


def _same(known: Any, row: JointCommittee) -> Any:
    """What the same form made before; a key that belongs elsewhere makes nothing."""
    if known.committee_id != row.pk:
        raise Refused(_("This form belongs to somebody else. Please begin a new one."))
    return known
