"""The lines of the inbox, drawn without the template engine: it took half of the time of the page staff load most.

`format_html_join` escapes every value that goes in.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import get_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from beihu.audit.masking import redact
from beihu.templatetags.beihu import chip

from ..categories import Category
from ..neighbours import shorten
from ..states import TICKING, TONES, Status

CATEGORIES = dict(Category.choices)
STATUSES = dict(Status.choices)
BEGINNING = 160  # characters of a text that a list reads
NO_DUE = mark_safe("<span></span>")  # nosec B308: a constant
FIELDS = ("place_id", "category", "urgent", "status", "solve_due", "party__name")
TICK = '<input type="checkbox" name="pk" value="{}" aria-label="{}">'
LINE = (
    '<li data-row="{}"><div class="tick">{}</div><div class="line"><a href="/issues/{}/">{}</a><span>{}</span>'
    "<span>{}</span><span>{}</span><span>{}</span>{}{}</div></li>"
)


def lines(rows: Iterable[dict[str, Any]], names: dict[str, str], *, ticks: bool) -> SafeString:
    """`rows` are values of FIELDS with `pk`, `submitted_at` and `beginning`; `names` those of their places."""
    rows, now = list(rows), timezone.now()
    chips = {
        state: chip(STATUSES[state], f"status-{state}", TONES.get(state, "quiet")) for state in _states(rows)
    }
    words = {"late": _("overdue since"), "urgent": _("urgent"), "dates": get_format("SHORT_DATETIME_FORMAT")}
    return format_html_join("\n", LINE, (_cells(row, names, chips, words, now, ticks) for row in rows))


def _states(rows: list[dict[str, Any]]) -> set[str]:
    return {row["status"] for row in rows}


def _cells(
    row: dict[str, Any],
    names: dict[str, str],
    chips: dict[str, SafeString],
    words: dict[str, str],
    now: datetime,
    ticks: bool,
) -> tuple[Any, ...]:
    pk = row["pk"]
    reference = f"{timezone.localtime(row['submitted_at']):%y%m%d}-{pk:05d}"
    category = str(CATEGORIES.get(row["category"], ""))
    return (
        pk,
        format_html(TICK, pk, reference) if ticks else "",
        pk,
        shorten(redact(row["beginning"])),
        reference,
        names.get(row["place_id"], ""),
        f"{category} · {words['urgent']}" if row["urgent"] else category,
        row["party__name"] or "",
        _due(row, words, now),
        chips[row["status"]],
    )


def _due(row: dict[str, Any], words: dict[str, str], now: datetime) -> SafeString:
    due = row["solve_due"]
    if due is None or row["status"] not in TICKING:
        return NO_DUE
    day = format_date(timezone.localtime(due), words["dates"])
    if due < now:
        return format_html('<span class="late">{} {}</span>', words["late"], day)
    return format_html("<span>{}</span>", day)
