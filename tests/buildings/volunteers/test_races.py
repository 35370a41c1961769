"""The last seat, and a seat that frees while somebody signs up: real threads on a real PostgreSQL."""

import pytest

from beihu.accounts.models import User
from beihu.states import Refused
from buildings.volunteers import signing
from buildings.volunteers.models import SignUp
from tests import cast
from tests.make_buildings import make_activity, make_sign_up, make_team
from tests.tripartite.issues.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def volunteers(number: int) -> list[User]:
    return User.objects.bulk_create(
        User(phone=f"+861380100{n:04d}", name=f"志愿者{n}") for n in range(number)
    )


def test_twenty_sign_up_for_the_last_seat(db):
    here = cast.here()
    row = make_activity(team=make_team(place=here.community, leader=here.leader), seats=1)
    need = row.needs.get().pk
    made = at_once(*[lambda one=one: signing.sign_up(row, by=one, need=need) for one in volunteers(20)])
    assert sorted(one.status for one in made) == ["seated"] + ["waiting"] * 19
    first = SignUp.objects.order_by("pk").first()
    assert first is not None
    assert first.status == "seated"


def test_one_person_clicks_twenty_times_and_for_two_activities(db):
    here = cast.here()
    team = make_team(place=here.community, leader=here.leader)
    rows = [make_activity(team=team), make_activity(team=team)]
    needs = [row.needs.get().pk for row in rows]
    deeds = [
        lambda n=n: signing.sign_up(rows[n % 2], by=User.objects.get(pk=here.resident.pk), need=needs[n % 2])
        for n in range(10)
    ]
    answers = at_once(*deeds)
    assert SignUp.objects.count() == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 5


def test_one_withdraws_while_others_sign_up(db):
    here = cast.here()
    row = make_activity(team=make_team(place=here.community, leader=here.leader), seats=2)
    need = row.needs.get().pk
    people = volunteers(8)
    seats = [make_sign_up(activity=row, user=one) for one in people[:2]]
    waiting = [make_sign_up(activity=row, user=one, status="waiting") for one in people[2:4]]
    at_once(
        *[lambda seat=seat: signing.withdraw(seat, by=User.objects.get(pk=seat.user_id)) for seat in seats],
        *[lambda one=one: signing.sign_up(row, by=one, need=need) for one in people[4:]],
    )
    assert list(SignUp.objects.seated().order_by("pk")) == waiting
    assert SignUp.objects.waiting().count() == 4
