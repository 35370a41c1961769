"""Rooms that can be booked, and who or what cannot be in two places at once.

A room is refused when it is taken, in words that name the other meeting; the EXCLUDE constraint stands behind
that. A person invited to two meetings at once is only warned about.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.codes import lineage
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING, VIEW_MEETING

from .models import Invitation, Meeting, Room
from .states import COMING, Status

TAKEN = "meeting_room_once"
SHOWN = 50  # clashes named on a page


class Clash(NamedTuple):
    """Somebody who is asked to be in two places. `title` only where the reader may see that meeting."""

    name: str
    title: str
    starts_at: datetime
    ends_at: datetime


def rooms_for(place: Place) -> QuerySet[Room]:
    """What can be booked for a meeting of this place: its own rooms and those of the places it lies in."""
    found = Room.objects.filter(place_id__in=lineage(place.code), closed_on__isnull=True)
    return found.order_by("-place_id", "name")


def open_room(*, by: User, place: Place, name: str, seats: int | None = None) -> Room:
    """A room more to meet in."""
    if not by.has_perm(CALL_MEETING, place):
        raise Refused(_("You do not have the right to do this here."))
    name = name.strip()
    if not name:
        raise Refused(_("Please give the room a name."))
    try:
        with transaction.atomic():
            held = Place.objects.hold(place.code)
            room = Room.objects.create(place=held, name=name, seats=seats)
            record("room.open", room, by=by, name=name)
    except IntegrityError:
        raise Refused(_("There is a room of this name here already.")) from None
    return room


def close_room(room: Room, *, by: User) -> Room:
    """It can no longer be booked. What is still to take place there must be moved first."""
    with transaction.atomic():
        row = _lock(room)
        if not by.has_perm(CALL_MEETING, row.place):
            raise Refused(_("You do not have the right to do this here."))
        if row.closed_on is not None:
            return row
        if coming := row.meetings.filter(status__in=COMING, ends_at__gt=timezone.now()).first():
            raise Refused(
                _("%(meeting)s is still to take place there: move it first.") % {"meeting": _named(coming)}
            )
        row.closed_on = timezone.localdate()
        row.save(update_fields=["closed_on"])
        record("room.close", row, by=by)
    return row


@contextmanager
def booking(
    room: Room | None, start: datetime, end: datetime, *, place: Place, meeting: Meeting | None = None
) -> Iterator[None]:
    """Around the write that books a room: whoever comes second reads what takes place there.

    The room is held first, so that two who book it at once wait for each other instead of blocking each other.
    """
    try:
        with transaction.atomic():
            if room is not None:
                _check(_lock(room), start, end, place, meeting)
            yield
    except IntegrityError as error:
        if room is None or TAKEN not in str(error):
            raise
        raise Refused(_taken(room, start, end, meeting)) from None


def _check(room: Room, start: datetime, end: datetime, place: Place, meeting: Meeting | None) -> None:
    if room.closed_on is not None or room.place_id not in lineage(place.code):
        raise Refused(_("%(room)s cannot be booked for this place.") % {"room": room.name})
    if booked_by(room, start, end, without=meeting):
        raise Refused(_taken(room, start, end, meeting))


def booked_by(
    room: Room, start: datetime, end: datetime, *, without: Meeting | None = None
) -> Meeting | None:
    """What takes place in the room within this time."""
    found = overlapping(start, end).filter(room=room)
    return (found.exclude(pk=without.pk) if without else found).order_by("starts_at").first()


def overlapping(start: datetime, end: datetime) -> QuerySet[Meeting]:
    """Meetings, also past ones, that are not cancelled and share a moment with this time."""
    return Meeting.objects.exclude(status=Status.CANCELLED).filter(starts_at__lt=end, ends_at__gt=start)


def _taken(room: Room, start: datetime, end: datetime, meeting: Meeting | None) -> str:
    other = booked_by(room, start, end, without=meeting)
    words = _("%(room)s is taken at that time by %(meeting)s. Choose another room or another time.")
    return words % {"room": room.name, "meeting": _named(other) if other else _("another meeting")}


def _named(meeting: Meeting) -> str:
    begin, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return f"{meeting.title} ({date_format(begin, 'DATETIME_FORMAT')}–{date_format(end, 'TIME_FORMAT')})"


def _lock(room: Room) -> Room:
    return Room.objects.select_for_update(of=("self",)).select_related("place").get(pk=room.pk)


def clashes(meeting: Meeting, *, reader: Any) -> list[Clash]:
    """Who is invited to this meeting and to another one at the same time: one query."""
    if meeting.status not in COMING:
        return []
    there = Q(
        meeting__status__in=COMING,
        meeting__starts_at__lt=meeting.ends_at,
        meeting__ends_at__gt=meeting.starts_at,
    )
    people = meeting.invitations.filter(user__isnull=False).values("user")
    found = Invitation.objects.filter(there, user__in=people).exclude(meeting=meeting)
    seen = Q(meeting__in=Meeting.objects.visible_to(reader, VIEW_MEETING).values("pk"))
    rows = found.exclude(answer=Invitation.Answer.DECLINED).order_by("meeting__starts_at", "pk")
    is_open = Case(When(seen, then=Value(True)), default=Value(False), output_field=BooleanField())
    fields = ("user__name", "meeting__title", "meeting__starts_at", "meeting__ends_at")
    return [
        Clash(name, title if is_seen else "", start, end)
        for name, title, start, end, is_seen in rows.annotate(is_seen=is_open).values_list(
            *fields, "is_seen"
        )[:SHOWN]
    ]


def free(rooms: Iterable[Room], start: datetime, end: datetime) -> list[Room]:
    """Which of these rooms nobody has booked for this time: one query."""
    rooms = list(rooms)
    taken = set(overlapping(start, end).filter(room__in=rooms).values_list("room", flat=True))
    return [room for room in rooms if room.pk not in taken]
