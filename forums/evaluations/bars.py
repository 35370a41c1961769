"""The scores as a picture: one bar for each criterion on a scale to five, the period before as a thin one below it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .scores import HIGH

WIDE, LINE = 320, 46  # units of the drawing
WORDS = 18  # signs that fit over a bar


@dataclass(frozen=True)
class Bar:
    label: str
    score: str | None
    length: int  # 0 when there is no score
    before: int
    y: int


@dataclass(frozen=True)
class Picture:
    bars: list[Bar]
    height: int
    wide: int = WIDE

    @property
    def box(self) -> str:
        return f"0 0 {self.wide} {self.height}"


def picture(result: dict[str, Any]) -> Picture:
    before = (result["previous"] or {}).get("criteria", {})
    found = [
        Bar(
            _short(one["text"]),
            one["score"],
            _length(one["score"]),
            _length(before.get(one["text"])),
            n * LINE,
        )
        for n, one in enumerate(result["criteria"])
    ]
    return Picture(found, len(found) * LINE)


def _length(score: str | None) -> int:
    return round(Decimal(score) * WIDE / HIGH) if score else 0


def _short(text: str) -> str:
    return text if len(text) <= WORDS else f"{text[: WORDS - 1]}…"
