"""Funnel: how many came so far, step after step (夜话 → 议题 → 决议 → 承诺 → 评判)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from beihu.office.charts.chart import Chart, drawn, nothing
from beihu.office.charts.pen import END, WIDE, clip, number, safe, text, told, width

PITCH, THICK = 56, 18


def funnel(title: str, description: str, steps: Sequence[tuple[str, int]]) -> Chart:
    """Steps in their order, each with its count; a later step may hold more than an earlier one, where not all begin at the first."""
    head = (_("Step"), _("How many"))
    table = [(label, told(count)) for label, count in steps]
    top = max((count for _label, count in steps), default=0)
    if not steps:
        return nothing(title, description, head=head, rows=table)
    widths = [max(0, count) / top * WIDE if top > 0 else 0.0 for _label, count in steps]
    body = []
    for index, ((label, said), wide) in enumerate(zip(table, widths, strict=True)):
        y = index * PITCH
        if index:
            body.append(_between(y - PITCH + 24 + THICK, y + 24, widths[index - 1], wide))
        body.append(
            f"<g><title>{safe(label)}: {said}</title>{text(0, y + 16, clip(label, WIDE - width(said) - 16))}"
            f"{text(WIDE, y + 16, said, 'strong', END)}{_step(y + 24, wide)}</g>"
        )
    return drawn(title, description, "".join(body), len(steps) * PITCH - 12, head=head, rows=table)


def _step(y: float, wide: float) -> str:
    """A bar in the middle; of nothing, only the middle."""
    if not wide:
        return f'<path class="axis" d="M{WIDE / 2:g},{number(y)}v{THICK}"/>'
    wide = max(wide, 2.0)
    return f'<rect class="full" x="{number((WIDE - wide) / 2)}" y="{number(y)}" width="{number(wide)}" height="{THICK}"/>'


def _between(top: float, floor: float, upper: float, lower: float) -> str:
    """What ties a step to the next."""
    half = WIDE / 2
    corners = (
        (half - upper / 2, top),
        (half + upper / 2, top),
        (half + lower / 2, floor),
        (half - lower / 2, floor),
    )
    return f'<path class="wash" d="M{" ".join(f"{number(x)},{number(y)}" for x, y in corners)}z"/>'
