"""Bars: how much, row by row; the words stand above their bar, so that a phone has room for both."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from beihu.office.charts.chart import Chart, drawn, nothing
from beihu.office.charts.pen import END, WIDE, clip, known, number, safe, text, width

PITCH, THICK = 48, 13


def bars(
    title: str,
    description: str,
    rows: Sequence[tuple[str, float | None, str]],
    *,
    head: tuple[str, str] = ("", ""),
) -> Chart:
    """Rows of (label, value, value in words) in the order they come. None is “no data” and a dashed line; 0 is an axis without a bar."""
    figures = [known(value) for _label, value, _words in rows]
    words = [
        _("no data") if one is None else said or number(one)
        for one, (_label, _value, said) in zip(figures, rows, strict=True)
    ]
    table = [(label, said) for (label, _value, _words), said in zip(rows, words, strict=True)]
    if all(one is None for one in figures):
        return nothing(title, description, head=head, rows=table)
    top = max(one for one in figures if one is not None) or 1.0
    drawing = "".join(
        _bar(index * PITCH, label, one, said, top)
        for index, ((label, said), one) in enumerate(zip(table, figures, strict=True))
    )
    return drawn(title, description, drawing, len(rows) * PITCH - 8, head=head, rows=table)


def _bar(y: float, label: str, value: float | None, said: str, top: float) -> str:
    kind = "strong" if value is not None else "soft"
    said = clip(said, WIDE / 2)
    words = text(0, y + 16, clip(label, WIDE - width(said) - 16)) + text(WIDE, y + 16, said, kind, END)
    title = f"<title>{safe(label)}: {safe(said)}</title>"
    if value is None:
        middle = number(y + 23 + THICK / 2)
        return f'<g>{title}{words}<path class="missing" d="M1,{middle}H{WIDE}"/></g>'
    long = number((WIDE - 2) * (value / top))
    return (
        f'<g>{title}{words}<rect class="track" x="2" y="{number(y + 23)}" width="{WIDE - 2}" height="{THICK}"/>'
        f'<rect class="full" x="2" y="{number(y + 23)}" width="{long}" height="{THICK}"/>'
        f'<path class="axis" d="M1,{number(y + 21)}v{THICK + 4}"/></g>'
    )
