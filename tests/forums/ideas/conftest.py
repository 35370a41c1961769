"""People of two communities, neighbours by number, and ideas as they would stand in a state."""

from typing import Any

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Household, Membership
from forums.ideas.models import Idea
from tests import cast
from tests.make import make_idea


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def they(db):
    return cast.next_door()


@pytest.fixture
def resident_of(we):
    """A verified resident of a doorway, by a number of their own."""

    def make(number: int, place=None, **over: Any) -> User:
        user = User.objects.create_user(phone=f"+861390001{number:04d}", name=f"居民{number}")
        home, _new = Household.objects.get_or_create(place=place or we.doorway, room=f"9{number:03d}")
        facts = {"relation": "owner", "verified_at": timezone.now()} | over
        Membership.objects.create(user=user, household=home, **facts)
        return user

    return make


@pytest.fixture
def put(we):
    """An idea of the resident for our compound, as it would stand in a state."""

    def make(status: str = "open", **over: Any) -> Idea:
        fields = {"place": we.compound, "author": we.resident, "status": status} | over
        if status == "merged":
            fields.setdefault("merged_into", make_idea(place=fields["place"]))
        return make_idea(**fields)

    return make


@pytest.fixture
def signed_in(client):
    """The test client, signed in as somebody."""

    def enter(person: User):
        client.force_login(person)
        return client

    return enter
