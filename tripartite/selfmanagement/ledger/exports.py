"""A book to take away as a table. Texts are redacted; who entered it is masked."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.audit.masking import mask_name, redact
from beihu.sheets.writing import CONTENT_TYPES, Value, csv_lines, in_language, xlsx_bytes

from .models import Entry

CHUNK = 1000


class Column(NamedTuple):
    label: str | Promise
    value: Callable[[Entry], Value]


COLUMNS = (
    Column(pgettext_lazy("ledger", "number"), str),
    Column(_("day in the books"), lambda row: f"{row.on:%Y-%m-%d}"),
    Column(_("day of the paper"), lambda row: f"{row.happened_on:%Y-%m-%d}"),
    Column(_("kind"), lambda row: str(row.get_kind_display())),
    Column(_("what for"), lambda row: str(row.get_purpose_display())),
    Column(_("cash received"), lambda row: _line(row, "cash", 1)),
    Column(_("cash paid"), lambda row: _line(row, "cash", -1)),
    Column(_("bank received"), lambda row: _line(row, "bank", 1)),
    Column(_("bank paid"), lambda row: _line(row, "bank", -1)),
    Column(_("in words"), lambda row: redact(row.words)),
    Column(_("number of the paper"), lambda row: row.document_number),
    Column(_("takes back"), lambda row: str(row.reverses or "")),
    Column(_("why it is taken back"), lambda row: redact(row.reason)),
    Column(_("entered by"), lambda row: mask_name(row.by.name)),
    Column(_("at"), lambda row: row.at),
    Column(_("fingerprint"), lambda row: row.sha256),
)


def _line(row: Entry, account: str, sign: int) -> Value:
    """What this purse got (1) or gave (-1), never negative: a sum for whoever adds up the column."""
    amounts = (line.amount * sign for line in row.lines.all() if line.account == account)
    return next((amount for amount in amounts if amount > 0), None)


def stream_csv(found: QuerySet[Entry]) -> Iterator[bytes]:
    return in_language(csv_lines(_titles(), _rows(found)))


def stream_xlsx(found: QuerySet[Entry]) -> Iterator[bytes]:
    return in_language(xlsx_bytes(_titles(), _rows(found)))


SHEETS = {
    "csv": (stream_csv, CONTENT_TYPES["csv"]),
    "xlsx": (stream_xlsx, CONTENT_TYPES["xlsx"]),
}


def _titles() -> list[str]:
    return [str(column.label) for column in COLUMNS]


def _rows(found: QuerySet[Entry]) -> Iterator[list[Value]]:
    """In the order of the book, by keyset."""
    rows, last = found.select_related("by", "reverses").prefetch_related("lines").order_by("position"), 0
    while chunk := list(rows.filter(position__gt=last)[:CHUNK]):
        yield from ([column.value(row) for column in COLUMNS] for row in chunk)
        last = chunk[-1].position
