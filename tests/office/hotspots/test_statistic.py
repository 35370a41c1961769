"""The statistic: against values worked out by hand, against brute force, and against chance itself."""

from fractions import Fraction
from itertools import product
from math import exp, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beihu.office.hotspots.statistic import (
    FALSE_SHARE,
    HISTORY,
    RECENT,
    Finding,
    adjusted,
    chance,
    expected,
    find,
)

counts = st.integers(0, 4)
days = st.integers(1, 40)


def test_chance_as_worked_out_by_hand() -> None:
    """28 days of 392 are one in fourteen."""
    assert chance(1, 0) == Fraction(1, 14)
    assert chance(2, 0) == Fraction(1, 196)
    assert chance(1, 1) == Fraction(27, 196)  # 1 - (13/14)²
    assert chance(2, 1) == Fraction(3 * 13 + 1, 2744)
    assert chance(3, 1) == Fraction(4 * 13 + 1, 38416)
    assert chance(0, 7) == 1
    assert chance(2, 2, 1, 1) == Fraction(11, 16)  # a fair coin, thrown four times: two heads or more


def test_chance_of_many_is_exact_where_floats_end() -> None:
    assert chance(400, 0) == Fraction(1, 14**400)
    assert float(chance(400, 0)) == 0.0
    assert chance(0, 3000) == 1
    assert chance(1, 3000) == 1 - Fraction(13, 14) ** 3001


@given(counts, counts, days, days)
def test_chance_equals_counting_every_way_the_issues_can_fall(k: int, h: int, r: int, b: int) -> None:
    """Each issue falls on one side or the other: the sum over all 2ⁿ ways."""
    inside, total = Fraction(r, r + b), Fraction(0)
    for way in product((True, False), repeat=k + h):
        if sum(way) >= k:
            each = Fraction(1)
            for one in way:
                each *= inside if one else 1 - inside
            total += each
    assert chance(k, h, r, b) == total


@given(st.integers(0, 60), st.integers(0, 60))
def test_chance_falls_with_each_recent_issue_and_rises_with_each_before(k: int, h: int) -> None:
    assert chance(k + 1, h) < chance(k, h)
    assert chance(k, h + 1) >= chance(k, h)


@pytest.mark.parametrize("wrong", [(-1, 0, 28, 364), (0, -1, 28, 364), (1, 1, 0, 364), (1, 1, 28, 0)])
def test_chance_refuses_what_cannot_be(wrong: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="counts from 0"):
        chance(*wrong)


def test_adjusted_as_worked_out_by_hand() -> None:
    """Five tests: p·5/rank, and never more than that of a larger p."""
    assert adjusted([0.01, 0.04, 0.03, 0.005, 0.5]) == pytest.approx([0.025, 0.05, 0.05, 0.025, 0.5])
    assert adjusted([]) == []
    assert adjusted([0.2]) == [0.2]
    assert adjusted([1.0, 1.0]) == [1.0, 1.0]


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.001, 0.999))
def test_adjusted_finds_what_the_step_up_procedure_finds(p_values: list[float], share: float) -> None:
    """As published: the largest i with p₍ᵢ₎ ≤ i·q/m, and all up to it. Compared as fractions, but for a hair's breadth."""
    m, ordered = len(p_values), sorted(p_values)
    margins = [abs(Fraction(p) * m - Fraction(share) * i) for i, p in enumerate(ordered, 1)]
    if any(margin < Fraction(1, 10**12) for margin in margins):
        return
    last = max((i for i, p in enumerate(ordered, 1) if Fraction(p) * m <= Fraction(share) * i), default=0)
    found = [p for p, q in zip(p_values, adjusted(p_values), strict=True) if q <= share]
    assert sorted(found) == ordered[:last]


def test_expected_is_the_history_in_four_weeks() -> None:
    assert expected(13, HISTORY) == 1.0
    assert expected(3, 84) == 1.0


def test_find_names_the_hot_pair_among_quiet_ones() -> None:
    quiet = {("1栋", f"category {n}"): (0 if n % 3 else 1, 4) for n in range(60)}
    found = find(quiet | {("3栋", "water"): (7, 4)}, HISTORY)
    assert list(found) == [("3栋", "water")]
    hot = found["3栋", "water"]
    assert (hot.recent, hot.before, round(hot.expected, 2)) == (7, 4, 0.31)
    assert hot.p == pytest.approx(float(chance(7, 4)))
    assert hot.q == pytest.approx(hot.p * 61)


def test_find_looks_at_all_pairs_before_it_leaves_out_the_small_ones() -> None:
    """Three against none are one in 2744: hot alone, and hot no more where two hundred pairs were compared."""
    hot = {"here": (3, 0)}
    assert find(hot, HISTORY) == {
        "here": Finding(3, 0, 0.0, pytest.approx(1 / 2744), pytest.approx(1 / 2744))
    }
    assert find(hot | dict.fromkeys(range(200), (0, 1)), HISTORY) == {}
    assert list(find(hot | dict.fromkeys(range(200), (0, 0)), HISTORY)) == [
        "here"
    ]  # nothing there to compare


def test_find_shows_from_three_recent_issues() -> None:
    """Two against none are one in 196, and found; but they are not shown, and still count for the others."""
    assert find({"two": (2, 0)}, HISTORY) == {}
    both = find({"two": (2, 0), "three": (3, 0)}, HISTORY)
    assert both == {"three": Finding(3, 0, 0.0, pytest.approx(1 / 2744), pytest.approx(2 / 2744))}


def test_find_nothing_without_enough_history() -> None:
    assert find({"here": (20, 0)}, 83) == {}
    assert list(find({"here": (20, 0)}, 84)) == ["here"]
    assert find({}, HISTORY) == {}


def test_chance_alone_makes_few_hotspots() -> None:
    """Streets in which nothing changed: in at most a twentieth of them anything is found.

    600 streets of 60 pairs with rates of their own; three standard deviations of a binomial share are allowed for.
    """
    dice, streets, pairs = Random(1995), 600, 60
    wrong = 0
    for _street in range(streets):
        rates = [dice.choice((0.2, 1, 4, 15)) / 52 * dice.uniform(0.5, 1.5) for _pair in range(pairs)]
        seen = {
            n: (_poisson(dice, rate * RECENT / 7), _poisson(dice, rate * HISTORY / 7))
            for n, rate in enumerate(rates)
        }
        wrong += bool(find(seen, HISTORY))
    assert wrong / streets <= FALSE_SHARE + 3 * sqrt(FALSE_SHARE * (1 - FALSE_SHARE) / streets)


def _poisson(dice: Random, mean: float) -> int:
    """Knuth's: how many uniform numbers can be multiplied before the product falls below e^-mean."""
    number, product_ = 0, dice.random()
    while product_ > exp(-mean):
        number, product_ = number + 1, product_ * dice.random()
    return number
