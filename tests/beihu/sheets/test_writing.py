"""Tables to take away do nothing when opened."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest

from beihu.sheets import writing
from beihu.sheets.writing import csv_lines, harmless, xlsx_bytes

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "　=1"]


def read_csv(pieces) -> list[list[str]]:
    text = b"".join(pieces).decode()
    assert text[0] == writing.BOM
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def read_xlsx(pieces) -> list[list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(pieces)))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


@pytest.mark.parametrize("text", EVIL)
def test_csv_puts_an_apostrophe_before_formulas(text):
    assert read_csv(csv_lines(["t"], [[text]])) == [["t"], [f"'{text}"]]


@pytest.mark.parametrize("text", ["漏水", "a=b", "13-14", "", "'=1"])
def test_harmless_leaves_plain_text_alone(text):
    assert harmless(text) == text


def test_csv_writes_values_of_every_kind():
    at = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    assert read_csv(csv_lines(["=t"], [[at, 1, -1.5, Decimal("2.5"), None, "漏,水\n"]])) == [
        ["'=t"],
        ["2026-11-23 15:00", "1", "-1.5", "2.5", "", "漏,水\n"],
    ]


def test_csv_comes_in_pieces():
    pieces = list(csv_lines(["t"], [["水" * 1000]] * 300))
    assert (len(pieces) > 3, len(read_csv(pieces))) == (True, 301)


def test_xlsx_writes_formulas_as_text():
    book = openpyxl.load_workbook(io.BytesIO(b"".join(xlsx_bytes(["t"], [[text] for text in EVIL]))))
    cells = [cell for (cell,) in book.active.iter_rows(min_row=2)]
    assert [(cell.data_type, cell.value) for cell in cells] == [
        ("s", text.replace("\r", "\n")) for text in EVIL
    ]


def test_xlsx_writes_values_of_every_kind():
    at = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    [rows] = read_xlsx(xlsx_bytes(["t"], [[at, 1, -1.5, Decimal("2.5"), None, "http://x"]]))
    assert rows[1] == ("2026-11-23 15:00", 1, -1.5, 2.5, None, "http://x")


def test_xlsx_without_rows_has_its_titles():
    assert read_xlsx(xlsx_bytes(["a", "b"], [])) == [[("a", "b")]]


def test_xlsx_goes_on_in_another_sheet(monkeypatch):
    monkeypatch.setattr(writing, "SHEET_ROWS", 2)
    sheets = read_xlsx(xlsx_bytes(["t"], [[n] for n in range(5)]))
    assert sheets == [[("t",), (0,), (1,)], [("t",), (2,), (3,)], [("t",), (4,)]]
