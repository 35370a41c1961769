"""What every picture is: a title, a description, the drawing, and the same figures as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from beihu.office.charts.pen import MIDDLE, WIDE, number, safe, text


@dataclass(frozen=True)
class Chart:
    """A picture and its table: `head` names the columns, the first cell of each row names the row."""

    title: str
    description: str
    svg: SafeString
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def drawn(
    title: str,
    description: str,
    body: str,
    height: float,
    *,
    head: Iterable[str],
    rows: Iterable[Sequence[str]],
) -> Chart:
    """Frame a drawing of 340 × `height` units, about a phone's pixels. Ids come from what is drawn, so that a page drawn twice is the same."""
    mark = blake2s(f"{title}\0{description}\0{body}".encode(errors="replace"), digest_size=5).hexdigest()
    svg = (
        f'<svg viewBox="0 0 {WIDE} {number(height)}" role="img" translate="no" aria-labelledby="t{mark} d{mark}">'
        f'<title id="t{mark}">{safe(title)}</title><desc id="d{mark}">{safe(description)}</desc>{body}</svg>'
    )
    table = tuple(tuple(str(cell) for cell in row) for row in rows)
    return Chart(str(title), str(description), mark_safe(svg), tuple(str(name) for name in head), table)  # nosec B308 B703: every word was escaped


def nothing(title: str, description: str, *, head: Iterable[str], rows: Iterable[Sequence[str]]) -> Chart:
    """The picture of no figures: it says so instead of drawing a line at 0."""
    frame = f'<rect class="none" x="1" y="1" width="{WIDE - 2}" height="58" rx="8"/>'
    words = text(WIDE / 2, 35, _("no data"), "soft", MIDDLE)
    return drawn(title, description, frame + words, 60, head=head, rows=rows)
