"""Two communities; an elder's household that is looked after, and households nearby that could serve."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from buildings.care.models import CareEntry, Carer
from buildings.households.models import Household, Membership
from tests import cast
from tests.make_buildings import make_care_entry
from tests.rooted import make_centre, make_family, make_group


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def they(db):
    return cast.next_door()


@pytest.fixture
def elder_home(we) -> Household:
    return Household.objects.create(place=we.doorway, room="301")


@pytest.fixture
def neighbour(we):
    """Somebody at home behind a door, verified."""

    def make(number: int, place=None, **over: Any) -> User:
        user = User.objects.create_user(phone=f"+861390003{number:04d}", name=f"邻居{number}")
        home, _new = Household.objects.get_or_create(place=place or we.doorway, room=f"{number}")
        facts = {"relation": "owner", "verified_at": timezone.now()} | over
        Membership.objects.create(user=user, household=home, **facts)
        return user

    return make


@pytest.fixture
def elder(neighbour) -> User:
    return neighbour(301)


@pytest.fixture
def put(we, elder_home):
    """An entry as it would stand in a state."""

    def make(status: str = "active", **over: Any) -> CareEntry:
        return make_care_entry(**{"household": elder_home, "put_by": we.worker, "status": status} | over)

    return make


@pytest.fixture
def entry(put) -> CareEntry:
    return put()


@pytest.fixture
def anchor(neighbour):
    """(a person, their centre household) of our doorway."""
    person = neighbour(401)
    return person, make_centre(Household.objects.get(room="401"))


@pytest.fixture
def helper(neighbour, anchor):
    """(a person, their assisting family)."""
    person = neighbour(402)
    return person, make_family(anchor[1], Household.objects.get(room="402"))


@pytest.fixture
def group(we):
    return make_group(we.building)


@pytest.fixture
def serve():
    """Somebody is assigned."""

    def make(entry: CareEntry, **who: Any) -> Carer:
        kind = {"centre": "centre", "family": "family", "user": "person"}[next(iter(who))]
        return Carer.objects.create(entry=entry, kind=kind, **who)

    return make


@pytest.fixture
def visit_facts():
    return {"key": uuid4(), "on": timezone.localdate(), "found": "well", "note": "精神好，菜已送到"}


@pytest.fixture
def signed_in(client):
    def enter(person: User):
        client.force_login(person)
        return client

    return enter
