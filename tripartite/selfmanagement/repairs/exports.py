"""Repairs to take away as a table; no person stands in it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from beihu.sheets.writing import Value, csv_lines, in_language, xlsx_bytes

from .models import RepairQuerySet

WRITERS = {"csv": csv_lines, "xlsx": xlsx_bytes}
CHUNK = 1000


def stream(kind: str, rows: RepairQuerySet) -> Iterator[bytes]:
    header = [
        _("number"), _("code"), _("where"), _("what is repaired"), _("state"), _("asked for on"), _("firm"),
        _("approved sum"), _("decision of the owners"), _("done on"), _("number of the invoice"), _("sum of the invoice"),
        _("paid on"),
    ]  # fmt: skip
    return in_language(WRITERS[kind](header, _lines(rows)))


def _lines(rows: RepairQuerySet) -> Iterator[list[Value]]:
    for row in rows.select_related("place").order_by("-pk").iterator(CHUNK):
        days = [f"{day:%Y-%m-%d}" if day else "" for day in (row.asked_on, row.done_on, row.paid_on)]
        yield [
            row.pk, row.place_id, row.place.short_name, row.public_what, str(row.get_status_display()), days[0], row.firm,
            row.approved, row.decision, days[1], row.invoice, row.billed, days[2],
        ]  # fmt: skip
