"""What was paid to hired hands, to take away as a table; the job stands in it, not the name."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from beihu.sheets.writing import Value, csv_lines, in_language, xlsx_bytes

from .models import HandPay

WRITERS = {"csv": csv_lines, "xlsx": xlsx_bytes}


def stream(kind: str, rows: QuerySet[HandPay]) -> Iterator[bytes]:
    header = [
        _("month"), _("job"), _("number of the contract"), _("shifts served"), _("reckoned"), _("paid"), _("why it differs"),
        _("entry of the ledger"), _("paid on"),
    ]  # fmt: skip
    return in_language(WRITERS[kind](header, _lines(rows)))


def _lines(rows: QuerySet[HandPay]) -> Iterator[list[Value]]:
    for row in rows.select_related("hand", "entry").order_by("-month", "pk").iterator(1000):
        yield [
            f"{row.month:%Y-%m}", str(row.hand.get_job_display()), row.hand.contract_number, row.shifts, row.proposed,
            row.amount, row.note, str(row.entry), row.at,
        ]  # fmt: skip
