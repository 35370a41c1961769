"""Bills as a table to take away, for collectors: doors, no names."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from beihu.sheets.writing import Value, csv_lines, in_language, xlsx_bytes
from tripartite.issues.queries import place_names

from .models import BillQuerySet

MAKERS = {"csv": csv_lines, "xlsx": xlsx_bytes}
CHUNK = 1000


def stream(rows: BillQuerySet, kind: str) -> Iterator[bytes]:
    titles = [
        _("where"),
        _("room"),
        _("what"),
        _("month"),
        _("due on"),
        _("amount"),
        _("paid"),
        _("waived"),
        _("open"),
    ]
    return in_language(MAKERS[kind](titles, _lines(rows)))


def _lines(rows: BillQuerySet) -> Iterator[list[Value]]:
    """By keyset, so that a long download holds neither memory nor a cursor."""
    last = None
    while chunk := list((rows.filter(pk__lt=last) if last else rows)[:CHUNK]):
        known = place_names(row.household.place_id for row in chunk)
        for row in chunk:
            yield [
                known.get(row.household.place_id, ""), row.household.room, row.what, f"{row.month:%Y-%m}",
                f"{row.due_on:%Y-%m-%d}", row.amount, row.paid, row.waived, row.open,
            ]  # fmt: skip
        last = chunk[-1].pk
