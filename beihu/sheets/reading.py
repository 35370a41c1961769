"""Rows of a CSV or XLSX file, one at a time, with their line numbers.

Formulas stay the text they are written as. What a zip directory declares is checked before anything is
unpacked (Python's zipfile never unpacks more than was declared).
"""

import codecs
import csv
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import ParseError  # nosec B405

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

Cell = str | int | float | bool | datetime | date | time | None
Row = tuple[int, list[Cell]]  # line number as Excel or an editor shows it, cells

MOST_ROWS = 200_000
MOST_COLUMNS = 100
MOST_BYTES = 300 * 1024 * 1024  # of a CSV, and of an XLSX when unpacked
MOST_STRINGS = 60 * 1024 * 1024  # of the shared strings, which are held in memory
MOST_PARTS = 2_000
LONGEST_CELL = 1024 * 1024
ENCODINGS = ("utf-8", "gb18030")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Unreadable(Exception):
    """The file cannot be read; the message is a sentence that says what to do."""


def read_sheet(path: Path, *, columns: int = MOST_COLUMNS) -> Iterator[Row]:
    """The filled rows of a CSV, or of the first sheet of an XLSX, told apart by what they begin with.

    Cells beyond `columns` are left unread.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise Unreadable(f"{path} cannot be opened ({error.strerror}).") from error
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is an old .xls file or one with a password: save it as .xlsx without one.")
    rows = _read_xlsx(path, columns) if start.startswith(b"PK") else _read_csv(path, columns)
    for count, (line, cells) in enumerate(row for row in rows if any(_filled(cell) for cell in row[1])):
        if count >= MOST_ROWS:
            raise Unreadable(f"More than {MOST_ROWS} rows: split the file.")
        yield line, cells


def _filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


# -- CSV


def _read_csv(path: Path, columns: int) -> Iterator[Row]:
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(f"The file is larger than {MOST_BYTES // 1024**2} MB: split it.")
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
            raise Unreadable(f"Line {reader.line_num} is no CSV ({error}).") from error


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
    raise Unreadable(f"Neither UTF-8 nor GBK (somewhere after line {line}): save the file as UTF-8.")


# -- XLSX


def _read_xlsx(path: Path, columns: int) -> Iterator[Row]:
    check_zip(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError, OSError) as error:
        raise Unreadable(
            "This is no .xlsx file that can be read: open it in Excel and save it anew."
        ) from error
    with closing(book):
        if not book.worksheets:
            raise Unreadable("The file has no sheet.")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says about its size is often wrong
        try:
            for line, cells in enumerate(sheet.iter_rows(max_col=columns, values_only=True), start=1):
                last = next((n for n in range(len(cells), 0, -1) if cells[n - 1] is not None), 0)
                yield line, list(cells[:last])
        except (ParseError, ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
            raise Unreadable("The sheet is damaged: open the file in Excel and save it anew.") from error


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
                raise Unreadable("The file is too large when unpacked: split it.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        start = file.read(4096)
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                        raise Unreadable("The file holds definitions no spreadsheet needs: it is refused.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise Unreadable(
            "This is no .xlsx file that can be read: open it in Excel and save it anew."
        ) from error
