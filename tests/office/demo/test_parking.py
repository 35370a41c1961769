"""The demo's parking: a lot that is nearly full, in few statements; twice is once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beihu.accounts.models import User
from beihu.office.demo import cast as players
from beihu.office.demo import parking, purse
from buildings.households.models import Household, Membership
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tests.cast import LONG_AGO, here
from tripartite.selfmanagement.parking import queries
from tripartite.selfmanagement.parking.models import OutsideVehicle, ParkingDue, ParkingLot, PermitPlate
from tripartite.selfmanagement.parking.plates import is_plate

pytestmark = pytest.mark.django_db


@pytest.fixture
def we():
    place = here()
    homes = [Household.objects.create(place=place.old_doorway, room=str(n)) for n in range(101, 145)]
    resident = User.objects.create_user(phone=players.phone(2001), name="吴居民")
    Membership.objects.create(
        user=resident, household=homes[40], relation="owner", verified_at=timezone.now()
    )
    guard = User.objects.create_user("shi.menwei", None, name="石门卫")
    Post.objects.create(user=guard, role=Role.GATEKEEPER, place=place.old_compound, since=LONG_AGO)
    return place


def test_a_lot_that_is_nearly_full(we):
    purse.fill()
    with CaptureQueriesContext(connection) as asked:
        made = parking.fill()
    lot = ParkingLot.objects.get()
    assert (made, len(asked) <= 150, lot.rests_on, lot.is_charging) == (42, True, "old", True)
    fills = queries.fills(lot)
    assert (sum(one.spaces for one in fills), sum(one.free for one in fills)) == (42, 7)
    assert queries.waiting_count(lot) == 6
    assert (ParkingDue.objects.count(), ParkingDue.objects.exclude(paid_on=None).count()) == (35, 4)
    assert [is_plate(car.plate) for car in PermitPlate.objects.all()] == [True] * 42
    assert (OutsideVehicle.objects.count(), parking.fill()) == (1, 0)


def test_without_a_book_nothing_is_taken(we):
    assert parking.fill() == 42
    assert not ParkingDue.objects.exclude(paid_on=None).exists()


def test_nothing_where_nobody_lives():
    here()
    assert parking.fill() == 0


def test_the_gatekeeper_stands_in_the_list_of_sign_ins():
    assert [how for who, how in players.sign_ins() if "石门卫" in str(who)] == [
        f"shi.menwei / {players.PASSWORD}"
    ]
