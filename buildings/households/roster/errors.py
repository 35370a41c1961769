"""The workbook of faults: each row that was not taken as it is, what is wrong with it and what to do; to be mended and sent
again. The rows are read from the file itself, so they stand as they were; numbers of identity cards are left out.
"""

from collections.abc import Iterator
from itertools import islice

from django.db import connection
from django.utils.translation import gettext as _

from beihu.sheets.reading import Cell, read_sheet, sheet_names
from beihu.sheets.writing import Value, xlsx_bytes

from .cells import is_id_card
from .faults import FAULTS
from .headings import is_identity
from .layouts import MOST_ROWS, Layout, _headings, layout_of
from .models import RosterImport
from .work import local

WRONG = """
    SELECT l.sheet, l.line, array_agg(DISTINCT code) FROM buildings_rosterline l
    LEFT JOIN buildings_rosterdoor d ON d.roster_id = l.roster_id AND d.number = l.door AND d.fault <> 'opens'
    CROSS JOIN LATERAL unnest(array_cat(ARRAY[l.fault::text, d.fault::text], l.notes::text[])) AS code
    WHERE l.roster_id = %s AND (l.fault <> '' OR d.fault <> '' OR l.notes IS NOT NULL) AND code <> ''
    GROUP BY 1, 2 ORDER BY 1, 2"""


def workbook(roster: RosterImport) -> Iterator[bytes]:
    layout = layout_of(roster.layout)
    with local(roster.file) as path:
        first = list(islice(read_sheet(path, sheet=layout.sheets[0], most=MOST_ROWS, spread=True), 80))
        titles = _headings(first, layout.line, layout.depth).titles
        header = [_("sheet"), _("row"), *titles, _("what is wrong"), _("what to do")]
        yield from xlsx_bytes(header, _rows(roster, layout, titles))


def _rows(roster: RosterImport, layout: Layout, titles: list[str]) -> Iterator[list[Value]]:
    with connection.cursor() as cursor:
        cursor.execute(WRONG, [roster.pk])
        wrong: dict[int, dict[int, list[str]]] = {}
        for sheet, line, codes in cursor.fetchall():
            wrong.setdefault(sheet, {})[line] = codes
    with local(roster.file) as path:
        names = sheet_names(path)
        for sheet, lines in wrong.items():
            for line, cells in read_sheet(path, sheet=sheet, most=MOST_ROWS, spread=True):
                if codes := lines.get(line):
                    yield [names[sheet], line, *_original(cells, titles), *_said(codes)]


def _original(cells: list[Cell], titles: list[str]) -> list[Value]:
    """The row as it was; dates as people write them."""
    found: list[Value] = []
    for at, title in enumerate(titles):
        cell = cells[at] if at < len(cells) else None
        hidden = is_identity(title) or is_id_card(cell)
        found.append(
            "" if hidden else cell if isinstance(cell, str | int | float) or cell is None else str(cell)
        )
    return found


def _said(codes: list[str]) -> list[Value]:
    known = [FAULTS[code] for code in codes if code in FAULTS]
    return ["\n".join(str(fault.wrong) for fault in known), "\n".join(str(fault.do) for fault in known)]
