"""The pen: numbers, words and marks as SVG text. Lengths are units of a drawing 340 wide."""

import math
import re
from collections.abc import Iterable, Sequence
from unicodedata import category, east_asian_width

from django.utils.html import escape
from django.utils.translation import gettext as _

WIDE = 340
LETTER = 18  # the height of letters in large type on a phone; 14.5 otherwise (static/css/charts.css)
ROW = 22  # from one line of words to the next
START, MIDDLE, END = "", "m", "e"  # classes that anchor words
SHAPES = 5  # colours, dashes and marks, each as many
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2

Point = tuple[float, float]


def number(value: float) -> str:
    """One decimal at most: 12, 12.5."""
    return f"{round(value, 1):g}"


def safe(words: object) -> str:
    return str(escape(UNWRITABLE.sub("", str(words))))


def known(value: float | None) -> float | None:
    """A figure as it can be drawn: from 0 to 10¹⁸, to the ninth decimal; what is no number is no data."""
    if value is None or not math.isfinite(value):
        return None
    return min(max(0.0, round(float(value), 9)), 1e18)


def told(value: float | None) -> str:
    """1,234 or 12.5 or “no data”."""
    if value is None or not math.isfinite(value):
        return _("no data")
    whole = round(value)
    return f"{whole:,}" if abs(value - whole) < 0.05 else f"{value:,.1f}"


def width(words: str) -> float:
    """About how long these words are in large type: a Chinese letter is as wide as it is high."""
    return LETTER * sum(
        1.0 if east_asian_width(one) in "WF" else 0.0 if category(one)[0] in "CM" else 0.6 for one in words
    )


def clip(words: str, room: float) -> str:
    """As much of the words as there is room for; the table has them whole."""
    words = " ".join(str(words).split())
    if width(words) <= room:
        return words
    while words and width(words) + LETTER > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


def text(x: float, y: float, words: object, *classes: str) -> str:
    kinds = " ".join(filter(None, classes))
    said = f' class="{kinds}"' if kinds else ""
    return f'<text{said} x="{number(x)}" y="{number(y)}">{safe(words)}</text>'


def path(runs: Iterable[Sequence[Point]], kind: str) -> str:
    """One path through all runs of two points and more; between runs is a gap."""
    d = "".join("M" + " ".join(f"{number(x)},{number(y)}" for x, y in run) for run in runs if len(run) > 1)
    return f'<path class="{kind}" d="{d}"/>' if d else ""


def area(runs: Iterable[Sequence[Point]], floor: float) -> str:
    """A wash under the line, down to the axis."""
    closed = [[(run[0][0], floor), *run, (run[-1][0], floor)] for run in runs if len(run) > 1]
    return path(closed, "wash")


def runs_of(xs: Sequence[float], ys: Sequence[float | None]) -> list[list[Point]]:
    """Neighbours that are known, together; a gap parts them."""
    runs: list[list[Point]] = [[]]
    for x, y in zip(xs, ys, strict=True):
        if y is None:
            runs.append([])
        else:
            runs[-1].append((x, y))
    return [run for run in runs if run]


def marked(at: Point, shape: int, words: str = "") -> str:
    """The mark of a series: disc, hollow square, triangle, hollow diamond, hollow disc."""
    x, y = number(at[0]), number(at[1])
    d = (
        f"M{x},{y}m-4,0a4,4 0 1 0 8,0a4,4 0 1 0-8,0z",
        f"M{x},{y}m-4-4h8v8h-8z",
        f"M{x},{y}m0-5l5,9h-10z",
        f"M{x},{y}m0-5.5l5.5,5.5-5.5,5.5-5.5-5.5z",
        f"M{x},{y}m-4,0a4,4 0 1 0 8,0a4,4 0 1 0-8,0z",
    )[shape % SHAPES]
    title = f"<title>{safe(words)}</title>" if words else ""
    return f'<path class="point i{shape % SHAPES}" d="{d}">{title}</path>'


def flow(entries: Sequence[str], sample: float, top: float) -> tuple[list[Point], float]:
    """Where each entry of a legend begins, a `sample` and its words side by side, and where the legend ends."""
    places: list[Point] = []
    x, y = 0.0, top
    for words in entries:
        wide = sample + width(words) + 10
        if x and x + wide > WIDE:
            x, y = 0.0, y + ROW
        places.append((x, y))
        x += wide
    return places, (y + ROW if places else top)
