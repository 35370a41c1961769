"""Sparkline: a trend as large as a word, dozens on a page."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from beihu.office.charts.pen import known, number, path, runs_of, safe, text

LEFT, RIGHT, FLOOR, CEILING = 5, 113, 27, 6


def sparkline(values: Sequence[float | None], *, label: str) -> SafeString:
    """120 × 32, from 0 to the highest; None is a gap. The last known point is a disc: hollow where newer ones are missing."""
    figures = [known(value) for value in values]
    top = max((one for one in figures if one is not None), default=None)
    frame = f'<svg class="spark" viewBox="0 0 120 32" role="img"><title>{safe(label)}</title>'
    if top is None:
        return mark_safe(frame + text(5, 22, _("no data")) + "</svg>")  # nosec B308 B703: every word was escaped
    across = (RIGHT - LEFT) / max(1, len(figures) - 1)
    up = (FLOOR - CEILING) / top if top else 0.0
    xs = [LEFT + across * one for one in range(len(figures))] if len(figures) > 1 else [RIGHT]
    runs = runs_of(xs, [None if one is None else FLOOR - one * up for one in figures])
    alone = "".join(
        f'<circle class="dot" cx="{number(x)}" cy="{number(y)}" r="1.6"/>'
        for x, y in (run[0] for run in runs[:-1] if len(run) == 1)
    )
    x, y = runs[-1][-1]
    kind = "last" if figures[-1] is not None else "last old"
    return mark_safe(  # nosec B308 B703: every word was escaped
        f'{frame}<path class="base" d="M5,29H115"/>{path(runs, "trend")}{alone}'
        f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="3.5"/></svg>'
    )
