"""Rows of a CSV, XLSX or ODS file, one at a time, with their line numbers.

Formulas stay the text they are written as. What a zip directory declares is checked before anything is
unpacked (Python's zipfile never unpacks more than was declared).
"""

import codecs
import csv
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError  # nosec B405

import openpyxl
from django.utils.translation import gettext_noop as _
from openpyxl.utils.exceptions import InvalidFileException

from . import ods
from .cells import Cell, Row, Unreadable
from .merged import ranges, spread_over

__all__ = ["Cell", "Row", "Unreadable", "check_zip", "find_encoding", "read_sheet", "sheet_names"]

MOST_ROWS = 200_000
MOST_COLUMNS = 100
MOST_BYTES = 300 * 1024 * 1024  # of a CSV, and of an XLSX when unpacked
MOST_STRINGS = 60 * 1024 * 1024  # of the shared strings, which are held in memory
MOST_PARTS = 2_000
LONGEST_CELL = 1024 * 1024
ANEW = _("This is no .xlsx file that can be read: open it in Excel and save it anew.")
ENCODINGS = ("utf-8", "gb18030")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_sheet(
    path: Path, *, columns: int = MOST_COLUMNS, sheet: int = 0, most: int = 0, spread: bool = False
) -> Iterator[Row]:
    """The filled rows of a CSV, or of one sheet of an XLSX or ODS, told apart by what they begin with.

    Cells beyond `columns` are left unread. `spread`: what stands in merged cells stands in each of them.
    """
    kind, most = kind_of(path), most or MOST_ROWS
    if kind == "csv":
        rows = _read_csv(path, columns)
    elif kind == "ods":
        check_zip(path)
        rows = ods.read(path, sheet, columns, spread=spread)
    else:
        rows = _read_xlsx(path, columns, sheet, spread)
    for count, (line, cells) in enumerate(row for row in rows if any(map(_filled, row[1]))):
        if count >= most:
            raise Unreadable(_("More than %(count)s rows: split the file."), count=most)
        yield line, cells


def kind_of(path: Path) -> str:
    """csv, xlsx or ods, by what the file begins with. Raises Unreadable for what is none of them."""
    try:
        with path.open("rb") as file:
            start = file.read(100)
    except OSError as error:
        raise Unreadable(
            _("%(path)s cannot be opened (%(why)s)."), path=str(path), why=str(error.strerror)
        ) from error
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("This is an old .xls file or one with a password: save it as .xlsx without one."))
    if not start.startswith(b"PK"):
        return "csv"
    return "ods" if b"opendocument.spreadsheet" in start else "xlsx"


def sheet_names(path: Path) -> list[str]:
    """What the sheets are called, in order; a CSV is one sheet without a name."""
    kind = kind_of(path)
    if kind == "csv":
        return [""]
    if kind == "ods":
        check_zip(path)
        return ods.names(path)
    with _opened(path) as book:
        return [sheet.title for sheet in book.worksheets]


def _filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


# -- CSV


def _read_csv(path: Path, columns: int) -> Iterator[Row]:
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(_("The file is larger than %(count)s MB: split it."), count=MOST_BYTES // 1024**2)
    encoding = find_encoding(path)
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline(LONGEST_CELL)
        file.seek(0)
        reader = csv.reader(file, delimiter=max(",;\t", key=first.count))
        line = 1
        try:
            for cells in reader:
                yield line, list[Cell](cells[:columns])
                line = reader.line_num + 1
        except (csv.Error, UnicodeError) as error:
            raise Unreadable(
                _("Line %(line)s is no CSV (%(why)s)."), line=reader.line_num, why=str(error)
            ) from error


def find_encoding(path: Path) -> str:
    """By byte order mark, else the first of UTF-8 and GB18030 (which holds GBK) that fits the whole file."""
    with path.open("rb") as file:
        start = file.read(4)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    line = 0
    for encoding in ENCODINGS:
        decoder, line = codecs.getincrementaldecoder(encoding)(), 1
        try:
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    decoder.decode(chunk)
                    line += chunk.count(b"\n")
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Unreadable(
        _("Neither UTF-8 nor GBK (somewhere after line %(line)s): save the file as UTF-8."), line=line
    )


# -- XLSX


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    check_zip(path)
    with path.open("rb") as file:  # by its content: a stored file need not be called .xlsx
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError, OSError) as error:
            raise Unreadable(ANEW) from error
        with closing(book):
            yield book


def _read_xlsx(path: Path, columns: int, number: int, spread: bool) -> Iterator[Row]:
    with _opened(path) as book:
        if len(book.worksheets) <= number:
            raise Unreadable(_("The file has no sheet."))
        sheet = book.worksheets[number]
        sheet.reset_dimensions()  # what the file says about its size is often wrong
        try:
            rows = _rows_of(sheet, columns)
            yield from spread_over(rows, ranges(path, sheet), columns) if spread else rows
        except (ParseError, ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
            raise Unreadable(_("The sheet is damaged: open the file in Excel and save it anew.")) from error


def _rows_of(sheet: Any, columns: int) -> Iterator[Row]:
    for line, cells in enumerate(sheet.iter_rows(max_col=columns, values_only=True), start=1):
        last = next((n for n in range(len(cells), 0, -1) if cells[n - 1] is not None), 0)
        yield line, list(cells[:last])


def check_zip(path: Path) -> None:
    """Refuse a bomb by what its directory declares, and any part that defines entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            strings = sum(part.file_size for part in parts if "sharedStrings" in part.filename)
            if (
                len(parts) > MOST_PARTS
                or sum(part.file_size for part in parts) > MOST_BYTES
                or strings > MOST_STRINGS
            ):
                raise Unreadable(_("The file is too large when unpacked: split it."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        start = file.read(4096)
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                        raise Unreadable(_("The file holds definitions no spreadsheet needs: it is refused."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise Unreadable(ANEW) from error
