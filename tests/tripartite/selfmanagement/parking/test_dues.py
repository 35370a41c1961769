"""Fees of a month: raised for all at once, paid once, and in the ledger to the fen."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from beihu.states import Refused
from tests.make_parking import make_due, make_visit, make_visitor
from tripartite.selfmanagement.ledger.models import Entry, Line
from tripartite.selfmanagement.parking import dues, queries, settling
from tripartite.selfmanagement.parking.models import ParkingDue, ParkingLot

pytestmark = pytest.mark.django_db


@pytest.fixture
def month():
    return timezone.localdate().replace(day=1)


def test_raise_for_whoever_held_in_the_month(lot, keeper, put, month):
    before, after = month - timedelta(days=1), month + timedelta(days=40)
    fixed, shared = put("granted", since=before), put("granted", since=month, wish="shared")
    ended = put("ended", since=before - timedelta(days=60), until=month + timedelta(days=1))
    put("ended", since=before - timedelta(days=60), until=month)  # its last day lay in the month before
    put("ended", since=month, until=month)  # never held
    put("granted", since=after)
    put("granted", wish="charging")  # costs nothing
    put("waiting")
    make_visitor(lot)
    assert dues.raise_dues(lot, month=month + timedelta(days=9), by=keeper) == 3
    assert {row.permit_id: row.amount for row in ParkingDue.objects.filter(month=month)} == {
        fixed.pk: Decimal("150.00"), shared.pk: Decimal("80.00"), ended.pk: Decimal("150.00"),
    }  # fmt: skip


def test_again_raises_what_is_missing(lot, keeper, put, month):
    put("granted")
    made = [dues.raise_dues(lot, month=month, by=keeper) for _n in range(2)]
    put("granted")
    ParkingLot.objects.update(price_fixed=Decimal("200.00"))
    made.append(dues.raise_dues(lot, month=month, by=keeper))
    assert (made, sorted(ParkingDue.objects.values_list("amount", flat=True))) == ([1, 0, 1], [150, 200])


@pytest.mark.parametrize("number", [1, 3])
def test_raising_asks_as_often_for_many(lot, keeper, put, month, django_assert_num_queries, number):
    for _n in range(number):
        put("granted")
    keeper.has_perm("tripartite.keep_parking", lot)
    with django_assert_num_queries(6):
        assert dues.raise_dues(lot, month=month, by=keeper) == number


def test_nothing_is_raised_without_charging_or_ahead(we, lot, keeper, put, month):
    put("granted")
    with pytest.raises(Refused):
        dues.raise_dues(lot, month=dues.next_month(month), by=keeper)
    with pytest.raises(Refused):
        dues.raise_dues(lot, month=month, by=we.worker)
    with pytest.raises(Refused):
        dues.raise_dues(lot, month=month - timedelta(days=800), by=keeper)
    ParkingLot.objects.update(charging_since=None, rests_on="", basis_words="")
    lot.refresh_from_db()
    with pytest.raises(Refused):
        dues.raise_dues(lot, month=month, by=keeper)
    assert not ParkingDue.objects.exists()


def test_taken_is_in_the_ledger_once(book, keeper, put):
    due = make_due(put("granted"))
    first = dues.take(due, account="cash", by=keeper)
    again = dues.take(due, account="bank", by=keeper)
    entry = Entry.objects.get()
    assert (first.receipt, again.receipt, again.account) == (entry.document_number, first.receipt, "cash")
    assert (entry.purpose, entry.amount, entry.key, first.entry_id) == (
        "parking",
        Decimal("150.00"),
        due.key,
        entry.pk,
    )
    assert sum(Line.objects.filter(account="cash").values_list("amount", flat=True)) == Decimal("150.00")


def test_receipts_are_numbered_by_the_lot(book, keeper, put):
    year = timezone.localdate().year
    taken = [dues.take(make_due(put("granted")), account="bank", by=keeper).receipt for _n in range(2)]
    assert taken == [f"P{year}-00001", f"P{year}-00002"]


def test_without_a_book_no_money_is_taken(lot, keeper, put):
    due = make_due(put("granted"))
    with pytest.raises(Refused):
        dues.take(due, account="cash", by=keeper)
    due.refresh_from_db()
    lot.refresh_from_db()
    assert (due.is_paid, lot.last_receipt) == (False, 0)


def test_take_is_refused(we, book, keeper, guard, put):
    due = make_due(put("granted"))
    for facts in (
        {"account": "pocket"},
        {"by": we.worker},
        {"by": guard},
        {"on": timezone.localdate() + timedelta(days=2)},
    ):
        with pytest.raises(Refused):
            dues.take(due, **{"account": "cash", "by": keeper} | facts)
    assert not Entry.objects.exists()


def test_sums_of_a_month(lot, book, keeper, put, month):
    rows = [make_due(put("granted")) for _n in range(3)]
    dues.take(rows[0], account="cash", by=keeper)
    assert queries.sums(lot, month) == (Decimal("450.00"), Decimal("150.00"), 3, 2)
    assert [row.pk for row in dues.of_month(lot, month)][-1] == rows[0].pk


def test_one_due_a_month(put):
    row = put("granted")
    make_due(row)
    for wrong in (
        {},
        {"month": timezone.localdate().replace(day=2)},
        {"month": timezone.localdate().replace(day=1, year=2000), "amount": 0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_due(row, **wrong)


def test_taken_back_is_open_again_and_reversed(book, keeper, put):
    due = dues.take(make_due(put("granted")), account="cash", by=keeper)
    for _again in range(2):
        dues.take_back(due, reason="应记银行", by=keeper)
    due.refresh_from_db()
    assert (due.is_paid, Entry.objects.count(), balance("cash")) == (False, 2, 0)
    again = dues.take(due, account="bank", by=keeper)
    assert (again.receipt[-5:], Entry.objects.count(), balance("bank")) == ("00002", 3, Decimal("150.00"))


def balance(account: str) -> Decimal:
    return sum(Line.objects.filter(account=account).values_list("amount", flat=True), Decimal(0))


def test_taking_back_needs_a_reason_and_the_right(we, book, keeper, put):
    due = dues.take(make_due(put("granted")), account="cash", by=keeper)
    for facts in ({"reason": " "}, {"by": we.worker}):
        with pytest.raises(Refused):
            dues.take_back(due, **{"reason": "记错", "by": keeper} | facts)
    due.refresh_from_db()
    assert due.is_paid


def test_the_takings_of_a_day_are_entered_once(we, lot, book, keeper, guard):
    day = timezone.localdate() - timedelta(days=3)
    noon = settling.midday(day)
    for fee in ("5.00", "5.00", "0.00"):
        make_visit(
            lot, by=guard, came_at=noon - timedelta(hours=4), left_at=noon, fee=Decimal(fee), out_by=guard
        )
    entries = [dues.book_takings(lot, day=day, by=keeper) for _n in range(2)]
    assert (entries[0], entries[0].amount, entries[0].on, balance("cash")) == (
        entries[1],
        10,
        day,
        Decimal("10.00"),
    )
    for facts in ({"day": day + timedelta(days=1)}, {"day": day - timedelta(days=1)}, {"by": we.worker}):
        with pytest.raises(Refused):
            dues.book_takings(lot, **{"day": day, "by": keeper} | facts)
    assert Entry.objects.count() == 1
