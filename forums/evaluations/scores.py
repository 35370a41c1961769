"""From answers to scores: exact fractions, rounded once, when they are shown.

A criterion that fewer than five have answered has no score, as it would tell of single people; and no total is made
where one of its parts is missing, as the rest could be taken from it.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

LEAST = 5  # answers
LOW, HIGH = 1, 5  # of the scale
_CENT = Decimal("0.01")


def mean(counts: Mapping[int, int]) -> Fraction | None:
    """The mean of the answers, given how many gave each number."""
    answers = sum(counts.values())
    if answers < LEAST:
        return None
    return Fraction(sum(number * count for number, count in counts.items()), answers)


def total(parts: Iterable[tuple[int, Fraction | None]]) -> Fraction | None:
    """The weighted mean of (weight, mean); None when a part has none."""
    found = list(parts)
    whole = sum(weight for weight, _mean in found)
    if not whole or any(part is None for _weight, part in found):
        return None
    return sum((weight * part for weight, part in found if part is not None), Fraction()) / whole


def shown(score: Fraction | None) -> str | None:
    """Two places, half up: 4.13."""
    if score is None:
        return None
    return str((Decimal(score.numerator) / score.denominator).quantize(_CENT, ROUND_HALF_UP))


def percent(part: int, whole: int) -> int | None:
    """Of a hundred, half up; None of nothing at all."""
    return (200 * part + whole) // (2 * whole) if whole else None
