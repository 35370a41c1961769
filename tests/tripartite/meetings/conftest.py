from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from tests.cast import Neighbourhood, here, next_door
from tests.make import make_meeting
from tripartite.meetings.models import Meeting, Room
from tripartite.meetings.states import Status


@pytest.fixture
def we(db: None) -> Neighbourhood:
    """The people and places of the community the tests live in."""
    return here()


@pytest.fixture
def they(db: None) -> Neighbourhood:
    """The same next door, in the neighbouring street."""
    return next_door()


@pytest.fixture
def room(we) -> Room:
    return Room.objects.create(place=we.community, name="活动室", seats=40)


@pytest.fixture
def drafted(we) -> Meeting:
    """A draft that could be called: one matter, one body with its people."""
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status=Status.DRAFT)
    meeting.items.create(position=1, title="水泵", minutes=20)
    meeting.bodies.create(party=we.company)
    meeting.invitations.create(user=we.property_staff, party=we.company)
    return meeting


@pytest.fixture
def called(we) -> Meeting:
    """Called, with the resident and the company invited."""
    meeting = make_meeting(place=we.compound, organiser=we.liaison)
    meeting.items.create(position=1, title="水泵", minutes=20)
    meeting.bodies.create(party=we.company)
    meeting.invitations.create(user=we.property_staff, party=we.company)
    meeting.invitations.create(user=we.resident)
    return meeting


def at(days: int, hour: int = 19, minute: int = 0) -> datetime:
    """So many days from today, by the portal's clock."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())
