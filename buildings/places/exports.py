"""The log of tables that people take away: who, how many rows, what of, filtered how; before the first byte goes out."""

from typing import Any

from django.db.models import QuerySet

from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.scope import reach_of

from .models import Place


def record_export(verb: str, rows: QuerySet, *, by: Any, right: str, kind: str, filters: str = "") -> int:
    """Returns how many rows. Call it in the view, then stream them. The entry lies at the first place the `right` reaches;
    `filters` is the query string."""
    count = rows.order_by().count()
    reach = sorted(reach.prefix for reach in reach_of(by, right))
    where = Place.objects.filter(code=reach[0]).first() if reach else None
    record(verb, where or by, by=by, count=count, kind=kind, filters=redact(filters)[:300])
    return count
