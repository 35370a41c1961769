"""The fees of the demo: an honest history, three months at about 95 %, and few statements."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beihu.office.demo import fees
from buildings.households.models import Household
from tests import cast
from tripartite.fees import chart, queries
from tripartite.fees.ledger import Allocation, Payment, Receipt
from tripartite.fees.models import Waiver
from tripartite.fees.rates import back

pytestmark = pytest.mark.django_db


def town(*places):
    compounds = [SimpleNamespace(place=place) for place in places]
    return SimpleNamespace(communities=[SimpleNamespace(compounds=compounds)])


def test_the_compound_has_its_history_and_three_months():
    we = cast.here()
    Household.objects.bulk_create(
        Household(place=we.doorway, room=f"2{number:03}", area=80 + number % 50) for number in range(199)
    )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert fees.fill(town(we.old_compound, we.compound)) == 600
    assert len(asked) <= 80
    points = chart.history(we.compound)
    assert [int(one.households or 0) for one in points] == [23, 31, 48, 72, 95, 95]
    months = [back(timezone.localdate().replace(day=1), number) for number in (2, 1, 0)]
    assert [queries.of_month(we.compound.code, month).current.household_rate for month in months] == [
        95,
        95,
        95,
    ]
    numbers = sorted(Receipt.objects.values_list("number", flat=True))
    assert numbers == list(range(1, Payment.objects.count() + 1))
    assert sum(Allocation.objects.values_list("amount", flat=True)) == sum(
        Payment.objects.values_list("amount", flat=True)
    )
    assert Waiver.objects.count() == 1


def test_where_nobody_collects_nothing_happens():
    we = cast.here()
    assert fees.fill(town(we.old_compound)) == 0
