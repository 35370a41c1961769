"""Two keepers at the same moment: real threads on a real PostgreSQL."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from beihu.states import Refused
from tests.make_parking import make_due, make_home, make_space
from tests.tripartite.issues.test_races import at_once, person
from tripartite.selfmanagement.ledger.models import Entry
from tripartite.selfmanagement.parking import dues, gate, permits
from tripartite.selfmanagement.parking.models import OutsideVehicle, ParkingDue, Permit

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_grant_the_last_space(lot, keeper, put):
    space = make_space(lot)
    rows = [put() for _n in range(20)]
    answers = at_once(*[lambda row=row: permits.grant(row, by=person(keeper), space=space) for row in rows])
    assert sum(isinstance(answer, Permit) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 19
    assert Permit.objects.filter(space=space, status="granted").count() == 1


def test_twenty_grant_the_last_shared_space(lot, keeper, put):
    make_space(lot, kind="shared")
    rows = [put(wish="shared") for _n in range(20)]
    answers = at_once(*[lambda row=row: permits.grant(row, by=person(keeper)) for row in rows])
    assert sum(isinstance(answer, Permit) for answer in answers) == 1
    assert Permit.objects.filter(status="granted").count() == 1


def test_form_and_hand_at_once_wait_for_nobody(lot, keeper, put):
    """Lot before permit, whichever way a verb comes."""
    row, space = put(), make_space(lot)
    at_once(
        *[lambda: permits.ONCE.perform(row, "grant", by=person(keeper), seen="0", space=space)] * 5,
        *[lambda: permits.grant(row, by=person(keeper), space=space)] * 5,
    )
    assert [event.verb for event in row.events.all()] == ["grant"]


def test_twenty_households_let_the_same_visitor_in(we, lot, keeper):
    now = timezone.now()
    homes = [make_home(we.old_doorway, f"6{n:02d}") for n in range(20)]
    answers = at_once(
        *[
            lambda home=home: permits.welcome(
                lot,
                by=person(keeper),
                household=home,
                plate="鄂A55555",
                starts_at=now,
                ends_at=now + timedelta(hours=2),
            )
            for home in homes
        ]
    )
    assert sum(isinstance(answer, Permit) for answer in answers) == 1


def test_twenty_take_one_fee(book, keeper, put):
    due = make_due(put("granted"))
    answers = at_once(*[lambda: dues.take(due, account="cash", by=person(keeper))] * 20)
    assert {answer.receipt for answer in answers} == {ParkingDue.objects.get().receipt}
    assert Entry.objects.count() == 1


def test_twenty_raise_one_month(lot, keeper, put):
    put("granted")
    month = timezone.localdate().replace(day=1)
    answers = at_once(*[lambda: dues.raise_dues(lot, month=month, by=person(keeper))] * 20)
    assert (sum(answers), ParkingDue.objects.count()) == (1, 1)


def test_twenty_devices_send_one_line(lot, guard):
    key = uuid4()
    at_once(
        *[lambda: gate.let_in(lot, by=person(guard), plate="鄂A77777", reason="guest", client_id=key)] * 20
    )
    assert OutsideVehicle.objects.count() == 1
