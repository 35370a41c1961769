"""The old compound with its committee, a lot that charges on an old decision, and a household of the resident."""

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Membership
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tests import cast
from tests.make_ledger import make_book
from tests.make_parking import make_home, make_lot, make_permit


@pytest.fixture
def we(db):
    return cast.here()


@pytest.fixture
def they(db):
    return cast.next_door()


@pytest.fixture
def keeper(we):
    return we.management_committee


@pytest.fixture
def lot(we, keeper):
    return make_lot(place=we.old_compound, party=we.management_party, old_by=keeper)


@pytest.fixture
def home(we):
    return make_home(we.old_doorway, "101")


@pytest.fixture
def owner(we, home):
    """Lives in `home`."""
    person = User.objects.create_user("owner", None, name="吴居民", phone="+8613900008801")
    Membership.objects.create(user=person, household=home, relation="owner", verified_at=timezone.now())
    return person


@pytest.fixture
def guard(we):
    """石门卫 at the gate of the old compound."""
    person = User.objects.create_user("guard", None, name="石门卫", phone="+8613900008802")
    Post.objects.create(user=person, role=Role.GATEKEEPER, place=we.old_compound, since=cast.LONG_AGO)
    return person


@pytest.fixture
def book(we):
    return make_book(we)


@pytest.fixture
def put(we, lot):
    """A permit as it would stand in a state, each of a household of its own."""

    def make(status: str = "asked", **over):
        fields = {"household": make_home(we.old_doorway, f"2{lot.permits.count():03d}")} | over
        return make_permit(lot, status, **fields)

    return make


@pytest.fixture
def signed_in(client):
    def enter(person):
        client.force_login(person)
        return client

    return enter
