"""The bench of bills, small: it bills everybody, leaves no bill, and says what it measured."""

import pytest

from beihu.office.bench import billing, report
from tripartite.fees.models import Bill

pytestmark = pytest.mark.django_db


def test_every_household_is_billed_and_nothing_is_left():
    found = billing.measure(50, rounds=2)
    assert (found["rows"], found["of_bare"] > 0, Bill.objects.count()) == (50, True, 0)
    assert [line.partition(":")[0] for line in billing.lines(found)] == ["billing a month"]
    (bar,) = report.billing_bars(found)
    assert (bar.limit, bar.at_most) == (0.3, False)


def test_without_figures_there_is_no_bar():
    assert (report.billing_bars({}), list(billing.lines({}))) == ([], [])
