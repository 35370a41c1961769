"""Line: one or several series over time."""

from collections.abc import Callable, Sequence

from beihu.office.charts.chart import Chart, drawn, nothing
from beihu.office.charts.pen import (
    END,
    MIDDLE,
    ROW,
    SHAPES,
    WIDE,
    Point,
    area,
    clip,
    flow,
    known,
    marked,
    number,
    path,
    runs_of,
    text,
    told,
    width,
)  # fmt: skip
from beihu.office.charts.scale import Scale, along, readable, upright

TALL = 150
MARGIN = 170  # words beside the axis are not wider
SAMPLE = 38  # a piece of line with its mark, in the legend
DENSE = 24  # from so many points on, only the last and lonely ones are marked

Series = Sequence[tuple[str, Sequence[float | None]]]


def line(
    title: str,
    description: str,
    labels: Sequence[str],
    series: Series,
    *,
    head: str,
    shown: Callable[[float | None], str] = told,
) -> Chart:
    """Each series has a value or None for each label, else ValueError. `head` names the column of labels; `shown` writes a value in words, on the axis too."""
    names = [name for name, _values in series]
    figures, table = read(labels, series, shown)
    everything = [one for values in figures for one in values]
    if all(one is None for one in everything):
        return nothing(title, description, head=(head, *names), rows=table)
    legend, top = _legend(names) if len(names) > 1 else ("", 0.0)
    scale = upright(everything, top + 14 + TALL, top + 14)
    left = max(width(clip(shown(tick), MARGIN)) for tick in scale.ticks) + 8
    short = [clip(label, 100) for label in labels]
    edge = min(30.0, max(8.0, width(short[-1]) / 2))
    xs = along(len(labels), left + 6, WIDE - edge)
    body = [legend, _grid(scale, left, shown)]
    body += [text(x, scale.floor + 21, short[one], MIDDLE) for one, x in readable(short, xs)]
    for shape, values in enumerate(figures):
        words = [f"{row[0]}, {names[shape]}: {row[1 + shape]}" for row in table]
        body.append(_series(xs, values, scale, shape, words, alone=len(names) == 1))
    return drawn(title, description, "".join(body), scale.floor + 30, head=(head, *names), rows=table)


def read(
    labels: Sequence[str], series: Series, shown: Callable[[float | None], str]
) -> tuple[list[list[float | None]], list[tuple[str, ...]]]:
    """The series as they can be drawn, and the table of all figures in words, a row for each label."""
    figures = [[known(one) for one in values] for _name, values in series]
    words = [
        [shown(None if drawable is None else one) for one, drawable in zip(values, there, strict=True)]
        for (_name, values), there in zip(series, figures, strict=True)
    ]
    return figures, [(label, *row) for label, *row in zip(labels, *words, strict=True)]


def _grid(scale: Scale, left: float, shown: Callable[[float | None], str]) -> str:
    found = []
    for tick in scale.ticks:
        y = scale.at(tick) or 0.0
        found.append(
            f'<path class="{"grid" if tick else "axis"}" d="M{number(left)},{number(y)}H{WIDE}"/>'
            + text(left - 6, y + 5, clip(shown(tick), MARGIN), "soft", END)
        )
    return "".join(found)


def _series(
    xs: Sequence[float],
    values: Sequence[float | None],
    scale: Scale,
    shape: int,
    words: Sequence[str],
    *,
    alone: bool,
) -> str:
    ys = [scale.at(one) for one in values]
    runs = runs_of(xs, ys)
    single: set[Point] = {run[0] for run in runs if len(run) == 1}
    last = max((one for one, y in enumerate(ys) if y is not None), default=0)
    marks = [
        marked((x, y), shape, words[one])
        for one, (x, y) in enumerate(zip(xs, ys, strict=True))
        if y is not None and (len(xs) < DENSE or one == last or (x, y) in single)
    ]
    wash = area(runs, scale.floor) if alone else ""
    dash = (shape + shape // SHAPES) % SHAPES  # a sixth series has the first's colour and the second's dash
    return wash + path(runs, f"trend i{shape % SHAPES} dash{dash}") + "".join(marks)


def _legend(names: Sequence[str]) -> tuple[str, float]:
    short = [clip(name, WIDE - SAMPLE) for name in names]
    places, end = flow(short, SAMPLE, 0)
    found = []
    for shape, (name, (x, y)) in enumerate(zip(short, places, strict=True)):
        dash = (shape + shape // SHAPES) % SHAPES
        found.append(
            path([[(x, y + 11), (x + SAMPLE - 8, y + 11)]], f"trend i{shape % SHAPES} dash{dash}")
            + marked((x + (SAMPLE - 8) / 2, y + 11), shape)
            + text(x + SAMPLE - 3, y + 16, name)
        )
    return "".join(found), end + ROW / 4
