"""Tables to take away: streamed, and harmless when opened in Excel.

A cell that begins like a formula (CSV injection) gets an apostrophe in front in CSV; in XLSX texts are
written as texts and need none.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from django.utils import timezone
from django.utils.translation import get_language, override

Value = str | int | float | Decimal | bool | datetime | None
BOM = "\ufeff"  # or Excel takes UTF-8 for the code page of the machine
DANGEROUS = tuple("=+-@＝＋－＠\t\r\n")
SHEET_ROWS = 1_000_000  # Excel ends at 1,048,576
LONGEST_CELL = 32_767
PIECE = 64 * 1024
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def harmless(text: str) -> str:
    """'=1+1 for =1+1: shown as text, never reckoned."""
    return f"'{text}" if text.startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS) else text


def in_language(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A response is streamed after the request has ended, when its language no longer holds: keep that of the call."""
    return _under(get_language(), pieces)


def _under(language: str | None, pieces: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """A CSV for Excel in pieces of about 64 KB."""
    out = io.StringIO()
    writer = csv.writer(out)
    out.write(BOM)
    writer.writerow([harmless(title) for title in header])
    for row in rows:
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in map(_plain, row)])
        if out.tell() > PIECE:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """An XLSX, made row by row in a temporary file, then handed out in pieces."""
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
            for count, row in enumerate(rows):
                if count % SHEET_ROWS == 0:
                    sheet = _sheet(book, header)
                for column, value in enumerate(map(_plain, row)):
                    _write(sheet, count % SHEET_ROWS + 1, column, value)
            if not book.worksheets():
                _sheet(book, header)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _sheet(book: xlsxwriter.Workbook, header: Sequence[str]) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(header):
        sheet.write_string(0, column, title)
    return sheet


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: str | float | None) -> None:
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        sheet.write_string(row, column, text[:LONGEST_CELL])
    elif value is not None:
        sheet.write_number(row, column, value)


def _plain(value: Value) -> str | int | float | None:
    """Times as 2026-11-23 15:00 in the portal's zone; numbers stay numbers."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return float(value) if isinstance(value, Decimal) else value
