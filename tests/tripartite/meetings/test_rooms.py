"""Rooms to meet in."""

import pytest

from beihu.states import Refused
from buildings.places import actions as places
from tests.make import make_meeting
from tripartite.meetings import actions, rooms
from tripartite.meetings.models import Room

from .conftest import at

pytestmark = pytest.mark.django_db


def test_room_is_opened_by_who_may_call_there(we):
    room = actions.open_room(by=we.worker, place=we.community, name=" 活动室 ", seats=30)
    assert (room.name, room.seats, room.place) == ("活动室", 30, we.community)


@pytest.mark.parametrize(("who", "name"), [("liaison", "活动室"), ("resident", "活动室"), ("worker", " ")])
def test_room_is_refused(we, who, name):
    with pytest.raises(Refused):
        actions.open_room(by=we.people[who], place=we.community, name=name)
    assert Room.objects.count() == 0


def test_room_of_the_same_name_is_refused(we, room):
    with pytest.raises(Refused):
        actions.open_room(by=we.worker, place=we.community, name=room.name)


def test_room_is_closed_once_nothing_is_to_take_place_there(we, room):
    meeting = make_meeting(place=we.compound, organiser=we.liaison, room=room)
    with pytest.raises(Refused, match=meeting.title):
        actions.close_room(room, by=we.worker)
    actions.cancel(meeting, by=we.worker, reason="停电")
    for _ in range(2):
        closed = actions.close_room(room, by=we.worker)
    assert closed.closed_on is not None
    assert list(rooms.rooms_for(we.compound)) == []


def test_rooms_of_the_place_come_before_those_above_it_and_none_from_next_door(we, they, room):
    own = Room.objects.create(place=we.compound, name="凉亭")
    Room.objects.create(place=they.community, name="别处")
    Room.objects.create(place=we.old_compound, name="别处")
    assert list(rooms.rooms_for(we.compound)) == [own, room]


def test_free_rooms_are_those_nobody_has_booked(we, room):
    other = Room.objects.create(place=we.compound, name="凉亭")
    make_meeting(place=we.compound, organiser=we.liaison, room=room, starts_at=at(5))
    assert rooms.free([room, other], at(5, 20), at(5, 22)) == [other]
    assert rooms.free([room, other], at(5, 21), at(5, 22)) == [room, other]


def test_place_with_coming_meetings_cannot_close(we, called):
    with pytest.raises(Refused):
        places.close_place(we.compound, by=we.officer, reason="拆迁")


def test_merging_places_tells_rooms_of_one_name_apart(we):
    from tripartite.meetings.panels import tell_rooms_apart

    for place in (we.compound, we.old_compound):
        Room.objects.create(place=place, name="活动室")
    tell_rooms_apart(we.old_compound, we.compound, we.officer)
    names = list(Room.objects.order_by("place").values_list("name", flat=True))
    assert names == ["活动室", f"活动室 ({we.old_compound.code})"]
