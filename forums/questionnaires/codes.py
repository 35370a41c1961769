"""Answers as typists type them from paper: digits, as they are printed beside the boxes.

| kind | lines | typed |
|---|---|---|
| single | one, and one for the words of "other" | 2 |
| multiple | the same | 1 3 5, or 135 while there are no more than nine choices |
| scale | one | 4 |
| short, long | one | the text |
| matrix | one for each row | 2 |
| ranking | one | the numbers in the boxes from top to bottom, 0 for an empty one: 3 1 2 |
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from .answers import LONG, OTHER, SHORT
from .columns import Answers, has_other
from .models import Question

Kind = Question.Kind
SEPARATORS = re.compile(r"[\s,，、.;；]+")
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
LONGEST = {Kind.SHORT: SHORT, Kind.LONG: LONG}


class Line(NamedTuple):
    """One field of the screen for typing."""

    name: str
    question: Question
    label: str
    words: dict[str, str]  # digit: what it means; {} for a text
    first: bool  # of its question
    settles: int  # a single digit says it all up to this number; 0 for lines that take several

    @property
    def is_text(self) -> bool:
        return not self.words


def lines(questions: Sequence[Question]) -> list[Line]:
    return [line for question in questions for line in _lines_of(question)]


def _lines_of(question: Question) -> list[Line]:
    key, kind, text = question.key, question.kind, question.text
    numbered = {str(n): one["text"] for n, one in enumerate(question.choices, 1)}
    if kind == Kind.MATRIX:
        return [
            Line(f"{key}.{row['key']}", question, row["text"], numbered, n == 0, len(numbered))
            for n, row in enumerate(question.rows)
        ]
    if kind == Kind.SCALE:
        scale = {str(n): str(n) for n in range(question.low, question.high + 1)}
        scale[str(question.low)] = f"{question.low} {question.low_label}".strip()
        scale[str(question.high)] = f"{question.high} {question.high_label}".strip()
        return [Line(key, question, text, scale, True, question.high)]
    if kind in (Kind.SHORT, Kind.LONG):
        return [Line(key, question, text, {}, True, 0)]
    if kind == Kind.RANKING:
        ranks = {str(n): str(n) for n in range(len(numbered) + 1)}
        return [Line(key, question, text, ranks, True, 0)]
    found = [Line(key, question, text, numbered, True, len(numbered) if kind == Kind.SINGLE else 0)]
    if has_other(question):
        found.append(Line(f"{key}.other", question, _("In their own words"), {}, False, 0))
    return found


def read(
    questions: Sequence[Question], typed: Mapping[str, str]
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """(answers, what is wrong with which line)."""
    answers: dict[str, dict[str, Any]] = {}
    wrong: dict[str, str] = {}
    for question in questions:
        try:
            if answer := _read(question, typed):
                answers[question.key] = answer
        except Odd as odd:
            wrong[odd.line] = str(odd)
    return answers, wrong


class Odd(Exception):
    def __init__(self, line: str, words: str) -> None:
        super().__init__(words)
        self.line = line


def _read(question: Question, typed: Mapping[str, str]) -> dict[str, Any]:
    key, kind = question.key, question.kind
    if kind in LONGEST:
        text = _clean(typed.get(key, ""))
        if len(text) > LONGEST[Kind(kind)]:
            raise Odd(key, _("This is longer than %(most)s characters.") % {"most": LONGEST[Kind(kind)]})
        return {"text": text} if text else {}
    if kind == Kind.MATRIX:
        rows = {
            row["key"]: _one(f"{key}.{row['key']}", typed, 1, len(question.choices)) for row in question.rows
        }
        given = {name: question.choices[n - 1]["key"] for name, n in rows.items() if n is not None}
        return {"rows": given} if given else {}
    if kind == Kind.SCALE:
        value = _one(key, typed, question.low, question.high)
        return {} if value is None else {"value": value}
    numbers = _numbers(key, typed.get(key, ""), 0 if kind == Kind.RANKING else 1, len(question.choices))
    if kind == Kind.RANKING:
        return _order(question, numbers)
    return _chosen(question, numbers, _clean(typed.get(f"{key}.other", ""))[:OTHER])


def _chosen(question: Question, numbers: list[int], other: str) -> dict[str, Any]:
    choices = [one["key"] for n, one in enumerate(question.choices, 1) if n in numbers]
    free = [one["key"] for one in question.choices if one.get("other")]
    if other and free and free[0] not in choices:
        choices.append(free[0])
    if not choices:
        return {}
    if question.kind == Kind.SINGLE and len(choices) > 1:
        raise Odd(question.key, _("One choice only. Leave it empty when the paper has more than one cross."))
    given: dict[str, Any] = {"choice": choices[0]} if question.kind == Kind.SINGLE else {"choices": choices}
    return given | ({"other": other} if other and free and free[0] in choices else {})


def _order(question: Question, numbers: list[int]) -> dict[str, Any]:
    """Ranks from top to bottom become the choices, the best first."""
    if len(numbers) > len(question.choices):
        raise Odd(question.key, _("There are more numbers than boxes."))
    ranked = sorted((rank, n) for n, rank in enumerate(numbers) if rank)
    if [rank for rank, _n in ranked] != list(range(1, len(ranked) + 1)):
        raise Odd(
            question.key, _("Each rank once, from 1 on. Leave it empty when the paper cannot be understood.")
        )
    return {"order": [question.choices[n]["key"] for _rank, n in ranked]} if ranked else {}


def _one(line: str, typed: Mapping[str, str], least: int, most: int) -> int | None:
    found = _numbers(line, typed.get(line, ""), least, most, one=True)
    if len(found) > 1:
        raise Odd(line, _("One choice only. Leave it empty when the paper has more than one cross."))
    return found[0] if found else None


def _numbers(line: str, text: str, least: int, most: int, *, one: bool = False) -> list[int]:
    """The digits as numbers; run together where no number has two digits."""
    parts = [part for part in SEPARATORS.split(text.translate(FULL_WIDTH).strip()) if part]
    if most <= 9 and not one:
        parts = [digit for part in parts for digit in part]
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts) or len(parts) > 50:
        raise Odd(line, _("Digits only, as they are printed beside the boxes."))
    numbers = [int(part) for part in parts]
    if beyond := [n for n in numbers if not least <= n <= most]:
        raise Odd(line, _("There is no %(number)s here.") % {"number": beyond[0]})
    return numbers


def _clean(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def typed(questions: Sequence[Question], answers: Answers) -> dict[str, str]:
    """What one would type for these answers."""
    found: dict[str, str] = {}
    for question in questions:
        if answer := answers.get(question.key):
            found |= _typed(question, answer)
    return found


def _typed(question: Question, answer: Mapping[str, Any]) -> dict[str, str]:
    key, kind = question.key, question.kind
    at = {one["key"]: str(n) for n, one in enumerate(question.choices, 1)}
    if kind == Kind.MATRIX:
        return {f"{key}.{row}": at[choice] for row, choice in answer["rows"].items()}
    if kind == Kind.SCALE:
        return {key: str(answer["value"])}
    if kind in LONGEST:
        return {key: answer["text"]}
    if kind == Kind.RANKING:
        rank = {choice: str(n) for n, choice in enumerate(answer["order"], 1)}
        return {key: " ".join(rank.get(choice, "0") for choice in at)}
    chosen = [answer["choice"]] if kind == Kind.SINGLE else answer["choices"]
    return {key: " ".join(at[choice] for choice in chosen)} | (
        {f"{key}.other": answer["other"]} if answer.get("other") else {}
    )
