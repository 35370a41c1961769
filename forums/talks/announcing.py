"""From the topic to the announcement. Time, room, guests, reminders, moving and cancelling are the meeting's own verbs."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING
from tripartite.meetings import actions as meetings
from tripartite.meetings.models import Meeting, Room
from tripartite.meetings.states import COMING
from tripartite.meetings.states import Status as MeetingStatus
from tripartite.parties.models import Party

from .capturing import lock_talk
from .models import InvitedPlace, Series, Talk

MOST_DOORWAYS = 200
CAPACITY = 2000
HOLD = "SELECT * FROM buildings_place WHERE code = ANY(%(codes)s) ORDER BY code FOR KEY SHARE"


def announce(
    *,
    by: User,
    place: Place,
    topic: str,
    starts_at: datetime,
    ends_at: datetime,
    uid: uuid.UUID | None = None,
    room: Room | None = None,
    spot: str = "",
    bodies: Iterable[Party] = (),
    people: Iterable[User] = (),
    doorways: Iterable[Place] = (),
    signs_up: bool = True,
    capacity: int | None = None,
    short_notice: str = "",
    series: Series | None = None,
    series_day: date | None = None,
    **more: Any,
) -> Talk:
    """A talk, called at once: those invited are told and reminded like those of any meeting. `uid` is the form's own key."""
    if not Level.COMMUNITY <= len(place.code) <= Level.COMPOUND:
        raise Refused(_("A talk is held in a community or in one of its compounds."))
    with transaction.atomic():
        meeting = meetings.draft(
            by=by, uid=uid, place=place, kind=Meeting.Kind.TALK, title=topic, starts_at=starts_at, ends_at=ends_at,
            room=room, spot=spot.strip(), bodies=bodies, is_public=True, **more,
        )  # fmt: skip
        if meeting.kind != Meeting.Kind.TALK:
            raise Refused(_("This form has been used for another meeting."))
        if known := Talk.objects.select_related("meeting__place").filter(meeting=meeting).first():
            return known
        talk = Talk.objects.create(
            meeting=meeting,
            signs_up=signs_up,
            capacity=_capacity(capacity),
            series=series,
            series_day=series_day,
        )
        _invite(talk, doorways)
        for person in people:
            meetings.invite_person(meeting, person, by=by)
        talk.meeting = meetings.call(meeting, by=by, short_notice=short_notice)
        record("talk.announce", talk, by=by, series=series.pk if series else None)
    return talk


def change(
    talk: Talk,
    *,
    by: User,
    doorways: Iterable[Place] = (),
    signs_up: bool = True,
    capacity: int | None = None,
) -> Talk:
    """Whose doorways are asked, and whether people sign up; the meeting's own page moves it."""
    with transaction.atomic():
        row = lock_talk(talk)
        if not by.has_perm(CALL_MEETING, row.meeting):
            raise Refused(_("You do not have the right to do this here."))
        if row.meeting.status not in COMING:
            raise Refused(_("It has taken place, or does not take place: nothing can be changed any more."))
        row.signs_up, row.capacity = signs_up, _capacity(capacity)
        row.save(update_fields=["signs_up", "capacity"])
        row.invited.all().delete()
        _invite(row, doorways)
        record("talk.change", row, by=by)
    return row


def is_open(talk: Talk) -> bool:
    """Announced, and still to come."""
    return talk.meeting.status == MeetingStatus.CALLED and not talk.meeting.has_begun


def _capacity(given: int | None) -> int | None:
    if given is not None and not 1 <= given <= CAPACITY:
        raise Refused(_("This cannot be a number of people."))
    return given


def _invite(talk: Talk, doorways: Iterable[Place]) -> None:
    """Doorways and buildings of the talk's place, held so that none is moved away meanwhile."""
    wanted = {one.code: one for one in doorways}
    if len(wanted) > MOST_DOORWAYS:
        raise Refused(_("Choose %(most)s doorways at most.") % {"most": MOST_DOORWAYS})
    if any(not code.startswith(talk.meeting.place_id) or one.closed_on for code, one in wanted.items()):
        raise Refused(_("Choose doorways of the place the talk is for."))
    held = Place.objects.raw(HOLD, {"codes": sorted(wanted)}) if wanted else []
    InvitedPlace.objects.bulk_create([InvitedPlace(talk=talk, place=one) for one in held])
