"""Permits, dues and the gate's log of a lot as tables to take away, for its keeper alone: whole plates and doors stand in them."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from beihu.sheets.writing import Value, csv_lines, in_language, xlsx_bytes

from .dues import of_month
from .models import ParkingLot, Permit
from .queries import house

WRITERS = {"csv": csv_lines, "xlsx": xlsx_bytes}


def permits(lot: ParkingLot, kind: str) -> Iterator[bytes]:
    titles = [_("number"), _("state"), _("kind"), _("what is wanted"), _("space"), _("door"), _("plate"), _("asked on"),
              _("since"), _("until"), _("from"), _("to")]  # fmt: skip
    return in_language(WRITERS[kind](titles, _permit_rows(lot)))


def _permit_rows(lot: ParkingLot) -> Iterator[list[Value]]:
    rows = Permit.objects.filter(lot=lot).select_related("household__place__parent", "space").order_by("pk")
    for row in rows.prefetch_related("cars").iterator(chunk_size=1000):
        yield [
            row.pk, str(row.get_status_display()), str(row.get_kind_display()), str(row.get_wish_display()),
            str(row.space or ""), house(row), " ".join(car.shown for car in row.cars.all()), row.asked_at,
            _day(row.since), _day(row.until), row.starts_at, row.ends_at,
        ]  # fmt: skip


def dues(lot: ParkingLot, month: date, kind: str) -> Iterator[bytes]:
    titles = [_("month"), _("space"), _("door"), _("plate"), _("amount in yuan"), _("paid on"), _("paid in"), _("receipt")]  # fmt: skip
    rows = (
        [
            f"{row.month:%Y-%m}", str(row.permit.space or ""), house(row.permit),
            " ".join(car.shown for car in row.permit.cars.all()), row.amount, _day(row.paid_on),
            str(row.get_account_display()), row.receipt,
        ]
        for row in of_month(lot, month)
    )  # fmt: skip
    return in_language(WRITERS[kind](titles, rows))


def visits(lot: ParkingLot, kind: str) -> Iterator[bytes]:
    """All that the gate's log still keeps."""
    titles = [_("plate"), _("what for"), _("came"), _("left"), _("fee")]
    rows = (
        [row.shown, str(row.get_reason_display()), row.came_at, row.left_at, row.fee]
        for row in lot.visits.order_by("-came_at", "-pk").iterator(chunk_size=1000)
    )
    return in_language(WRITERS[kind](titles, rows))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
