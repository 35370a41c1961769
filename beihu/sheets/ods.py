"""Rows of an ODS (LibreOffice, WPS): one part of XML, read as it comes, nothing of it kept."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, iterparse  # nosec B405: definitions are refused before

from django.utils.translation import gettext_noop as _

from .cells import Cell, Row, Unreadable

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
REPEATED = 10_000  # times one filled row may stand for


@contextmanager
def _content(path: Path) -> Iterator[Any]:
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as part:
            yield part
    except (zipfile.BadZipFile, KeyError, ParseError, EOFError, ValueError) as error:
        raise Unreadable(_("This is no .ods file that can be read: open it and save it as .xlsx.")) from error


def _events(part: Any) -> Iterator[tuple[str, Element]]:
    return iterparse(part, ("start", "end"))  # nosec B314: definitions are refused before


def names(path: Path) -> list[str]:
    found = []
    with _content(path) as part:
        for event, element in _events(part):
            if event == "start" and element.tag == f"{TABLE}table":
                found.append(element.get(f"{TABLE}name", ""))
            elif event == "end" and element.tag == f"{TABLE}table-row":
                element.clear()
    return found


def read(path: Path, sheet: int, columns: int, *, spread: bool = False) -> Iterator[Row]:
    """The rows of one sheet. Rows that repeat far down the sheet are empty ones."""
    number, line, below, table = -1, 1, dict[int, tuple[int, Cell]](), Element("")
    with _content(path) as part:
        for event, element in _events(part):
            if event == "start":
                if element.tag == f"{TABLE}table":
                    number, table = number + 1, element
                continue
            if element.tag == f"{TABLE}table" and number == sheet:
                return
            if element.tag != f"{TABLE}table-row":
                continue
            times = int(element.get(f"{TABLE}number-rows-repeated", "1"))
            if number == sheet:
                cells = _cells(element, columns, below if spread else None)
                if any(cell is not None for cell in cells):
                    for n in range(min(times, REPEATED)):
                        yield line + n, list(cells)
                line += times
            table.clear()
    if number < sheet:
        raise Unreadable(_("The file has no sheet."))


def _cells(row: Element, columns: int, below: dict[int, tuple[int, Cell]] | None) -> list[Cell]:
    """`below`: by column, for how many more rows a merged value goes on, and the value."""
    cells: list[Cell] = []
    for element in row:
        if element.tag not in CELLS:
            continue
        times = min(int(element.get(f"{TABLE}number-columns-repeated", "1")), columns - len(cells))
        if times <= 0:
            break
        value = _value(element)
        if below is not None and value is not None:
            wide = int(element.get(f"{TABLE}number-columns-spanned", "1"))
            high = int(element.get(f"{TABLE}number-rows-spanned", "1"))
            for at in range(len(cells), min(len(cells) + wide, columns)) if max(wide, high) > 1 else ():
                below[at] = (high, value)
        cells += [value] * times
    for at, (left, value) in list((below or {}).items()):
        cells += [None] * (at + 1 - len(cells))
        cells[at] = value if cells[at] is None else cells[at]
        if below is not None:
            below[at] = (left - 1, value)
            if left <= 1:
                del below[at]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _value(element: Element) -> Cell:
    if formula := element.get(f"{TABLE}formula"):
        return formula.removeprefix("of:")
    kind = element.get(f"{OFFICE}value-type")
    if kind in ("float", "percentage", "currency"):
        number = float(element.get(f"{OFFICE}value", "0"))
        return int(number) if number.is_integer() else number
    if kind == "date":
        given = element.get(f"{OFFICE}date-value", "")
        try:
            return datetime.fromisoformat(given) if "T" in given else date.fromisoformat(given)
        except ValueError:
            return given
    lines = ["".join(part.itertext()) for part in element if part.tag == f"{TEXT}p"]
    return "\n".join(lines) if lines else None
