"""A workbook of typed copies: the columns of the export, and in front of them the copy's number, age, role and room."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from beihu.sheets.reading import Cell, Unreadable, read_sheet
from beihu.sheets.writing import csv_lines, xlsx_bytes

from .columns import Wrong, columns, number, ordered, read, words
from .many import Typed
from .models import Questionnaire
from .responses import AgeBand, Bucket

FRONT = ("copy", "age", "role", "room")
MOST_COLUMNS = 5_000
Problem = tuple[int, str]


def headings(questionnaire: Questionnaire) -> list[str]:
    """Of an empty workbook to fill in. A machine reads the first word of each."""
    said = {"copy": _("number of the copy"), "age": " / ".join(AgeBand.values),
            "role": " / ".join(Bucket.values), "room": _("room")}  # fmt: skip
    front = [name for name in FRONT if name != "room" or not questionnaire.anonymous]
    return [*(f"{name} {said[name]}" for name in front),
            *(column.heading for column in columns(ordered(questionnaire)))]  # fmt: skip


def empty(questionnaire: Questionnaire, kind: str) -> Iterator[bytes]:
    return (csv_lines if kind == "csv" else xlsx_bytes)(headings(questionnaire), [])


def rows(questionnaire: Questionnaire, path: Path) -> tuple[list[Typed], list[Problem]]:
    """What stands in the file, and what is wrong with which line. Unreadable for a file that is none."""
    sheet = read_sheet(path, columns=MOST_COLUMNS)
    line, first = next(sheet, (1, []))
    names = [str(cell or "").split(maxsplit=1)[0] if str(cell or "").strip() else "" for cell in first]
    questions = ordered(questionnaire)
    known = {column.name for column in columns(questions)} | set(FRONT)
    if "copy" not in names or (strange := [name for name in names if name and name not in known]):
        what = _("The heading “%(name)s” is not known. Take the empty workbook and fill it in.")
        raise Unreadable(what % {"name": "copy" if "copy" not in names else strange[0][:40]})
    found: list[Typed] = []
    problems: list[Problem] = []
    for line, cells in sheet:
        row = dict(zip(names, cells, strict=False))
        try:
            found.append(_typed(questions, row, line))
        except Wrong as wrong:
            what = _("“%(value)s” in column %(column)s is not understood.")
            problems.append((line, what % {"value": wrong.value, "column": wrong.column}))
    return found, problems


def _typed(questions: list, row: dict[str, Cell], line: int) -> Typed:
    copy = number("copy", row.get("copy"), most=10**6)
    if copy is None or copy < 1:
        raise Wrong("copy", row.get("copy"))
    age, role = words(row.get("age")), words(row.get("role"))
    if age and age not in AgeBand.values:
        raise Wrong("age", age)
    if role and role not in Bucket.values:
        raise Wrong("role", role)
    room = words(row.get("room")).removesuffix(".0")[:30]
    return Typed(copy, read(questions, row), age, role, room, line)
