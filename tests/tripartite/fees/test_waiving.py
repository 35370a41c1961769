"""One asks, another decides; a waiver lowers what is open and is no collection."""

from decimal import Decimal as D
from uuid import uuid4

import pytest

from beihu.states import Refused
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tests.cast import LONG_AGO
from tests.make_fees import make_bill, make_payment, make_waiver
from tripartite.fees import actions
from tripartite.fees.states import MACHINE, Status


@pytest.fixture
def second(we):
    """Another collector of the compound."""
    Post.objects.create(user=we.liaison, role=Role.PROPERTY_STAFF, place=we.compound, since=LONG_AGO)
    return we.liaison


@pytest.mark.parametrize("verb", [row.name for row in MACHINE.transitions])
@pytest.mark.parametrize("status", Status.values)
def test_states_and_verbs(we, second, status, verb):
    facts = {} if status == Status.ASKED else {"decided_by": second}
    waiver = make_waiver(we, make_bill(we), status=status, **facts)
    by = we.property_staff if verb == "withdraw" else second
    if status == Status.ASKED:
        assert actions.decide(waiver, verb, by=by).status == MACHINE[verb].target
    else:
        with pytest.raises(Refused):
            actions.decide(waiver, verb, by=by)


def test_approved_by_another_it_lowers_what_is_open(we, second):
    bill, key = make_bill(we), uuid4()
    facts = {"by": we.property_staff, "key": key, "amount": D(40), "reason": "漏水"}
    waiver = actions.ask(bill, **facts)
    assert actions.ask(bill, **facts).pk == waiver.pk
    with pytest.raises(Refused):
        actions.decide(waiver, "approve", by=we.property_staff)
    with pytest.raises(Refused):
        actions.decide(waiver, "withdraw", by=second)
    bill.refresh_from_db()
    assert bill.waived == D(0)
    actions.decide(waiver, "approve", by=second)
    bill.refresh_from_db()
    assert (bill.paid, bill.waived, bill.open) == (D(0), D(40), D(60))


def test_no_more_than_what_is_open(we, second):
    bill = make_bill(we)
    waiver = make_waiver(we, bill, amount=D(60))
    make_payment(we, 50)
    with pytest.raises(Refused):
        actions.decide(waiver, "approve", by=second)
    actions.decide(waiver, "refuse", by=second)
    for amount in (D(51), D(0)):
        with pytest.raises(Refused):
            actions.ask(bill, by=we.property_staff, key=uuid4(), amount=amount, reason="x")
    with pytest.raises(Refused):
        actions.ask(bill, by=we.property_staff, key=uuid4(), amount=D(1), reason=" ")


def test_one_waiver_at_a_time_and_only_by_collectors(we, they):
    bill = make_bill(we)
    make_waiver(we, bill)
    facts = {"key": uuid4(), "amount": D(1), "reason": "x"}
    for by in (we.property_staff, we.worker, we.resident, they.property_staff):
        with pytest.raises(Refused):
            actions.ask(bill, by=by, **facts)
