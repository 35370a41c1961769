"""The waiting list is in its published order, whoever looks."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.make_parking import make_home
from tripartite.selfmanagement.parking import waiting
from tripartite.selfmanagement.parking.waiting import Ask

START = datetime(2026, 1, 1, tzinfo=UTC)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine as well


def asks(rows):
    return [Ask(n, house, wish, START + timedelta(days=day)) for n, (house, wish, day) in enumerate(rows, 1)]


rows = st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["fixed", "shared"]), st.integers(0, 20)), max_size=20)  # fmt: skip
holdings = st.dictionaries(st.integers(1, 5), st.integers(0, 3), max_size=5)


@unhurried
@given(rows, holdings, st.randoms())
def test_order_does_not_hang_on_how_rows_come(rows, has, lots):
    known = asks(rows)
    shuffled = known[:]
    lots.shuffle(shuffled)
    assert waiting.order(known, has) == waiting.order(shuffled, has)


@unhurried
@given(rows, holdings)
def test_whoever_has_none_and_asks_first_comes_first(rows, has):
    """Reckoned in another way: nobody stands before somebody whose household has fewer, or who asked earlier with as many."""
    found = waiting.order(asks(rows), has)
    assert sorted(found) == sorted(asks(rows))

    def rank(one):
        older = [
            o
            for o in found
            if o.household == one.household and (o.asked_at, o.permit) < (one.asked_at, one.permit)
        ]
        return has.get(one.household, 0) + len(older)

    for before, after in pairwise(found):
        assert rank(before) <= rank(after)
        if rank(before) == rank(after):
            assert (before.asked_at, before.permit) < (after.asked_at, after.permit)


@unhurried
@given(rows, holdings)
def test_places_run_without_gaps_for_each_kind(rows, has):
    places = waiting.positions(asks(rows), has)
    for wish in ("fixed", "shared"):
        mine = sorted(places[one.permit] for one in asks(rows) if one.wish == wish)
        assert mine == list(range(1, len(mine) + 1))


@pytest.mark.django_db
def test_list_of_a_lot(we, lot, put, django_assert_num_queries):
    has_one = make_home(we.old_doorway, "901")
    put("granted", household=has_one)
    second = put("waiting", household=has_one, asked_at=START)
    late = put("waiting", asked_at=START + timedelta(days=2))
    early = put("waiting", asked_at=START + timedelta(days=1))
    again = put("waiting", asked_at=START + timedelta(days=3), household=early.household)
    shared = put("waiting", wish="shared", asked_at=START + timedelta(days=9))
    put("asked", asked_at=START - timedelta(days=9))
    with django_assert_num_queries(2):
        found = waiting.list_of(lot)
    assert found == {early.pk: 1, late.pk: 2, second.pk: 3, again.pk: 4, shared.pk: 1}
