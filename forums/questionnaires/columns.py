"""The fixed columns of a table of answers: all questions × all choices, and the words of people's own.

The same columns go out (`exports.py`) and come in (`workbooks.py`). A heading begins with its name, which a machine
reads, and goes on with words for people:

| kind | columns | what stands in them |
|---|---|---|
| single, multiple | q1.c1 … q1.cN, q1.other | 1 or 0; the words |
| scale | q2 | the number |
| short, long | q3 | the text |
| matrix | q4.r1.c1 … | 1 or 0 |
| ranking | q5.c1 … | the rank, 1 is the best |

A question that was not answered leaves all its columns empty: a 0 says that somebody saw the choice and left it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from beihu.sheets.reading import Cell
from beihu.sheets.writing import Value

from .answers import LONG, OTHER, SHORT
from .models import Question, Questionnaire

Answers = Mapping[str, Mapping[str, Any]]
Kind = Question.Kind
LONGEST = 5000  # characters of a text that comes in


class Column(NamedTuple):
    """One column: the question's key, and which row and choice of it."""

    question: str
    row: str = ""
    choice: str = ""
    words: str = ""

    @property
    def name(self) -> str:
        return ".".join(filter(None, (self.question, self.row, self.choice)))

    @property
    def heading(self) -> str:
        return f"{self.name} {self.words}".strip()


class Wrong(Exception):
    """A cell that cannot be understood; the message says which and why."""

    def __init__(self, column: str, value: object) -> None:
        super().__init__(column)
        self.column, self.value = column, str(value)[:40]


def ordered(questionnaire: Questionnaire) -> list[Question]:
    """Its questions as they are asked; one query."""
    return list(questionnaire.questions.select_related("section", "depends_on"))


def has_other(question: Question) -> bool:
    return any(choice.get("other") for choice in question.choices)


def columns_of(question: Question) -> list[Column]:
    key, kind, text = question.key, question.kind, question.text
    if kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING):
        found = [Column(key, "", one["key"], f"{text} – {one['text']}") for one in question.choices]
        other = [Column(key, "", "other", f"{text} – …")] if has_other(question) else []
        return [*found, *(other if kind != Kind.RANKING else [])]
    if kind == Kind.MATRIX:
        return [
            Column(key, row["key"], one["key"], f"{text} – {row['text']} – {one['text']}")
            for row in question.rows
            for one in question.choices
        ]
    return [Column(key, "", "", text)]


def columns(questions: Iterable[Question]) -> list[Column]:
    return [column for question in questions for column in columns_of(question)]


# -- going out


def cells(questions: Sequence[Question], answers: Answers) -> list[Value]:
    """One response as the values of all columns."""
    row: list[Value] = []
    for question in questions:
        row += _cells_of(question, answers.get(question.key))
    return row


def _cells_of(question: Question, answer: Mapping[str, Any] | None) -> list[Value]:
    kind = question.kind
    if not answer:
        return [None] * len(columns_of(question))
    if kind in (Kind.SINGLE, Kind.MULTIPLE):
        chosen = {answer["choice"]} if kind == Kind.SINGLE else set(answer["choices"])
        marks: list[Value] = [int(one["key"] in chosen) for one in question.choices]
        return [*marks, answer.get("other") or None] if has_other(question) else marks
    if kind == Kind.RANKING:
        rank = {choice: n for n, choice in enumerate(answer["order"], 1)}
        return [rank.get(one["key"], 0) for one in question.choices]
    if kind == Kind.MATRIX:
        rows = answer["rows"]
        return [
            int(rows[row["key"]] == one["key"]) if row["key"] in rows else None
            for row in question.rows
            for one in question.choices
        ]
    return [answer["value"] if kind == Kind.SCALE else answer["text"]]


# -- coming in


def read(questions: Sequence[Question], row: Mapping[str, Cell]) -> dict[str, dict[str, Any]]:
    """The answers that a row of {name of the column: cell} says. Raises Wrong for what makes no sense."""
    found = {question.key: _read(question, row) for question in questions}
    return {key: answer for key, answer in found.items() if answer}


def _read(question: Question, row: Mapping[str, Cell]) -> dict[str, Any]:
    key, kind = question.key, question.kind
    if kind in (Kind.SHORT, Kind.LONG):
        text = words(row.get(key))
        if len(text) > (SHORT if kind == Kind.SHORT else LONG):
            raise Wrong(key, text)
        return {"text": text} if text else {}
    if kind == Kind.SCALE:
        value = number(key, row.get(key))
        if value is not None and not question.low <= value <= question.high:
            raise Wrong(key, value)
        return {} if value is None else {"value": value}
    if kind == Kind.MATRIX:
        rows = {one["key"]: _marked(question, f"{key}.{one['key']}", row) for one in question.rows}
        for name, marked in rows.items():
            if len(marked) > 1:
                raise Wrong(f"{key}.{name}", "1 1")
        given = {name: marked[0] for name, marked in rows.items() if marked}
        return {"rows": given} if given else {}
    if kind == Kind.RANKING:
        return _ranking(question, row)
    return _chosen(question, row)


def _ranking(question: Question, row: Mapping[str, Cell]) -> dict[str, Any]:
    ranks = {one["key"]: number(f"{question.key}.{one['key']}", row.get(f"{question.key}.{one['key']}"))
             for one in question.choices}  # fmt: skip
    given = sorted((rank, choice) for choice, rank in ranks.items() if rank)
    if [rank for rank, _choice in given] != list(range(1, len(given) + 1)):
        raise Wrong(question.key, " ".join(str(rank) for rank, _choice in given))
    return {"order": [choice for _rank, choice in given]} if given else {}


def _chosen(question: Question, row: Mapping[str, Cell]) -> dict[str, Any]:
    marked = _marked(question, question.key, row)
    other = words(row.get(f"{question.key}.other"))[:OTHER]
    free = [one["key"] for one in question.choices if one.get("other")]
    if other and free and free[0] not in marked:
        marked.append(free[0])
    if not marked:
        return {}
    if question.kind == Kind.SINGLE and len(marked) > 1:
        raise Wrong(question.key, " ".join(marked))
    given: dict[str, Any] = {"choice": marked[0]} if question.kind == Kind.SINGLE else {"choices": marked}
    return given | ({"other": other} if other and free else {})


def _marked(question: Question, stem: str, row: Mapping[str, Cell]) -> list[str]:
    marks = {
        one["key"]: number(f"{stem}.{one['key']}", row.get(f"{stem}.{one['key']}"))
        for one in question.choices
    }
    for choice, mark in marks.items():
        if mark not in (None, 0, 1):
            raise Wrong(f"{stem}.{choice}", mark)
    return [choice for choice, mark in marks.items() if mark]


def words(cell: Cell) -> str:
    """A text as it was, without the apostrophe that keeps Excel from reckoning, and without what no text needs."""
    text = "" if cell is None else str(cell)
    if text.startswith("'") and len(text) > 1 and text[1:].lstrip()[:1] in "=+-@＝＋－＠":
        text = text[1:]
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST]


def number(name: str, cell: Cell, most: int = 1000) -> int | None:
    """A whole number; None for an empty cell. Raises Wrong."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        value = float(cell) if isinstance(cell, (int, float, str)) else None
    except ValueError:
        value = None
    if value is None or value != value or abs(value) > most or value != int(value):
        raise Wrong(name, cell)
    return int(value)
