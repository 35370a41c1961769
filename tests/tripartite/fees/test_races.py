"""Twenty people at the same till: real threads on a real PostgreSQL."""

from decimal import Decimal as D
from uuid import uuid4

import pytest

from tests.make_fees import make_bill, make_line, make_payment, make_tariff, make_waiver, month_ago
from tests.tripartite.issues.test_races import at_once, person
from tripartite.fees import actions
from tripartite.fees.ledger import Payment, Receipt
from tripartite.fees.models import Bill

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_payments_have_receipts_without_a_gap_and_share_one_bill(we):
    bill = make_bill(we)
    at_once(*[lambda: make_payment(we, 4, by=person(we.property_staff))] * 20)
    assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, 21))
    bill.refresh_from_db()
    assert bill.paid == D(80)


def test_a_refused_payment_leaves_no_gap(we):
    deeds = [lambda n=n: make_payment(we, n % 2, by=person(we.property_staff)) for n in range(20)]
    at_once(*deeds)
    assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, 11))


def test_twenty_clicks_are_one_payment(we):
    key = uuid4()
    at_once(*[lambda: make_payment(we, 4, key=key, by=person(we.property_staff))] * 20)
    assert Payment.objects.count() == 1


def test_twenty_confirmations_of_a_line_are_one_payment(we):
    line = make_line(we)

    def deed():
        return actions.confirm(line, by=person(we.property_staff), household=we.household, party=we.company)

    at_once(*[deed] * 20)
    assert Payment.objects.count() == 1


def test_billing_and_paying_at_once_lose_no_money(we):
    tariff = make_tariff(we)
    bill = lambda: actions.bill_month(tariff, by=person(we.property_staff), month=month_ago())  # noqa: E731
    at_once(*[bill] * 10, *[lambda: make_payment(we, 5, by=person(we.property_staff))] * 10)
    assert list(Bill.objects.values_list("amount", "paid")) == [(D(100), D(50))]


def test_a_bill_is_never_both_paid_and_waived_beyond_its_sum(we):
    bill = make_bill(we)
    waiver = make_waiver(we, bill, amount=D(60), asked_by=we.management_committee)
    at_once(
        lambda: actions.decide(waiver, "approve", by=person(we.property_staff)),
        lambda: make_payment(we, 60, by=person(we.property_staff)),
    )
    bill.refresh_from_db()
    assert bill.paid + bill.waived <= bill.amount
