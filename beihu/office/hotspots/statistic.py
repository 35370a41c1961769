"""When is a building hotter than its own history? The one place where that is decided; pure Python, exact.

Were the rate the same in both windows, each of the n = recent + before issues would lie in the recent window with the chance
r = days recent / (days recent + days before), whatever the rate is: given n, the recent ones are Binomial(n, r). The chance of
so many of them or more is the one-sided exact test of two Poisson rates (J. Przyborowski, H. Wilenski: Homogeneity of results
in testing samples from Poisson series, Biometrika 31 (1940), 313–323). Both windows are whole weeks, and the longer one is a
year of them where there is a year, so that weekends are not taken for a change, and every season stands in the history once.
It takes issues for independent of each other: duplicates of one trouble are merged by staff and counted once.

A street compares thousands of pairs of building and category: one in twenty would look hot by chance alone. So the procedure
of Y. Benjamini and Y. Hochberg (Controlling the false discovery rate, J. R. Stat. Soc. B 57 (1995), 289–300) holds the expected
share of false ones among those found at `FALSE_SHARE`, also where troubles come together (Y. Benjamini, D. Yekutieli, Ann. Stat. 29
(2001), 1165–1188: under positive dependence). It must see *every* pair with an issue in either window. Leaving out
those with few recent issues first would look at the very thing that is tested, pretend that fewer pairs were compared, and find
too much; n, which decides here, says nothing about how it splits. Only what has been found is then held against
`SHOWN_FROM`: two leaking taps are nobody's agenda, however quiet the house was.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from math import comb
from typing import NamedTuple, TypeVar

RECENT = 28  # days: the last four weeks
HISTORY = 364  # days before those: 52 weeks
LEAST_HISTORY = 84  # days; with less the portal does not know what is usual
FALSE_SHARE = 0.05  # of what is found, at most, in the long run
SHOWN_FROM = 3  # recent issues

Pair = TypeVar("Pair")  # building and category, to whoever calls


class Finding(NamedTuple):
    """A pair that is hot: `p` of the test, `q` after adjustment, and how many recent ones its history would explain."""

    recent: int
    before: int
    expected: float
    p: float
    q: float


@lru_cache(maxsize=10_000)
def chance(recent: int, before: int, days_recent: int = RECENT, days_before: int = HISTORY) -> Fraction:
    """P(X ≥ recent) for X ~ Binomial(recent + before, share of the recent days), exactly.

    Counts are of issues, windows in days, of which both must be positive: ValueError otherwise.
    """
    if min(recent, before) < 0 or min(days_recent, days_before) < 1:
        raise ValueError("counts from 0, windows from one day")
    inside = Fraction(days_recent, days_recent + days_before)
    a, all_of = inside.numerator, inside.denominator
    b, n = all_of - a, recent + before
    return Fraction(sum(comb(n, i) * a**i * b ** (n - i) for i in range(recent, n + 1)), all_of**n)


def adjusted(p_values: Iterable[float]) -> list[float]:
    """The q value of each, in the given order: the smallest share of false findings at which it would be found."""
    given = list(p_values)
    q_values, least = [1.0] * len(given), 1.0
    order = sorted(range(len(given)), key=given.__getitem__, reverse=True)
    for rank, at in zip(range(len(given), 0, -1), order, strict=True):
        least = min(least, given[at] * len(given) / rank)
        q_values[at] = least
    return q_values


def expected(before: int, days_before: int) -> float:
    """How many issues of the recent window the history explains."""
    return before * RECENT / days_before


def find(counts: Mapping[Pair, tuple[int, int]], days_before: int) -> dict[Pair, Finding]:
    """Of pairs with (recent, before) those that are hot. `days_before` is the length of their history in days."""
    if days_before < LEAST_HISTORY:
        return {}
    pairs = {pair: both for pair, both in counts.items() if any(both)}
    p_values = [float(chance(k, h, RECENT, days_before)) for k, h in pairs.values()]
    return {
        pair: Finding(k, h, expected(h, days_before), p, q)
        for (pair, (k, h)), p, q in zip(pairs.items(), p_values, adjusted(p_values), strict=True)
        if q <= FALSE_SHARE and k >= SHOWN_FROM
    }
