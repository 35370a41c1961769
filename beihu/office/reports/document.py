"""The two files: the page of the report as Word on A4 across, and as a workbook whose figures are numbers.

Both say what `Shown` says and reckon nothing themselves. Texts are written as texts: nothing in a cell begins to reckon.
Numbers of places only, no names of people and no phones.
"""

from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from beihu.office.dashboards.showing import Row, Shown
from tripartite.meetings.word import FANGSONG, HEI, SONG, face, number_page, put

from .late import Late

SMALL, TEXT, TITLE = Pt(9), Pt(11), Pt(20)
LATE_ON_PAPER = 60  # late facts in the Word file; the workbook holds all


@dataclass(frozen=True)
class Sheet:
    """What stands in the files. `address`: where the same figures are on the screen."""

    shown: Shown
    late: list[Late]
    address: str

    @property
    def title(self) -> str:
        return _("Report of %(place)s") % {"place": self.shown.board.place.short_name}

    @property
    def head(self) -> list[str]:
        """Period and set; as of when."""
        board = self.shown.board
        days = f"{date_format(board.period.since)} – {date_format(board.period.last)}"
        lines = [f"{days} · {board.chosen.name}"]
        if board.as_of is None:
            lines.append(_("Nothing has been counted yet."))
        else:
            moment = timezone.localtime(board.as_of)
            day, time = date_format(moment, "SHORT_DATE_FORMAT"), f"{moment:%H:%M:%S}"
            lines.append(_("As of %(day)s, %(time)s") % {"day": day, "time": time})
        if board.stale:
            lines.append(_("Counting stands still: tell whoever runs the portal."))
        return lines

    @property
    def tables(self) -> list[tuple[str, list[str], list[Row]]]:
        """(title, columns, rows with the place itself as the last)."""
        shown = self.shown
        return [
            (pgettext("figures", "How it goes"), shown.health_head, [*shown.health, shown.health_whole]),
            (_("Roots, promises, money and talks"), shown.wings_head, [*shown.wings, shown.wings_whole]),
        ]

    @property
    def formulas(self) -> list[tuple[str, str, str, list[tuple[str, int]]]]:
        """(rate, formula, how many of how many, what is left out)."""
        return [
            (one["name"], one["formula"], one["of"], [(str(label), n) for label, n, _url in one["out"]])
            for one in self.shown.formulas
        ]


# -- Word ------------------------------------------------------------------------------------------------------


def word(sheet: Sheet) -> bytes:
    """A docx. Word takes its own fonts where a named one is missing."""
    doc = Document()
    _page(doc, sheet)
    put(doc.add_heading(level=1), sheet.title, HEI, TITLE)
    for line in sheet.head:
        put(doc.add_paragraph(), line, FANGSONG, TEXT)
    _heading(doc, _("Today"))
    _table(
        doc, [_("What"), _("How many")], [[[str(tile.label)], [str(tile.n)]] for tile in sheet.shown.today]
    )
    for title, head, rows in sheet.tables:
        _heading(doc, title)
        _table(doc, [_("Where"), *head], [_cells(row) for row in rows])
    _late(doc, sheet.late)
    _heading(doc, _("How these rates are made"))
    for name, formula, of, out in sheet.formulas:
        put(doc.add_paragraph(), name, HEI, TEXT)
        put(doc.add_paragraph(), f"{formula} ({of})" if of else formula, FANGSONG, TEXT)
        for label, n in out:
            put(doc.add_paragraph(), " ".join([_("Left out:"), label, str(n)]), FANGSONG, TEXT)
    source = _("%(label)s: %(value)s") % {"label": _("Source"), "value": sheet.shown.board.chosen.source}
    put(doc.add_paragraph(), source, FANGSONG, TEXT)
    put(doc.add_paragraph(), _("The same figures on the screen, after signing in:"), FANGSONG, SMALL)
    put(doc.add_paragraph(), sheet.address, SONG, SMALL)
    out_ = BytesIO()
    doc.save(out_)
    return out_.getvalue()


def _page(doc: Doc, sheet: Sheet) -> None:
    section = doc.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(18)
    normal = doc.styles["Normal"]
    normal.font.size = TEXT
    face(normal.element.get_or_add_rPr(), FANGSONG)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(2)
    number_page(section.footer.paragraphs[0], right=True)
    doc.core_properties.title = sheet.title
    doc.core_properties.author = sheet.shown.board.place.short_name
    doc.core_properties.comments = ""


def _heading(doc: Doc, words: str) -> None:
    line = doc.add_heading(level=2)
    line.paragraph_format.keep_with_next = True
    put(line, words, HEI, Pt(14))


def _cells(row: Row) -> list[list[str]]:
    """A row's cells as lines: the figure, its change, what it is made of."""
    cells = [[cell.shown, cell.change, cell.title] for _name, cell in row.labelled]
    return [[line for line in cell if line] for cell in [[row.name, row.context], *cells]]


def _table(doc: Doc, head: list[str], rows: list[list[list[str]]]) -> None:
    table = doc.add_table(rows=0, cols=len(head))
    table.style = "Table Grid"
    for number, cells in enumerate([[[name] for name in head], *rows]):
        line = table.add_row()
        props = line._tr.get_or_add_trPr()
        props.append(OxmlElement("w:cantSplit"))
        if number == 0:
            again = OxmlElement("w:tblHeader")  # on each page
            again.set(qn("w:val"), "true")
            props.append(again)
        for cell, lines in zip(line.cells, cells, strict=True):
            for at, words in enumerate(lines):
                paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
                put(paragraph, words, HEI if number == 0 else FANGSONG, TEXT if at == 0 and number else SMALL)


def _late(doc: Doc, late: list[Late]) -> None:
    _heading(doc, _("Late facts"))
    if not late:
        put(doc.add_paragraph(), _("No past day changed in this period."), FANGSONG, TEXT)
        return
    put(doc.add_paragraph(), _("Past days whose figures changed in this period."), FANGSONG, TEXT)
    rows = [
        [[one.known_on.isoformat()], [one.place], [one.measure], [one.day.isoformat()], [f"{one.amount:+}"]]
        for one in late[:LATE_ON_PAPER]
    ]
    _table(doc, _late_head(), rows)
    if (more := len(late) - LATE_ON_PAPER) > 0:
        put(doc.add_paragraph(), _("%(n)s more are in the workbook.") % {"n": more}, FANGSONG, TEXT)


def _late_head() -> list[str]:
    return [_("Known on"), _("Where"), _("What"), _("Day"), pgettext("figures", "Change")]


# -- the workbook ----------------------------------------------------------------------------------------------


def workbook(sheet: Sheet) -> bytes:
    """An xlsx of five sheets: today, how it goes, the other wings, late facts, formulas."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": sheet.title, "author": sheet.shown.board.place.short_name})
        bold, rate = book.add_format({"bold": True}), book.add_format({"num_format": '0.0" %"'})
        write = _Writer(bold, rate)
        write(book.add_worksheet(_("Today")), _today(sheet))
        health, wings = sheet.tables
        write(book.add_worksheet(pgettext("figures", "How it goes")), _spread(*health[1:]))
        write(book.add_worksheet(_("The other wings")), _spread(*wings[1:]))
        write(book.add_worksheet(_("Late facts")), _late_rows(sheet.late))
        write(book.add_worksheet(_("Formulas")), _formula_rows(sheet))
    return out.getvalue()


Line = list[Any]  # of str, int, Decimal; `%` after a Decimal is told by `Percent`


class Percent(Decimal):
    """A rate, shown with its sign."""


class _Writer:
    def __init__(self, bold: Any, rate: Any):
        self.bold, self.rate = bold, rate

    def __call__(self, page: Any, lines: list[Line]) -> None:
        """The first line is the head."""
        page.set_column(0, 0, 28)
        page.set_column(1, 40, 14)
        page.freeze_panes(1, 1)
        for number, line in enumerate(lines):
            for column, value in enumerate(line):
                if value == "":
                    continue
                if isinstance(value, str):
                    page.write_string(number, column, value, self.bold if number == 0 else None)
                else:
                    page.write_number(
                        number, column, float(value), self.rate if isinstance(value, Percent) else None
                    )


def figure(shown: str) -> Any:
    """What a cell shows, as the number it is: 12, 87.5 (%); “no data” stays words."""
    if shown.isdecimal():
        return int(shown)
    return Percent(shown.removesuffix(" %")) if shown.endswith(" %") else shown


def _today(sheet: Sheet) -> list[Line]:
    lines: list[Line] = [[_("What"), _("How many")]]
    lines += [[str(tile.label), tile.n] for tile in sheet.shown.today]
    lines += [[], [sheet.title], *([line] for line in sheet.head), [sheet.address]]
    return lines


def _spread(head: list[str], rows: list[Row]) -> list[Line]:
    """Each figure in a column of its own; its change and what it is made of beside it, where it has any."""
    cells = [[cell for _name, cell in row.labelled] for row in rows]
    columns = list(zip(*cells, strict=True))
    changes = [any(cell.change for cell in column) for column in columns]
    parts = [any(cell.title for cell in column) for column in columns]
    first: Line = [_("Where"), _("How large")]
    for name, change, part in zip(head, changes, parts, strict=True):
        first += [
            name,
            *([pgettext("figures", "Change")] if change else []),
            *([_("How many of how many")] if part else []),
        ]
    lines = [first]
    for row, line in zip(rows, cells, strict=True):
        values: Line = [row.name, row.context]
        for cell, change, part in zip(line, changes, parts, strict=True):
            values += [
                figure(cell.shown),
                *([cell.change] if change else []),
                *([cell.title] if part else []),
            ]
        lines.append(values)
    return lines


def _late_rows(late: list[Late]) -> list[Line]:
    rows = [
        [one.known_on.isoformat(), one.place, one.measure, one.day.isoformat(), one.amount] for one in late
    ]
    return [_late_head(), *rows]


def _formula_rows(sheet: Sheet) -> list[Line]:
    lines: list[Line] = [[_("Rate"), _("Formula"), _("How many of how many"), _("Left out"), _("How many")]]
    for name, formula, of, out in sheet.formulas:
        lines.append([name, formula, of, *(out[0] if out else ())])
        lines += [["", "", "", label, n] for label, n in out[1:]]
    return [*lines, [], [_("Source"), sheet.shown.board.chosen.source]]
