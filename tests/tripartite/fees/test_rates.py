"""Known mistake 1: a waiver is no collection, recovery is not always 100 %, the end of a period binds its end."""

from datetime import date
from decimal import Decimal as D

from tests.make_fees import make_bill, make_payment, make_waiver
from tripartite.fees.models import Bill
from tripartite.fees.rates import Figures, aging, back, percent, rates, shown

JAN, FEB, MAR, APR = (date(2026, n, 1) for n in range(1, 5))


def waived(we, bill, amount, on):
    make_waiver(we, bill, amount=amount, status="approved", decided_by=we.liaison, decided_on=on)
    Bill.objects.filter(pk=bill.pk).update(waived=amount)


def test_a_waiver_is_not_a_collection(we, home):
    make_bill(we, month=FEB)
    other = make_bill(we, home("1002"), month=FEB)
    make_payment(we, 100, paid_on=FEB)
    waived(we, other, D(100), FEB)
    found = rates(we.compound.code, FEB, MAR).current
    assert found == Figures(2, 1, D(200), D(100), D(100))
    assert (found.open, found.household_rate, found.amount_rate) == (D(0), D(50), D(50))


def test_recovery_is_what_came_in_of_what_was_open(we, home):
    make_bill(we, month=JAN, due_on=date(2026, 1, 28))
    gone = make_bill(we, home("1002"), month=JAN, due_on=date(2026, 1, 28))
    waived(we, gone, D(50), date(2026, 1, 30))
    make_payment(we, 20, paid_on=date(2026, 1, 31))  # before the period: less is open at its start
    make_payment(we, 30, paid_on=FEB)
    found = rates(we.compound.code, FEB, MAR).arrears
    assert (found.open_at_start, found.collected, found.recovery_rate) == (D(130), D(30), D("23.0"))


def test_the_end_of_the_period_binds_its_end(we):
    make_bill(we, month=FEB)
    make_bill(we, month=MAR, due_on=date(2026, 3, 28))
    make_payment(we, 40, paid_on=date(2026, 2, 28))
    make_payment(we, 30, paid_on=MAR)
    february = rates(we.compound.code, FEB, MAR)
    assert (february.current.billed, february.current.paid) == (D(100), D(40))
    march = rates(we.compound.code, MAR, APR)
    assert (march.current.billed, march.current.paid) == (D(100), D(0))
    assert (march.arrears.open_at_start, march.arrears.collected) == (D(60), D(30))


def test_without_a_denominator_there_is_no_rate(we):
    found = rates(we.compound.code, FEB, MAR)
    assert (found.current.household_rate, found.current.amount_rate, found.arrears.recovery_rate) == (
        None,
    ) * 3


def test_nothing_short_of_everything_reads_a_hundred():
    assert (percent(9999, 10000), percent(1, 1), percent(0, 1), percent(1, 0)) == (
        D("99.9"),
        D(100),
        D(0),
        None,
    )


def test_neighbours_are_not_counted(we, they):
    make_bill(they, month=FEB)
    assert rates(we.compound.code, FEB, MAR).current == Figures()


def test_small_buildings_are_hidden_and_cannot_be_reckoned_back():
    few, some, many = Figures(households=3), Figures(households=12), Figures(households=30)
    assert shown({"a": few, "b": some, "c": many}) == {"a": None, "b": None, "c": many}
    assert shown({"a": few, "b": Figures(households=9), "c": many}) == {"a": None, "b": None, "c": many}
    assert shown({"b": some, "c": many}) == {"b": some, "c": many}


def test_aging_by_how_long_it_is_overdue(we):
    today = date(2026, 6, 15)
    for number, due_on in enumerate(
        (
            today,
            date(2026, 6, 14),
            date(2026, 3, 15),
            date(2026, 3, 14),
            date(2025, 6, 15),
            date(2025, 6, 14),
        ),
        start=1,
    ):
        make_bill(we, month=date(2020, number, 1), due_on=due_on, amount=D(10) ** number)
    assert aging(we.compound.code, today) == {
        "current": D(10), "quarter": D(1100), "year": D(110_000), "older": D(1_000_000),
    }  # fmt: skip


def test_months_back_end_where_the_month_ends():
    assert (back(date(2026, 5, 31), 3), back(date(2026, 1, 5), 12)) == (date(2026, 2, 28), date(2025, 1, 5))
