"""From the draft to the call, and what may come between: changed, moved, cancelled, repeated."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.locks import hold
from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING
from tripartite.issues.models import Issue
from tripartite.parties.models import Party

from . import agenda, guests, proposals, reminders
from .deeds import deed, lock
from .models import Meeting, Room
from .rooms import booking
from .states import Status

NOTICE_DAYS = 3  # between the day of the call and the day of the meeting
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=12)
AHEAD = timedelta(days=366)
CHANGED = (
    "title",
    "kind",
    "party",
    "organiser",
    "secretary",
    "chair",
    "is_public",
    "note",
)  # besides time and room


def notice_is_short(meeting: Meeting) -> bool:
    """Fewer days than usual from today to its day; the day of the call is not counted (Civil Code art. 201)."""
    return (timezone.localdate(meeting.starts_at) - timezone.localdate()).days < NOTICE_DAYS


def check_time(start: datetime, end: datetime) -> None:
    """Times people can have meant."""
    now = timezone.now()
    if not now < start <= now + AHEAD:
        raise Refused(_("Choose a time that is still to come, within a year."))
    if end <= start:
        raise Refused(_("The meeting must end after it begins."))
    if not SHORTEST <= end - start <= LONGEST:
        raise Refused(_("A meeting lasts between ten minutes and twelve hours."))


def draft(
    *,
    by: User,
    place: Place,
    kind: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    uid: uuid.UUID | None = None,
    room: Room | None = None,
    bodies: Iterable[Party] = (),
    issue: Issue | None = None,
    **more: Any,
) -> Meeting:
    """Begin to prepare one. `uid` is the form's own key: sent twice, it is one meeting."""
    if not by.has_perm(CALL_MEETING, place):
        raise Refused(_("You do not have the right to do this here."))
    if kind not in Meeting.Kind.values or not title.strip():
        raise Refused(_("Please say what kind of meeting it is, and give it a title."))
    check_time(starts_at, ends_at)
    uid = uid or uuid.uuid4()
    more = {name: value for name, value in more.items() if name in CHANGED or name == "spot"}
    more["organiser"] = _organiser(more.get("organiser") or by, place)
    with transaction.atomic():
        if made := _made_already(uid, by):
            return made
        held = Place.objects.hold(place.code)
        with booking(room, starts_at, ends_at, place=held):
            meeting = Meeting.objects.create(
                uid=uid,
                place=held,
                kind=kind,
                title=title.strip(),
                room=room,
                starts_at=starts_at,
                ends_at=ends_at,
                **more,
            )
        record("meeting.draft", meeting, by=by, kind=kind, uid=str(uid))
        for party in bodies:
            guests.invite_body(meeting, party, by=by)
        if issue is not None:
            agenda.take(meeting, f"issue:{issue.pk}", by=by)
        agenda.carry(meeting)
    return meeting


def _made_already(uid: uuid.UUID, by: User) -> Meeting | None:
    """The meeting an earlier click made: only for whoever may call it, so that a foreign key opens nothing."""
    hold(f"meeting:{uid}")
    found = Meeting.objects.select_related("place").filter(uid=uid).first()
    if found is not None and not by.has_perm(CALL_MEETING, found):
        raise Refused(_("You do not have the right to do this here."))
    return found


def _organiser(person: User, place: Place) -> User:
    if not person.is_active or not person.has_perm(CALL_MEETING, place):
        raise Refused(_("%(person)s cannot call meetings here.") % {"person": person.name})
    return person


def change(
    meeting: Meeting,
    *,
    by: User,
    starts_at: datetime,
    ends_at: datetime,
    room: Room | None = None,
    spot: str = "",
    **facts: Any,
) -> Meeting:
    """Anything about a draft."""
    check_time(starts_at, ends_at)
    with (
        booking(room, starts_at, ends_at, place=meeting.place, meeting=meeting),
        deed(meeting, "change", by=by) as row,
    ):
        agenda.check_fits(row, starts_at, ends_at)
        row.starts_at, row.ends_at, row.room, row.spot = starts_at, ends_at, room, spot.strip()
        for name in CHANGED:
            if name in facts:
                setattr(row, name, facts[name])
        row.title = row.title.strip()
        if not row.title or row.kind not in Meeting.Kind.values:
            raise Refused(_("Please say what kind of meeting it is, and give it a title."))
        _organiser(row.organiser, row.place)
        _keep_reminders(row)
    return row


def call(meeting: Meeting, *, by: User, short_notice: str = "") -> Meeting:
    """Announce it: everybody invited is told, reminders run. Less than three days ahead it needs a reason."""
    with deed(meeting, "call", by=by, reason=short_notice) as row:
        if notice_is_short(row):
            row.short_notice = short_notice.strip()
            if not row.short_notice:
                raise Refused(
                    _("It is less than %(days)s days to the meeting: please say why the notice is short.")
                    % {"days": NOTICE_DAYS}
                )
        else:
            row.short_notice = ""
        row.called_at = timezone.now()
        wanted = list(row.reminders.values_list("minutes_before", flat=True))
        row.reminders.all().delete()
        reminders.set_reminders(row, wanted or reminders.DEFAULT)
        guests.invite_makers(row)
        reminders.announce(row, "called")
    return row


def move(
    meeting: Meeting,
    *,
    by: User,
    starts_at: datetime,
    ends_at: datetime,
    room: Room | None = None,
    spot: str = "",
    reason: str = "",
) -> Meeting:
    """Another time or another room: everybody is told again, and asked again when the time has changed."""
    check_time(starts_at, ends_at)
    spot = spot.strip()
    with booking(room, starts_at, ends_at, place=meeting.place, meeting=meeting):
        row = lock(meeting)
        if (row.starts_at, row.ends_at, row.room, row.spot) == (starts_at, ends_at, room, spot):
            return row  # a second click, or nothing to do
        before = row.starts_at
        with deed(meeting, "move", by=by, reason=reason, was=before.isoformat(), room=row.room_id) as row:
            agenda.check_fits(row, starts_at, ends_at)
            if row.starts_at != starts_at or row.ends_at != ends_at:
                guests.ask_again(row)
            row.starts_at, row.ends_at, row.room, row.spot = starts_at, ends_at, room, spot
            row.version += 1
            row.sequence += 1
            row.moved_at = timezone.now()
            _keep_reminders(row)
            reminders.announce(row, "moved", was=before)
    return row


def cancel(meeting: Meeting, *, by: User, reason: str) -> Meeting:
    """It will not take place. Those who had been called are told why."""
    if not reason.strip():
        raise Refused(_("Please say why it is cancelled: everybody invited reads it."))
    with deed(meeting, "cancel", by=by, reason=reason) as row:
        row.cancel_reason = reason.strip()[:300]
        row.cancelled_at = timezone.now()
        row.sequence += 1
        if row.called_at is not None:
            reminders.announce(row, "cancelled")
        for item in row.items.exclude(source="").order_by("pk"):
            proposals.tell_dropped(item, by)
    return row


def remind(meeting: Meeting, *, by: User, minutes_before: Iterable[int]) -> Meeting:
    """When those invited are reminded: up to five times."""
    wanted = set(minutes_before)
    if len(wanted) > reminders.MOST:
        raise Refused(_("Choose %(most)s reminders at most.") % {"most": reminders.MOST})
    if any(not 5 <= minutes <= 31 * 24 * 60 for minutes in wanted):
        raise Refused(_("A reminder comes between five minutes and a month before the meeting."))
    with deed(meeting, "remind", by=by, minutes=sorted(wanted)) as row:
        reminders.set_reminders(row, wanted)
    return row


def repeat(meeting: Meeting, *, by: User, starts_at: datetime, ends_at: datetime, **more: Any) -> Meeting:
    """The next one of its kind: same people and place, an agenda of its own."""
    with transaction.atomic():
        with deed(meeting, "repeat", by=by) as row:
            pass
        given = {
            "title": row.title,
            "room": row.room,
            "spot": row.spot,
            "party": row.party,
            "secretary": row.secretary,
            "chair": row.chair,
            "is_public": row.is_public,
            "note": "",
        }
        bodies = [body.party for body in row.bodies.select_related("party").order_by("pk")]
        organiser = row.organiser if _may_still(row.organiser, row.place) else by
        copy = draft(
            by=by, place=row.place, kind=row.kind, starts_at=starts_at, ends_at=ends_at, organiser=organiser,
            bodies=[party for party in bodies if guests.is_seated(party)], **(given | more),
        )  # fmt: skip
        guests.copy_single(row, copy)
        reminders.set_reminders(
            copy, list(row.reminders.values_list("minutes_before", flat=True)) or reminders.DEFAULT
        )
    return copy


def _may_still(person: User, place: Place) -> bool:
    return person.is_active and person.has_perm(CALL_MEETING, place)


def _keep_reminders(row: Meeting) -> None:
    """The same reminders, by the new time."""
    wanted = list(row.reminders.values_list("minutes_before", flat=True))
    if wanted or row.status == Status.CALLED:
        reminders.set_reminders(row, wanted)
