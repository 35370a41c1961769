"""Bars of what came in and went out, month by month, drawn by the server as one SVG; the table beside it says the same."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from .queries import Shown

LEFT, WIDE = 72, 160  # where bars begin, and how long the longest is
ROW, BAR = 46, 16  # heights


class Bar(NamedTuple):
    month: str
    top: int
    text: int  # baseline of the month's name
    income: str
    expense: str
    income_width: int
    expense_width: int
    income_text: int  # where the amounts begin
    expense_text: int
    below: int  # top of the second bar


class Drawing(NamedTuple):
    bars: list[Bar]
    height: int


def draw(months: Sequence[Shown]) -> Drawing:
    """Newest on top, as in the table. The longest bar is the largest amount; what is negative has no bar."""
    most = max([Decimal(1), *(max(one.came_in, one.went_out) for one in months)])
    bars = []
    for n, one in enumerate(months):
        widths = [max(0, round(WIDE * amount / most)) for amount in (one.came_in, one.went_out)]
        bars.append(
            Bar(
                month=str(one.snapshot),
                top=n * ROW,
                text=n * ROW + 22,
                income=f"{one.came_in:.2f}",
                expense=f"{one.went_out:.2f}",
                income_width=widths[0],
                expense_width=widths[1],
                income_text=LEFT + widths[0] + 4,
                expense_text=LEFT + widths[1] + 4,
                below=n * ROW + BAR + 2,
            )
        )
    return Drawing(bars, len(bars) * ROW)
