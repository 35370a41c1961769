"""Calendar: how much happened on each day, weeks beside one another, Monday on top."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from beihu.office.charts.chart import Chart, drawn, nothing
from beihu.office.charts.pen import ROW, WIDE, Point, flow, number, safe, text, told, width

LETTERS = {  # every second day: letters of large type are higher than a day
    0: pgettext_lazy("weekday", "Mo"),
    2: pgettext_lazy("weekday", "We"),
    4: pgettext_lazy("weekday", "Fr"),
    6: pgettext_lazy("weekday", "Su"),
}
LEFT = 25
CELL = 17.5
BAND = 18  # weeks side by side; a year is three bands
STEPS = 5
SIZES = (2.5, 6, 8.5, 11, 13.5, 16)  # of the squares; nothing is a dot


def calendar(title: str, description: str, days: Mapping[date, int], *, since: date, until: date) -> Chart:
    """Days from `since` to before `until`; a day that is not in `days` had none. Five steps, each a fifth of the days that had some."""
    head = (_("Week from"), *(str(WEEKDAYS_ABBR[one]) for one in range(7)), _("Sum"))
    span = [since + timedelta(days=one) for one in range((until - since).days)]
    counts = {day: max(0, days.get(day, 0)) for day in span}
    weeks = [(monday, list(inside)) for monday, inside in groupby(span, key=_monday)]
    table = [_row(monday, inside, counts) for monday, inside in weeks]
    if not span:
        return nothing(title, description, head=head, rows=table)
    level = Levels(list(counts.values()))
    body, y = [], 0.0
    for first in range(0, len(weeks), BAND):
        band = weeks[first : first + BAND]
        body.append(_band(band, counts, level, y))
        y += ROW + 7 * CELL + 10
    key, height = level.legend(y)
    return drawn(title, description, "".join(body) + key, height, head=head, rows=table)


class Levels:
    """Which of five steps a count is on, by fifths of the days that had some; equal counts are on one step."""

    def __init__(self, counts: Sequence[int]) -> None:
        some = sorted(one for one in counts if one)
        self.cuts = [some[-(-len(some) * one // STEPS) - 1] for one in range(1, STEPS)] if some else []
        self.spans: dict[int, tuple[int, int]] = {0: (0, 0)}
        for step, inside in groupby(some, key=self.of):
            found = list(inside)
            self.spans[step] = (found[0], found[-1])

    def of(self, count: int) -> int:
        return 1 + bisect_left(self.cuts, count) if count else 0

    def legend(self, top: float) -> tuple[str, float]:
        """A square of each step that occurs, with the counts it stands for."""
        words = [
            told(low) if low == high else f"{told(low)}–{told(high)}" for low, high in self.spans.values()
        ]
        places, end = flow(words, 21, top)
        drawing = "".join(
            square((x, y + 2), step) + text(x + 21, y + 16, said)
            for (x, y), step, said in zip(places, self.spans, words, strict=True)
        )
        return drawing, end + 2


def square(corner: Point, step: int, words: str = "") -> str:
    """A day: the more, the larger and darker, so that it reads without colour."""
    size = SIZES[step]
    x, y = (number(one + (CELL - size) / 2) for one in corner)
    title = f"<title>{safe(words)}</title>" if words else ""
    return f'<rect class="day d{step}" x="{x}" y="{y}" width="{size}" height="{size}">{title}</rect>'


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _row(monday: date, inside: Sequence[date], counts: Mapping[date, int]) -> tuple[str, ...]:
    """A week in the table; a day outside the span is left empty."""
    seven = (monday + timedelta(days=one) for one in range(7))
    cells = [told(counts[day]) if day in counts else "" for day in seven]
    return (date_format(monday, "SHORT_DATE_FORMAT"), *cells, told(sum(counts[day] for day in inside)))


def _band(
    band: Sequence[tuple[date, Sequence[date]]], counts: Mapping[date, int], level: Levels, top: float
) -> str:
    body = [text(0, top + ROW + CELL * (one + 0.75), letter, "soft") for one, letter in LETTERS.items()]
    for column, (_first, inside) in enumerate(band):
        x = LEFT + column * CELL
        body += [
            square(
                (x, top + ROW + day.weekday() * CELL),
                level.of(counts[day]),
                f"{date_format(day, 'SHORT_DATE_FORMAT')}: {told(counts[day])}",
            )
            for day in inside
        ]
    return _months(band, top) + "".join(body)


def _months(band: Sequence[tuple[date, Sequence[date]]], top: float) -> str:
    """Each month above the week it begins in, and January as its year; above the first week its own month, if there is room."""
    written, free = [], float(WIDE)
    for column in range(len(band) - 1, -1, -1):
        inside = band[column][1]
        day = next((one for one in inside if one.day == 1), inside[0] if column == 0 else None)
        if day is None:
            continue
        x, words = LEFT + column * CELL, date_format(day, "Y" if day.month == 1 else "M")
        if x + width(words) <= free:
            written.append(text(x, top + 15, words, "soft"))
            free = x - 6
    return "".join(written)
