"""Tables people send: any encoding, any size, never trusted."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from beihu.sheets import reading
from beihu.sheets.reading import MOST_COLUMNS, Unreadable, read_sheet
from beihu.sheets.writing import csv_lines, xlsx_bytes


def write(path, text: str, encoding: str):
    path.write_bytes(text.encode(encoding))
    return path


def book(path, rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_read_csv_in_any_usual_spelling(tmp_path, encoding, separator):
    text = f"编号{separator}内容\r\n1{separator}漏水\r\n\r\n2{separator}停电\r\n"
    assert list(read_sheet(write(tmp_path / "a.csv", text, encoding))) == [
        (1, ["编号", "内容"]),
        (2, ["1", "漏水"]),
        (4, ["2", "停电"]),
    ]


def test_read_csv_keeps_lines_in_quotes_and_long_bodies(tmp_path):
    body = "漏\n" * 3500
    path = write(tmp_path / "a.csv", f'编号,内容\n1,"{body}"\n2,短\n', "utf-8")
    assert list(read_sheet(path)) == [(1, ["编号", "内容"]), (2, ["1", body]), (3503, ["2", "短"])]


def test_read_csv_refuses_what_is_no_text(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("编号\n".encode() + b"\xff\xff\n")
    with pytest.raises(Unreadable):
        list(read_sheet(path))


def test_read_refuses_what_is_not_there(tmp_path):
    with pytest.raises(Unreadable):
        list(read_sheet(tmp_path / "a.csv"))


def test_read_refuses_old_excel_files(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)
    with pytest.raises(Unreadable):
        list(read_sheet(path))


def test_read_xlsx_gives_values_and_formulas_as_text(tmp_path):
    path = book(tmp_path / "a.xlsx", [["时间", "数"], [datetime(2024, 3, 5, 14, 22), 1.5], [], ["x", "=1+1"]])
    assert list(read_sheet(path)) == [
        (1, ["时间", "数"]),
        (2, [datetime(2024, 3, 5, 14, 22), 1.5]),
        (4, ["x", "=1+1"]),
    ]


def test_read_xlsx_cuts_columns_far_to_the_right(tmp_path):
    made = openpyxl.Workbook()
    made.active["A1"], made.active["XFD1"] = "here", "far"
    made.save(tmp_path / "a.xlsx")
    assert list(read_sheet(tmp_path / "a.xlsx")) == [(1, ["here"])]


def test_read_stops_at_too_many_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    path = write(tmp_path / "a.csv", "a\nb\nc\n", "utf-8")
    rows = read_sheet(path)
    assert [next(rows), next(rows)] == [(1, ["a"]), (2, ["b"])]
    with pytest.raises(Unreadable):
        next(rows)


def bomb(path, name: str, size: int):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _megabyte in range(size):
            part.write(b" " * 1024 * 1024)
    return path


@pytest.mark.parametrize(("name", "size"), [("xl/worksheets/sheet1.xml", 301), ("xl/sharedStrings.xml", 61)])
def test_read_refuses_bombs_by_their_directory(tmp_path, name, size):
    with pytest.raises(Unreadable, match="too large"):
        list(read_sheet(bomb(tmp_path / "a.xlsx", name, size)))


def test_read_refuses_thousands_of_parts(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for n in range(reading.MOST_PARTS + 1):
            archive.writestr(f"{n}.bin", "")
    with pytest.raises(Unreadable, match="too large"):
        list(read_sheet(tmp_path / "a.xlsx"))


def test_read_refuses_entities(tmp_path):
    path = book(tmp_path / "a.xlsx", [["a"]])
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text
            new.writestr(part.filename, text)
    path.write_bytes(made.getvalue())
    with pytest.raises(Unreadable, match="definitions"):
        list(read_sheet(path))


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", b"PK\x05\x06" + b"\0" * 18])
def test_read_refuses_broken_zips(tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(Unreadable):
        list(read_sheet(tmp_path / "a.xlsx"))


def test_read_refuses_a_damaged_sheet(tmp_path):
    path = book(tmp_path / "a.xlsx", [["a"], ["b"]])
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part.filename, text[:-20] if "sheet1" in part.filename else text)
    path.write_bytes(made.getvalue())
    with pytest.raises(Unreadable):
        list(read_sheet(path))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_read_as_many_columns_as_are_asked_for(kind, tmp_path):
    header = [f"c{n}" for n in range(MOST_COLUMNS + 30)]
    path = tmp_path / f"wide.{kind}"
    path.write_bytes(b"".join((csv_lines if kind == "csv" else xlsx_bytes)(header, [])))
    assert [len(next(read_sheet(path))[1]), len(next(read_sheet(path, columns=120))[1])] == [
        MOST_COLUMNS,
        120,
    ]
