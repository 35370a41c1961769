"""Answers go out as columns or as digits and come back as they were given."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beihu.sheets.reading import read_sheet
from beihu.sheets.writing import csv_lines, xlsx_bytes
from forums.questionnaires import codes
from forums.questionnaires.columns import Wrong, cells, columns, read
from forums.questionnaires.models import Question
from tests.forums.questionnaires.forms import answered, sheets

CHOICES = [
    {"key": "c1", "text": "停车"},
    {"key": "c2", "text": "绿化"},
    {"key": "c3", "text": "其他", "other": True},
]
ONE = Question(pk=1, key="q1", kind="single", text="问", choices=CHOICES)
MANY = Question(pk=2, key="q2", kind="multiple", text="问", choices=CHOICES)
ORDER = Question(pk=3, key="q3", kind="ranking", text="问", choices=CHOICES)


@settings(max_examples=60, deadline=None)
@given(st.data())
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_columns_read_back_to_the_answers_given(kind, tmp_path_factory, data):
    """Through a file, whatever the questions and conditions."""
    questions = data.draw(sheets())
    answers = data.draw(answered(questions))
    names = [column.name for column in columns(questions)]
    path = tmp_path_factory.getbasetemp() / f"back.{kind}"
    write = csv_lines if kind == "csv" else xlsx_bytes
    heading = [column.heading for column in columns(questions)]
    path.write_bytes(b"".join(write(["copy", *heading], [[1, *cells(questions, answers)]])))
    (_line, head), (_two, row) = read_sheet(path, columns=1000)
    assert [one.split(" ")[0] for one in head[1:]] == names
    assert read(questions, dict(zip(names, row[1:], strict=False))) == answers


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_typed_digits_read_back_to_the_answers_given(data):
    questions = data.draw(sheets())
    answers = data.draw(answered(questions))
    assert codes.read(questions, codes.typed(questions, answers)) == (answers, {})
    assert set(codes.typed(questions, answers)) <= {line.name for line in codes.lines(questions)}


def test_columns_are_all_questions_by_all_choices():
    names = [column.name for column in columns([ONE, MANY, ORDER])]
    assert names == ["q1.c1", "q1.c2", "q1.c3", "q1.other", "q2.c1", "q2.c2", "q2.c3", "q2.other",
                     "q3.c1", "q3.c2", "q3.c3"]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"q1.c1": 1, "q1.c2": "1"}, "q1"),
        ({"q1.c1": 2}, "q1.c1"),
        ({"q1.c1": "x"}, "q1.c1"),
        ({"q1.c1": 0.5}, "q1.c1"),
        ({"q3.c1": 2, "q3.c2": 2}, "q3"),
        ({"q3.c1": 2}, "q3"),
    ],
)
def test_read_says_which_cell_makes_no_sense(row, column):
    with pytest.raises(Wrong) as wrong:
        read([ONE, MANY, ORDER], row)
    assert wrong.value.column == column


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ({"q1": "2"}, {"q1": {"choice": "c2"}}),
        ({"q1": "２ "}, {"q1": {"choice": "c2"}}),
        ({"q1": "", "q1.other": "路灯"}, {"q1": {"choice": "c3", "other": "路灯"}}),
        ({"q2": "13"}, {"q2": {"choices": ["c1", "c3"]}}),
        ({"q2": "3，1"}, {"q2": {"choices": ["c1", "c3"]}}),
        ({"q3": "312"}, {"q3": {"order": ["c2", "c3", "c1"]}}),
        ({"q3": "0 1 2"}, {"q3": {"order": ["c2", "c3"]}}),
        ({"q3": "000"}, {}),
    ],
)
def test_digits_as_they_are_typed(typed, answers):
    assert codes.read([ONE, MANY, ORDER], typed) == (answers, {})


@pytest.mark.parametrize("typed", [{"q1": "4"}, {"q1": "1 2"}, {"q1": "a"}, {"q2": "9"}, {"q3": "113"}, {"q3": "1231"},
                                   {"q1": "1" * 500}, {"q1": "²"}])  # fmt: skip
def test_digits_that_make_no_sense_are_named_by_their_line(typed):
    answers, wrong = codes.read([ONE, MANY, ORDER], typed)
    assert (answers, list(wrong)) == ({}, list(typed))
