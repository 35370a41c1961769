"""Two communities, and bulletins in every state."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Household, Membership
from forums.bulletins.models import Bulletin
from tests import cast
from tests.make import make_bulletin

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=timezone.get_fixed_timezone(480))  # a Wednesday
SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 15)


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def they(db):
    return cast.next_door()


@pytest.fixture
def bulletin(we):
    """Ours, as it would stand in a state."""

    def make(status: str = "draft", **over: Any) -> Bulletin:
        return make_bulletin(**{"place": we.community, "status": status, "by": we.worker} | over)

    return make


@pytest.fixture
def resident_of(we):
    """A verified resident of a doorway, by a number of their own."""

    def make(number: int, place=None, **over: Any) -> User:
        facts = {"phone": f"+861390001{number:04d}", "name": f"居民{number}"} | over
        user = User.objects.create_user(**facts)
        home, _new = Household.objects.get_or_create(place=place or we.doorway, room=f"9{number:03d}")
        Membership.objects.create(user=user, household=home, relation="owner", verified_at=timezone.now())
        return user

    return make
