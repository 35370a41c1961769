"""Small multiples (小多图): many places side by side on one scale, two in a row."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from beihu.office.charts.chart import Chart, drawn, nothing
from beihu.office.charts.line import Series, read
from beihu.office.charts.pen import (
    END,
    WIDE,
    area,
    clip,
    marked,
    number,
    path,
    runs_of,
    safe,
    text,
    told,
)
from beihu.office.charts.scale import Scale, along, upright

PANEL, PITCH = 158, 118
TOP = 34  # below the line that tells the scale
PLOT_TOP, PLOT_FLOOR = 44, 96  # inside a panel, below its name and its last figure
HOLLOW = 4  # the mark of a last point where newer figures are missing


def multiples(
    title: str,
    description: str,
    labels: Sequence[str],
    panels: Series,
    *,
    head: str,
    shown: Callable[[float | None], str] = told,
) -> Chart:
    """Each panel has a value or None for each label, else ValueError; in words beside it: its last value."""
    names = [name for name, _values in panels]
    figures, table = read(labels, panels, shown)
    everything = [one for values in figures for one in values]
    if all(one is None for one in everything):
        return nothing(title, description, head=(head, *names), rows=table)
    scale = upright(everything, PLOT_FLOOR, PLOT_TOP, most=2)
    spoken = _("Scale: %(low)s to %(high)s") % {"low": shown(0), "high": shown(scale.top)}
    body = [text(0, 16, clip(spoken, WIDE), "soft")]
    for index, (name, values) in enumerate(zip(names, figures, strict=True)):
        last = table[-1][1 + index]
        x, y = (index % 2) * (WIDE - PANEL), TOP + index // 2 * PITCH
        body.append(f'<g transform="translate({x} {y})">{_panel(name, values, scale, last)}')
        body.append(_ends(labels) if index >= len(names) - 2 else "")
        body.append("</g>")
    height = TOP + (len(names) + 1) // 2 * PITCH + 6
    return drawn(title, description, "".join(body), height, head=(head, *names), rows=table)


def _panel(name: str, values: Sequence[float | None], scale: Scale, last: str) -> str:
    xs = along(len(values), 5, PANEL - 6)
    runs = runs_of(xs, [scale.at(one) for one in values])
    lines = "".join(
        f'<path class="{"grid" if tick else "axis"}" d="M0,{number(scale.at(tick) or 0)}H{PANEL}"/>'
        for tick in scale.ticks
    )
    alone = "".join(marked(run[0], 0) for run in runs[:-1] if len(run) == 1)
    end = marked(runs[-1][-1], 0 if values[-1] is not None else HOLLOW, f"{name}: {last}") if runs else ""
    return (
        f"<title>{safe(name)}</title>{text(0, 15, clip(name, PANEL))}"
        + text(0, 36, clip(last, PANEL), "soft" if values[-1] is None else "strong")
        + f"{lines}{area(runs, scale.floor)}{path(runs, 'trend i0')}{alone}{end}"
    )


def _ends(labels: Sequence[str]) -> str:
    """First and last label, under the lowest panel of a column."""
    if len(labels) == 1:
        return text(0, PLOT_FLOOR + 20, clip(labels[0], PANEL), "soft")
    return text(0, PLOT_FLOOR + 20, clip(labels[0], PANEL / 2 - 3), "soft") + text(
        PANEL, PLOT_FLOOR + 20, clip(labels[-1], PANEL / 2 - 3), "soft", END
    )
