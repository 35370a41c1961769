"""Named sets of rates as data (`data/indicators.toml`, and a file of the operator's own): formula, source, what is left out.

A rate without a denominator is no rate: it shows “no data”, never 0 % or 100 %. Per cent are rounded down to a tenth.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language

from beihu.office.tallies.measures import measures

SHIPPED = Path(__file__).parent / "data" / "indicators.toml"
DEFAULT = "wuhan"  # the set that a board shows before another is chosen
WHOLE = 100  # the weight of one case in a numerator


def _in_language(chinese: str, english: str) -> str:
    return english if english and (get_language() or "").startswith("en") else chinese


@dataclass(frozen=True)
class Rate:
    """So much of so much, in the numerator's hundredths."""

    part: int
    whole: int

    @cached_property
    def percent(self) -> Decimal | None:
        return Decimal(self.part * 1000 // (self.whole * WHOLE)) / 10 if self.whole > 0 else None


@dataclass(frozen=True)
class Indicator:
    key: str  # "wuhan.on_time"
    chinese: str
    english: str
    numerator: Mapping[str, int]  # measure: hundredths
    denominator: str
    out: tuple[str, ...]
    chinese_formula: str
    english_formula: str
    bands: tuple[int, int]

    @property
    def name(self) -> str:
        return _in_language(self.chinese, self.english)

    @property
    def formula(self) -> str:
        return _in_language(self.chinese_formula, self.english_formula)

    @property
    def measures(self) -> tuple[str, ...]:
        return (*self.numerator, self.denominator, *self.out)

    def rate(self, sums: Mapping[str, int]) -> Rate:
        part = sum(weight * sums.get(measure, 0) for measure, weight in self.numerator.items())
        return Rate(part, sums.get(self.denominator, 0))

    def tone(self, rate: Rate) -> str:
        if rate.percent is None:
            return "quiet"
        good, fair = self.bands
        return "good" if rate.percent >= good else "warn" if rate.percent >= fair else "bad"


@dataclass(frozen=True)
class Set:
    key: str
    chinese: str
    english: str
    source: str
    indicators: tuple[Indicator, ...]

    @property
    def name(self) -> str:
        return _in_language(self.chinese, self.english)

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for indicator in self.indicators for one in indicator.measures))


@cache
def sets() -> dict[str, Set]:
    """By key, the shipped ones first. ImproperlyConfigured, with a sentence, for a file that cannot be right."""
    files = [SHIPPED, *([Path(settings.INDICATOR_SETS)] if settings.INDICATOR_SETS else [])]
    return {key: _set(file, key, given) for file in files for key, given in _read(file).items()}


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as trouble:
        raise ImproperlyConfigured(f"INDICATOR_SETS: {file} cannot be read: {trouble}") from trouble


def _set(file: Path, key: str, given: dict[str, Any]) -> Set:
    rates = {name: one for name, one in given.items() if isinstance(one, dict)}
    try:
        indicators = tuple(
            Indicator(
                f"{key}.{name}", one["name"], one.get("english", ""), one["numerator"], one["denominator"],
                tuple(one.get("out", ())), one["formula"], one.get("english_formula", ""), tuple(one["bands"]),
            )
            for name, one in rates.items()
        )  # fmt: skip
        found = Set(key, given["name"], given.get("english", ""), given["source"], indicators)
    except KeyError as missing:
        raise ImproperlyConfigured(f"INDICATOR_SETS: {file}, set {key}: {missing} is missing") from missing
    if unknown := set(found.measures) - set(measures()):
        raise ImproperlyConfigured(
            f"INDICATOR_SETS: {file}, set {key}: no measure is called {', '.join(sorted(unknown))}"
        )
    return found
