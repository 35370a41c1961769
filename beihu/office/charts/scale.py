"""Axes: up from 0 in steps people count in, and along the labels there is room for."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from beihu.office.charts.pen import WIDE, width

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """From 0 at `floor` up to `top` at `ceiling` (units of the drawing; y grows downwards)."""

    ticks: tuple[float, ...]
    floor: float
    ceiling: float

    @property
    def top(self) -> float:
        return self.ticks[-1]

    def at(self, value: float | None) -> float | None:
        return None if value is None else self.floor - (self.floor - self.ceiling) * value / self.top


def upright(values: Iterable[float | None], floor: float, ceiling: float, most: int = 4) -> Scale:
    """A scale of at most `most` steps that holds all values; counts are not parted into fractions."""
    there = [value for value in values if value is not None]
    highest = max(there, default=0.0)
    if not highest:
        return Scale((0, 1), floor, ceiling)
    raw = highest / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * one for one in STEPS if power * one >= raw * (1 - 1e-9))
    if all(value.is_integer() for value in there):
        step = max(1.0, float(math.ceil(step)))
    count = max(1, math.ceil(highest / step * (1 - 1e-9)))
    ticks = (step * one for one in range(count + 1))
    return Scale(tuple(int(one) if one.is_integer() else one for one in ticks), floor, ceiling)


def along(count: int, left: float, right: float) -> list[float]:
    """Where `count` points stand between two edges; one alone stands in the middle."""
    if count == 1:
        return [(left + right) / 2]
    return [left + (right - left) * one / (count - 1) for one in range(count)]


def readable(labels: Sequence[str], xs: Sequence[float]) -> list[tuple[int, float]]:
    """Which labels are written, and around which x: every nth, the last always, none over another."""
    middles = [min(max(x, width(one) / 2), WIDE - width(one) / 2) for one, x in zip(labels, xs, strict=True)]
    halves = [width(one) / 2 for one in labels]
    for step in range(1, len(labels) + 1):
        chosen = range(len(labels) - 1, -1, -step)
        if all(
            middles[after] - halves[after] >= middles[before] + halves[before] + 6
            for after, before in pairwise(chosen)
        ):
            return [(one, middles[one]) for one in reversed(chosen)]
    return []
