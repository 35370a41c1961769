"""Bills are made set-wise, once, and half a fen goes up."""

from datetime import date
from decimal import Decimal as D
from uuid import uuid4

import pytest

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from tests.make_fees import make_bill, make_payment, make_shared, make_tariff, month_ago
from tripartite.fees import actions
from tripartite.fees.billing import preview
from tripartite.fees.models import Bill, CollectionRecord

MONTH = date(2026, 1, 1)


def test_a_month_is_billed_by_area_and_twice_is_once(we, they, home):
    home("1002", "80.01"), home("1003", None), home("商铺1", use="shop"), home("1004", listed=False)
    tariff = make_tariff(we, price=D("1.50"))
    run = preview(tariff, MONTH)
    assert (run.count, run.total, run.excluded) == (2, D("270.02"), 1)  # 150.00 + 120.015, half up
    assert actions.bill_month(tariff, by=we.property_staff, month=MONTH) == run
    again = actions.bill_month(tariff, by=we.property_staff, month=MONTH)
    assert (again.count, again.total) == (0, D(0))
    assert sorted(Bill.objects.values_list("household__room", "amount", "due_on")) == [
        ("1001", D("150.00"), date(2026, 1, 28)), ("1002", D("120.02"), date(2026, 1, 28)),
    ]  # fmt: skip
    assert [e.detail["count"] for e in AuditEntry.objects.filter(verb="fee.bill")] == [2]


def test_a_fixed_tariff_needs_no_area(we, home):
    home("1002", None)
    tariff = make_tariff(we, way="fixed", price=D("30"))
    assert actions.bill_month(tariff, by=we.property_staff, month=MONTH).total == D(60)


def test_billing_takes_as_many_statements_for_many_as_for_one(we, home, django_assert_num_queries):
    tariff = make_tariff(we)
    for number in range(20):
        home(f"{number}")
    we.property_staff.has_perm("x", tariff)
    with django_assert_num_queries(8):
        actions.bill_month(tariff, by=we.property_staff, month=MONTH)
    assert Bill.objects.count() == 21


def test_money_paid_ahead_goes_to_the_new_bill(we):
    make_payment(we, 130)
    actions.bill_month(make_tariff(we), by=we.property_staff, month=MONTH)
    assert Bill.objects.get().paid == D(100)


@pytest.mark.parametrize("month", [date(2019, 12, 1), date(2026, 7, 1), date(2026, 1, 2)])
def test_no_bill_outside_the_tariffs_time(we, month):
    tariff = make_tariff(we, until=date(2026, 7, 1))
    for deed in (
        lambda: actions.bill_month(tariff, by=we.property_staff, month=month),
        lambda: preview(tariff, month),
    ):
        with pytest.raises(Refused):
            deed()


@pytest.mark.parametrize("who", ["resident", "leader", "worker", "liaison", "owners_committee", "officer"])
def test_only_collectors_bill(we, who):
    tariff = make_tariff(we)
    with pytest.raises(Refused):
        actions.bill_month(tariff, by=getattr(we, who), month=MONTH)
    assert Bill.objects.count() == 0


def test_tariff_is_of_a_collecting_party_of_this_compound(we, they):
    facts = {"name": "物业费", "use": "dwelling", "way": "fixed", "price": D(1), "since": MONTH}
    for party in (we.owners_party, they.company, we.management_party):
        with pytest.raises(Refused):
            actions.set_tariff(we.compound, by=we.property_staff, key=uuid4(), party=party, **facts)
    key = uuid4()
    rows = {
        actions.set_tariff(we.compound, by=we.property_staff, key=key, party=we.company, **facts).pk
        for _ in "12"
    }
    assert len(rows) == 1


def test_a_tariff_ends_once_and_not_before_what_is_billed(we):
    tariff = make_tariff(we)
    make_bill(we, tariff=tariff, month=MONTH)
    with pytest.raises(Refused):
        actions.end_tariff(tariff, by=we.property_staff, until=MONTH)
    assert actions.end_tariff(tariff, by=we.property_staff, until=date(2026, 2, 1)).until == date(2026, 2, 1)
    actions.end_tariff(tariff, by=we.property_staff, until=date(2026, 2, 1))
    with pytest.raises(Refused):
        actions.end_tariff(tariff, by=we.property_staff, until=date(2026, 3, 1))


def test_a_shared_cost_adds_up_and_a_second_click_is_one(we, home):
    home("1002", "50"), home("1003", "50")
    key = uuid4()
    make_shared(we, key=key), make_shared(we, key=key)
    assert list(Bill.objects.order_by("pk").values_list("amount", flat=True)) == [
        D("3.34"),
        D("3.33"),
        D("3.33"),
    ]
    Bill.objects.all().delete()
    make_shared(we, way="area")
    assert list(Bill.objects.order_by("pk").values_list("amount", flat=True)) == [D(5), D("2.50"), D("2.50")]


def test_a_cost_by_area_waits_for_every_area(we, home):
    home("1002", None)
    with pytest.raises(Refused):
        make_shared(we, way="area")


def test_history_needs_a_source_and_figures_that_can_be(we):
    facts = {"party_name": "甲物业", "since": date(2010, 1, 1), "until": date(2012, 1, 1), "billed_households": 100,
             "paid_households": 23, "billed": D(1000), "paid": D(230), "source": "台账"}  # fmt: skip
    for wrong in ({"source": " "}, {"paid_households": 101}, {"paid": D(1001)}, {"until": date(2010, 1, 1)}):
        with pytest.raises(Refused):
            actions.enter_history(we.compound, by=we.property_staff, key=uuid4(), **facts | wrong)
    key = uuid4()
    for _again in range(2):
        actions.enter_history(we.compound, by=we.property_staff, key=key, **facts)
    assert CollectionRecord.objects.count() == 1
    assert month_ago(1) < month_ago()
