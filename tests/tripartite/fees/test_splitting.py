"""Whatever is split adds up to the fen."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.fees.splitting import split

WEIGHTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=60).filter(any)


@given(st.integers(0, 10**10), WEIGHTS)
def test_parts_add_up_and_lie_within_a_fen_of_their_share(total, weights):
    parts, whole = split(total, weights), sum(weights)
    assert sum(parts) == total
    assert all(
        abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True)
    )


@given(st.integers(0, 10**6), WEIGHTS)
def test_who_weighs_more_never_pays_less(total, weights):
    parts = split(total, weights)
    ranked = sorted(zip(weights, parts, strict=True))
    assert all(low_part <= high_part for (low, low_part), (high, high_part) in pairwise(ranked) if low < high)


def test_three_share_ten_yuan():
    assert split(1000, [1, 1, 1]) == [334, 333, 333]


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, []), (1, [0, 0]), (1, [2, -1])])
def test_nothing_to_split_is_an_error(total, weights):
    with pytest.raises(ValueError, match="Nothing to split"):
        split(total, weights)
