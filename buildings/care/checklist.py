"""Verbs of monthly duties: set and end one, tick off one's own, untick, excuse; and log a group's meeting."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.states import Refused
from buildings.party.models import PartyOrganisation
from buildings.places.models import Place
from buildings.posts.roles import KEEP_CARE

from .making import make
from .monthly import NOTE, STANDS_AT, TITLE, TOPICS, Duty, DutyTask, GroupMeeting, Holder
from .months import today
from .states import TASKS, Task

USUAL = (  # the article's: visit, post, report
    (Holder.GROUP_LEADER, Duty.Kind.NOTICES, 5),
    (Holder.CENTRE, Duty.Kind.VISIT, 25),
    (Holder.FAMILY, Duty.Kind.VISIT, 25),
    (Holder.GROUP_LEADER, Duty.Kind.VISIT, 25),
    (Holder.GROUP_LEADER, Duty.Kind.MEETING, 28),
    (Holder.GROUP_LEADER, Duty.Kind.REPORT, 31),
)
BACK = timedelta(days=62)  # how long after it a meeting may be written down


@transaction.atomic
def set_duty(
    place: Place, *, by: Any, key: uuid.UUID, holder: str, kind: str, day: int, title: str = ""
) -> Duty:
    """A role does something every month, from this month on where its day still lies ahead."""
    place = _place(place, by)
    if known := Duty.objects.filter(key=key).first():
        if known.place_id != place.pk:
            raise Refused(_("This form belongs to somebody else. Please begin a new one."))
        return known
    title = " ".join(title.split())
    if holder not in Holder.values or kind not in Duty.Kind.values or not 1 <= day <= 31:
        raise Refused(_("Choose who does what, and by which day."))
    if len(title) > TITLE or (kind == Duty.Kind.OTHER and not title):
        raise Refused(_("Say in a few words what is to be done."))
    try:
        with transaction.atomic():
            duty = Duty.objects.create(
                place=place, key=key, holder=holder, kind=kind, day=day, title=title, set_by=by
            )
    except IntegrityError as error:
        raise Refused(_("This duty is set here already.")) from error
    make(duty, today())
    record("duty.set", duty, by=by)
    return duty


@transaction.atomic
def set_usual(place: Place, *, by: Any) -> list[Duty]:
    """The usual duties that are not set here yet."""
    place = _place(place, by)
    known = set(Duty.objects.open().filter(place=place, title="").values_list("holder", "kind"))
    return [
        set_duty(place, by=by, key=uuid.uuid4(), holder=holder, kind=kind, day=day)
        for holder, kind, day in USUAL
        if (holder.value, kind.value) not in known
    ]


def _place(place: Place, by: Any) -> Place:
    place = Place.objects.hold(place.code)
    if not by.has_perm(KEEP_CARE, place):
        raise Refused(_("You do not have the right to do this here."))
    if len(place.code) not in STANDS_AT or not place.is_open:
        raise Refused(_("Duties are set for a street or a community that is open."))
    return place


@transaction.atomic
def end_duty(duty: Duty, *, by: Any) -> Duty:
    """Nobody has to do it any more; what is still open of it goes, what was done stays."""
    row: Duty | None = hold(Duty.objects.all(), duty, "place")
    if row is None:
        raise Refused(_("This entry no longer exists."))
    if not by.has_perm(KEEP_CARE, row):
        raise Refused(_("You do not have the right to do this here."))
    if row.ended_on is None:
        with saving(row):
            row.ended_on = max(today(), row.set_on)
        row.tasks.todo().delete()
        record("duty.end", row, by=by)
    return row


@contextmanager
def step(task: DutyTask, verb: str, *, by: Any) -> Iterator[DutyTask]:
    with transaction.atomic():
        row = hold(DutyTask.objects.all(), task, "duty", "place")
        if row is None:
            raise Refused(_("This entry no longer exists."))
        with saving(row):
            TASKS.perform(row, verb, by=by)
            yield row


def tick(task: DutyTask, *, by: Any, note: str = "") -> DutyTask:
    """Done. A report says how things stand; a second click is once."""
    note = _fit(note, NOTE)
    if _is(task, Task.DONE, by):
        return task
    with step(task, "tick", by=by) as row:
        if row.duty.kind == Duty.Kind.REPORT and not note:
            raise Refused(_("Please say how things stand."))
        row.note, row.settled_at, row.settled_by = note, timezone.now(), by
    return row


def untick(task: DutyTask, *, by: Any) -> DutyTask:
    with step(task, "untick", by=by) as row:
        row.settled_at = row.settled_by = None
    return row


def excuse(task: DutyTask, *, by: Any, note: str) -> DutyTask:
    """Somebody is ill or away: whoever keeps the place says why it is let go."""
    note = _fit(note, NOTE)
    if not note:
        raise Refused(_("Say why."))
    with step(task, "excuse", by=by) as row:
        row.note, row.settled_at, row.settled_by = note, timezone.now(), by
        record("duty.excuse", row, by=by, reason=redact(note))
    return row


def _is(task: DutyTask, status: str, by: Any) -> bool:
    return DutyTask.objects.filter(pk=task.pk, status=status, settled_by=by, user=by).exists()


@transaction.atomic
def log_meeting(
    organisation: PartyOrganisation,
    *,
    by: Any,
    key: uuid.UUID,
    held_on: date,
    present: int,
    topics: str,
    next_steps: str = "",
) -> GroupMeeting:
    """A building group met."""
    organisation = PartyOrganisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if not by.has_perm(KEEP_CARE, organisation):
        raise Refused(_("You do not have the right to do this here."))
    if known := GroupMeeting.objects.filter(key=key).first():
        if known.organisation_id != organisation.pk:
            raise Refused(_("This form belongs to somebody else. Please begin a new one."))
        return known
    if not today() - BACK <= held_on <= today():
        raise Refused(_("The day of a meeting is today or lies in the last two months."))
    if not 1 <= present <= 500:
        raise Refused(_("Enter how many came."))
    topics, next_steps = _fit(topics, TOPICS), _fit(next_steps, TOPICS // 2)
    if not topics:
        raise Refused(_("Say what it was about."))
    row = GroupMeeting.objects.create(
        organisation=organisation, key=key, held_on=held_on, present=present, topics=topics, next_steps=next_steps, by=by
    )  # fmt: skip
    record("group_meeting.log", row, by=by)
    return row


def _fit(text: str, most: int) -> str:
    text = text.strip()
    if len(text) > most:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": most})
    return text


ACTIONS = {"tick": tick, "untick": untick, "excuse": excuse}
