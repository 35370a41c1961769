"""Money goes to the oldest bills of its party, comes back by a payment of its own, and is never rewritten."""

from datetime import date, timedelta
from decimal import Decimal as D
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from beihu.states import Refused
from tests.make_fees import make_bill, make_payment, make_tariff
from tripartite.fees import actions, panels
from tripartite.fees.ledger import Allocation, Payment, Receipt, ReceiptCounter
from tripartite.fees.models import Bill


def paid() -> list[D]:
    return list(Bill.objects.order_by("due_on", "pk").values_list("paid", flat=True))


def bills(we, months: int = 3):
    return [make_bill(we, month=date(2026, n, 1), due_on=date(2026, n, 28)) for n in range(1, months + 1)]


def test_the_oldest_bills_come_first_and_the_rest_waits(we):
    bills(we)
    make_payment(we, "150.50")
    assert paid() == [D(100), D("50.50"), D(0)]
    make_payment(we, 200)
    assert paid() == [D(100)] * 3
    make_bill(we, month=date(2026, 9, 1), due_on=date(2026, 9, 28))
    make_payment(we, 1)
    assert paid()[-1] == D("51.50")
    assert sum(Allocation.objects.values_list("amount", flat=True)) == sum(paid())


def test_money_of_one_party_never_pays_the_bills_of_another(we):
    other = make_tariff(we, party=we.management_party)
    make_bill(we, tariff=other)
    make_payment(we, 100)
    assert paid() == [D(0)]


def test_a_double_click_is_one_payment_with_one_receipt(we):
    bills(we)
    key = uuid4()
    assert make_payment(we, 10, key=key).pk == make_payment(we, 10, key=key).pk
    assert (Payment.objects.count(), Receipt.objects.count(), paid()[0]) == (1, 1, D(10))
    with pytest.raises(Refused):
        make_payment(we, 11, key=key)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001"])
def test_no_payment_of_nothing(we, amount):
    with pytest.raises(Refused):
        make_payment(we, amount)


def test_no_payment_of_tomorrow_nor_by_others_nor_to_others(we, they):
    for wrong in (
        {"paid_on": timezone.localdate() + timedelta(days=1)}, {"by": we.worker}, {"by": they.property_staff},
        {"by": we.resident}, {"party": we.owners_party},
    ):  # fmt: skip
        with pytest.raises(Refused):
            make_payment(we, 1, **wrong)


def refund(we, payment, amount, **over):
    return actions.refund(
        payment, **{"by": we.property_staff, "key": uuid4(), "amount": D(amount), "reason": "多收"} | over
    )


def test_a_refund_takes_free_money_first_then_the_newest_bills(we):
    bills(we, 2)
    payment = make_payment(we, 230)
    refund(we, payment, 50)
    assert paid() == [D(100), D(80)]
    refund(we, payment, 100)
    assert paid() == [D(80), D(0)]
    with pytest.raises(Refused):
        refund(we, payment, 81)
    make_payment(we, 20)  # what was given back is free for nobody
    assert paid() == [D(100), D(0)]
    assert [p.amount for p in payment.refunded.order_by("pk")] == [D(-50), D(-100)]


def test_a_refund_needs_a_reason_and_is_given_once(we):
    payment, key = make_payment(we, 10), uuid4()
    with pytest.raises(Refused):
        refund(we, payment, 1, reason=" ")
    back = refund(we, payment, 1, key=key)
    assert refund(we, payment, 1, key=key).pk == back.pk
    with pytest.raises(Refused):
        refund(we, back, 1)
    with pytest.raises(Refused):
        refund(we, payment, 1, by=we.officer)


@pytest.mark.parametrize("model", [Payment, Allocation, Receipt])
def test_what_was_paid_is_neither_changed_nor_deleted(we, model):
    bills(we)
    make_payment(we, 10)
    change = {"number": 9} if model is Receipt else {"amount": D(9)}
    for deed in (lambda: model.objects.update(**change), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            deed()


def test_receipts_of_merged_compounds_keep_their_numbers(we):
    make_payment(we, 1)
    home = we.household.__class__.objects.create(place=we.old_doorway, room="1")
    here = make_payment(we, 1, home, party=we.management_party, by=we.management_committee).receipt
    panels.join(we.compound, we.old_compound, None)
    ReceiptCounter.objects.filter(place=we.compound).update(place=we.old_compound)
    there = make_payment(we, 1, home, party=we.management_party, by=we.management_committee).receipt
    assert [str(one)[4:] for one in (Receipt.objects.earliest("pk"), here, there)] == [
        "/1-000001",
        "-000001",
        "-000002",
    ]


def test_receipts_count_from_one_in_each_compound(we, they):
    numbers = [make_payment(we, 1).receipt.number for _again in range(3)]
    assert (numbers, make_payment(they, 1).receipt.number) == ([1, 2, 3], 1)
