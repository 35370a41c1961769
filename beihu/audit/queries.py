"""Pages of the log, newest first."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import InvalidPage
from django.utils import timezone

from beihu.scope import ScopedQuerySet, under

PAGE = 50
LONGEST_CURSOR = 18


def filtered(rows: ScopedQuerySet, wanted: dict[str, Any]) -> ScopedQuerySet:
    """Narrowed by the cleaned values of `AuditFilterForm`; both days are whole days of the portal's zone."""
    if verb := wanted.get("verb"):
        rows = rows.filter(verb=verb)
    if who := wanted.get("who"):
        rows = rows.filter(actor__username=who)
    if target := wanted.get("target"):
        rows = rows.filter(target=target)
    if place := wanted.get("place"):
        rows = rows.filter(under("place_id", place))
    if since := wanted.get("since"):
        rows = rows.filter(at__gte=_midnight(since))
    if (until := wanted.get("until")) and until < date.max:  # no day follows the last one
        rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
    return rows


def page_after(rows: ScopedQuerySet, cursor: str) -> tuple[list[Any], str]:
    """One page and the cursor of the next ('' = last). Numbers grow with time, so they are the order."""
    if cursor:
        if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= LONGEST_CURSOR):
            raise InvalidPage
        rows = rows.filter(pk__lt=int(cursor))
    found = list(rows.select_related("actor").order_by("-pk")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
