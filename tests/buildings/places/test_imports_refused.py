"""What an import refuses, by line and in words; its command; two at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beihu.states import Refused
from buildings.places import actions
from buildings.places.imports import NotImported, import_divisions
from buildings.places.models import Place, PlaceAlias

from .test_imports import JIANGHAN, NAMES, counts, problems, row, rows, small, snapshot

pytestmark = pytest.mark.django_db


def test_unknown_parent_is_named(write: Callable[..., Path]) -> None:
    places = small()
    del places["420103010"]
    assert problems(write(rows(places))) == [("list.csv", 5), ("list.csv", 6)]
    assert problems(write([row("990101", "某区")])) == [("list.csv", 2)]


def test_parent_may_be_in_the_database(write: Callable[..., Path]) -> None:
    import_divisions([write(rows(small()))])
    assert counts(import_divisions([write([row("420103010009", "新社区居委会")])])) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        ["42010301000X", "德望社区居委会", "community", "420103010000"],
        ["4.20103E+11", "德望社区居委会", "community", "420103010000"],
        ["42010301", "德望社区居委会", "community", "420103010000"],
        ["４２０１０３０１０００１", "德望社区居委会", "community", "420103010000"],
        ["", "德望社区居委会", "community", "420103010000"],
        ["420103010001", "德望社区居委会", "street", "420103000000"],
        ["420103010001", "德望社区居委会", "hamlet", "420103010000"],
        ["420103010001", "德望社区居委会", "", "420103010000"],
        ["420103010001", "德望社区居委会", "community", "420103011000"],
        ["420103010001", "德望社区居委会", "community", ""],
        ["420103010001", "", "community", "420103010000"],
        ["420103010001", "\u3000 ", "community", "420103010000"],
        ["420103010001", "德" * 81, "community", "420103010000"],
        ["420103010001", "德望\n社区", "community", "420103010000"],
        ["420103010001", "德望社区居委会", "community"],
        ["420103010001", "德望社区居委会", "community", "420103010000", ""],
    ],
)
def test_a_bad_row_is_named_by_its_line(write: Callable[..., Path], wrong: list[str]) -> None:
    good = {code: name for code, name in small().items() if code != "420103010001"}
    at = 3 if "\n" in "".join(wrong) else 2
    assert problems(write([wrong, *rows(good)])) == [("list.csv", at)]


def test_every_bad_row_is_named(write: Callable[..., Path]) -> None:
    bad = [["x", "甲", "community", "420103010000"], ["420103010099", "", "community", "420103010000"]]
    assert problems(write([*rows(small()), *bad])) == [("list.csv", 11), ("list.csv", 12)]


def test_a_duplicate_is_named_in_one_file_and_across_files(write: Callable[..., Path]) -> None:
    twice = [*rows(small()), row("420103010001", "德望社区居委会")]
    assert problems(write(twice)) == [("list.csv", 11)]
    assert problems(write(rows(small()), "a.csv"), write([row("420103010001", "别名")], "b.csv")) == [
        ("b.csv", 2)
    ]


def test_a_byte_order_mark_blanks_and_crlf_are_fine(write: Callable[..., Path]) -> None:
    padded = [[f" {field}\u3000" for field in line] for line in rows(small())]
    assert counts(
        import_divisions(
            [write(padded, encoding="utf-8-sig", heading=[" code", "name ", "level", "parent_code"])]
        )
    ) == (9, 0, 0, 0)
    assert Place.objects.get(code="420103").name == "江汉区"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "big5"])
def test_another_encoding_is_named_with_its_line(write: Callable[..., Path], encoding: str) -> None:
    path = write(
        [["420103000000", "江漢", "district", "420100000000"]] if encoding == "big5" else rows(small()),
        encoding=encoding,
    )
    [(file, line)] = problems(path)
    assert (file, line) == ("list.csv", 1 if encoding == "utf-16" else 2)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 0),
        (b" \n\n", 0),
        (b"\xef\xbb\xbf", 0),
        (b"PK\x03\x04rest", 0),
        (b"code,name,level,parent_code\n", 0),
        (b"code,name,level\n420103,x,district\n", 1),
        (b"code;name;level;parent_code\n42;x;province;\n", 1),
        (b"<html><body>404</body></html>", 1),
        (b"code,name\n42,\xe6\xb9\x96\x00\n", 2),
        (b'code,name\n42,"' + b"x" * 200_000, 2),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert problems(path) == [("list.csv", line)]


def test_a_missing_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    assert problems(tmp_path / "none.csv") == [("none.csv", 0)]
    assert problems(tmp_path) == [("", 0)]


def test_one_bad_file_keeps_the_others_out(write: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_bytes(b"")
    assert problems(write(rows(small())), tmp_path / "bad.csv") == [("bad.csv", 0)]


def test_official_names_that_fit_nothing_are_counted(write: Callable[..., Path]) -> None:
    names = write(
        [["420103010000", "别的街道", "北湖街道"], ["999999999000", "某街街道", "某街道"], ["420103011000", "前进街街道", ""]],
        "names.csv", heading=["code", "nbs_name", "official_name"],
    )  # fmt: skip
    report = import_divisions([write(rows(small())), names])
    assert (report.unused_names, PlaceAlias.objects.count()) == (2, 0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=6), max_size=6))
def test_any_text_is_imported_or_refused(write: Callable[..., Path], table: list[list[str]]) -> None:
    before = snapshot()
    try:
        import_divisions([write([[field.replace("\ud800", "") for field in fields] for fields in table])])
    except NotImported:
        assert snapshot() == before
    else:
        raise AssertionError("nothing of this is a division")


def test_command_imports_and_reports(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_divisions", str(JIANGHAN), "--as-of", "2023-06-30", "--aliases", str(NAMES))
    assert "128" in capsys.readouterr().out
    assert Place.objects.get(code="420103010").name == "北湖街道"


def test_command_dry_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_divisions", str(JIANGHAN), "--dry-run")
    assert Place.objects.count() == 0


def test_command_names_what_is_wrong_and_fails(
    write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError):
        call_command("import_divisions", str(write([row("990101", "某区")])))
    assert "list.csv" in capsys.readouterr().err


def test_import_while_another_runs_is_refused(write: Callable[..., Path], django_db_blocker: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [actions.TREE_LOCK])
        with pytest.raises(Refused):
            import_divisions([write(rows(small()))])
    finally:
        other.close()
