"""Merged cells of an XLSX: only the first holds the value; here it is said in each of them.

openpyxl does not tell where cells are merged while it streams. The ranges stand behind the data of the sheet's part.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.utils.cell import range_boundaries

from .cells import Cell, Row

PIECE = 1 << 20
MOST = 200_000  # ranges; a file with more is read as it is
REF = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']")


class Range(NamedTuple):
    """Columns and lines count from 1, both ends included."""

    left: int
    top: int
    right: int
    bottom: int


def ranges(path: Path, sheet: Any) -> list[Range]:
    """Where cells of this sheet are merged, from the top."""
    found: list[Range] = []
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as part:
        rest = b""
        while piece := part.read(PIECE):
            text = rest + piece
            hits = list(REF.finditer(text))
            found += [Range(*range_boundaries(hit[1].decode())) for hit in hits]
            if len(found) > MOST:
                return []
            rest = text[max(hits[-1].end() if hits else 0, len(text) - 200) :]
    return sorted(found, key=lambda one: one.top)


def spread_over(rows: Iterable[Row], merged: list[Range], columns: int) -> Iterator[Row]:
    """The rows, with the value of each merged range in all of its cells. Both come in the order of lines."""
    waiting, open_ones = iter(merged), list[tuple[Range, Cell]]()
    following = next(waiting, None)
    for line, cells in rows:
        open_ones = [(one, value) for one, value in open_ones if one.bottom >= line]
        while following and following.top <= line:
            if following.bottom >= line:
                value = cells[following.left - 1] if following.left <= len(cells) else None
                open_ones.append((following, value))
            following = next(waiting, None)
        for one, value in open_ones:
            right = min(one.right, columns)
            cells += [None] * (right - len(cells))
            for at in range(one.left - 1, right):
                if cells[at] is None:
                    cells[at] = value
        yield line, cells
