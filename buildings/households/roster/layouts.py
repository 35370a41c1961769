"""How a file is laid out: which sheets, on which row the headings stand, what each column means.

`look` guesses it from the first rows of each sheet; people correct it; `Layout` is what they confirmed. Columns are known
by their titles, so that sheets of one workbook may have them in different order.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop as _

from beihu.audit.masking import mask_name, redact
from beihu.sheets.reading import Cell, Row, Unreadable, read_sheet, sheet_names

from .cells import is_id_card, text_of
from .headings import FIELDS, LOOKED_AT, Headings, find_headings, fold_title, is_identity, read_headings
from .keys import fold

MOST_ROWS = 1_000_000
MOST_SHEETS = 60
SHOWN = 20  # rows of the preview
TALLEST = 60  # row on which headings may stand
NAMES = {"name", "tenant"}
PLACES = {"compound", "building", "unit", "room", "relation", "share", "area", "since"}


class Layout(NamedTuple):
    sheets: list[int]  # which ones, by number
    line: int  # of the last row of headings in the first of them
    depth: int  # rows of headings
    fields: dict[str, str]  # title: field; what is left out is not here

    def as_json(self) -> dict[str, Any]:
        return self._asdict()


class Look(NamedTuple):
    """What a person is shown before saying what the columns mean."""

    names: list[str]
    chosen: list[int]
    headings: Headings
    rows: list[list[str]]  # masked
    identity: list[str]  # titles of columns that are never read


def layout_of(saved: dict[str, Any]) -> Layout:
    return Layout(saved["sheets"], saved["line"], saved["depth"], saved["fields"])


def look(path: Path, sheets: list[int] | None = None, line: int = 0, depth: int = 1) -> Look:
    """The sheets of a file, the headings of the first chosen one, and its first rows. Raises Unreadable."""
    names = sheet_names(path)[:MOST_SHEETS]
    first_rows = _first_rows(path, (sheets or [0])[0])
    if not first_rows and not sheets:
        later = next((n for n in range(1, len(names)) if _first_rows(path, n)), 0)
        sheets, first_rows = [later], _first_rows(path, later)
    if not first_rows:
        raise Unreadable(_("There is nothing in it."))
    found = _headings(first_rows, line, depth) if line else find_headings(first_rows[:LOOKED_AT])
    chosen = sheets or _alike(path, names, found)
    rows = [cells for number, cells in first_rows if number > found.line][:SHOWN]
    identity = [
        title
        for at, title in enumerate(found.titles)
        if is_identity(title) or any(at < len(cells) and is_id_card(cells[at]) for cells in rows)
    ]
    fields = [
        "" if title in identity else field for title, field in zip(found.titles, found.fields, strict=True)
    ]
    return Look(
        names,
        chosen,
        found._replace(fields=fields),
        [_masked(cells, found, identity) for cells in rows],
        identity,
    )


def _first_rows(path: Path, sheet: int) -> list[Row]:
    return list(islice(read_sheet(path, sheet=sheet, most=MOST_ROWS, spread=True), TALLEST + SHOWN))


def _headings(rows: list[Row], line: int, depth: int) -> Headings:
    """As a person said: the headings stand on this row, and on the one above it when there are two."""
    at = next((n for n, (number, _cells) in enumerate(rows) if number >= line), len(rows) - 1)
    texts = [list(map(fold_title, cells)) for _line, cells in rows[max(0, at - depth + 1) : at + 1]]
    return read_headings(rows[at][0], texts)


def _alike(path: Path, names: list[str], found: Headings) -> list[int]:
    """The sheets that have the columns of the first one: people split a roster by building."""
    wanted = {title for title, field in zip(found.titles, found.fields, strict=True) if field}
    alike = []
    for number in range(min(len(names), MOST_SHEETS)):
        there = find_headings(_first_rows(path, number)[:LOOKED_AT]) if len(names) > 1 else found
        if wanted and wanted <= set(there.titles):
            alike.append(number)
    return alike or [0]


def _masked(cells: list[Cell], found: Headings, identity: list[str]) -> list[str]:
    """A row for the preview: nobody's number, no whole name."""
    shown = []
    for at, title in enumerate(found.titles):
        text, field = text_of(cells[at] if at < len(cells) else None)[:60], found.fields[at]
        if title in identity or is_id_card(text):
            text = "******" if text else ""
        elif field in NAMES:
            text = mask_name(text)
        elif field not in PLACES:
            text = redact(text)
        shown.append(text)
    return shown


def records(path: Path, layout: Layout) -> Iterator[tuple[int, str, int, list[Cell]]]:
    """(sheet, its name, line, one cell for each of FIELDS) of every row below the headings. Raises Unreadable.

    A sheet without any of the columns is left out; `missing_sheets` says which.
    """
    names = sheet_names(path)
    for number in layout.sheets:
        rows = read_sheet(path, sheet=number, most=MOST_ROWS, spread=True)
        found = _found(path, number, layout)
        if found is None:
            continue
        at = {layout.fields[title]: n for n, title in enumerate(found.titles) if layout.fields.get(title)}
        columns = [at.get(field, -1) for field in FIELDS]
        wide, end = max(columns) + 1, found.line
        for line, cells in rows:
            if line <= end:
                continue
            if len(cells) < wide:
                cells = [*cells, *([None] * (wide - len(cells)))]
            cells.append(None)  # where -1 points to: a field that no column has
            yield number, names[number] if number < len(names) else "", line, [cells[n] for n in columns]


def missing_sheets(path: Path, layout: Layout) -> list[str]:
    names = sheet_names(path)
    return [names[n] for n in layout.sheets if n < len(names) and _found(path, n, layout) is None]


def _found(path: Path, number: int, layout: Layout) -> Headings | None:
    first = _first_rows(path, number)
    if not first:
        return None
    said = number == layout.sheets[0]
    found = _headings(first, layout.line, layout.depth) if said else find_headings(first[:LOOKED_AT])
    return found if any(title in layout.fields for title in found.titles) else None


def repeats_headings(record: list[Cell], layout: Layout) -> bool:
    """Printed lists say their headings again on each page: such a row is no household."""
    filled = [fold(cell) for cell in record if cell not in (None, "")]
    titles = {fold(title.rpartition(" ")[2]) for title in layout.fields}
    return len(filled) > 1 and all(text in titles for text in filled)
