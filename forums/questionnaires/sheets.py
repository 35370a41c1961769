"""A paper copy: every question with boxes and the digits a typist reads, conditions in words, its number on each page.

The questions are drawn once as a template of their own; each copy only puts in its number, its doorway and its code,
so that thousands cost the server next to nothing.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from buildings.places.paper import QR

from .columns import ordered
from .copies import Copy
from .models import Question, Questionnaire
from .responses import AgeBand, Bucket

Kind = Question.Kind
LINES = {Kind.SHORT: 1, Kind.LONG: 5}


class Asked(NamedTuple):
    """A question as it stands on paper."""

    number: int
    question: Question
    condition: str
    choices: list[tuple[int, str, bool]]  # digit, words, asks for words of one's own
    lines: range


class Part(NamedTuple):
    title: str
    text: str
    asked: list[Asked]


def parts(questionnaire: Questionnaire) -> list[Part]:
    found: dict[int, Part] = {}
    questions = ordered(questionnaire)
    number = {question.pk: n for n, question in enumerate(questions, 1)}
    for question in questions:
        section = question.section
        part = found.setdefault(section.pk, Part(section.title, section.text, []))
        part.asked.append(
            Asked(number[question.pk], question, condition(question, number), choices(question),
                  range(LINES.get(Kind(question.kind), 0)))
        )  # fmt: skip
    return list(found.values())


def choices(question: Question) -> list[tuple[int, str, bool]]:
    if question.kind == Kind.SCALE:
        return [(n, "", False) for n in range(question.low, question.high + 1)]
    return [(n, one["text"], bool(one.get("other"))) for n, one in enumerate(question.choices, 1)]


def condition(question: Question, number: dict[int, int]) -> str:
    """Only if question 3 was answered with “parking” or “noise”."""
    other = question.depends_on
    if other is None:
        return ""
    texts = {one["key"]: one["text"] for one in other.choices}
    said = _(" or ").join(f"“{texts.get(key, key)}”" for key in question.depends_choices)
    return _("Only if you answered question %(number)s with %(said)s") % {
        "number": number[other.pk],
        "said": said,
    }


def draw_all(
    questionnaire: Questionnaire,
    copies: Iterable[Copy],
    where: dict[str, str],
    *,
    url: Callable[[int], str],
    draw: Callable[[str], QR],
) -> Iterator[str]:
    """The copies as HTML, piece by piece."""
    marks = {name: secrets.token_hex(8) for name in ("number", "place", "path", "box")}
    context: dict[str, Any] = {
        "row": questionnaire, "parts": parts(questionnaire), "marks": marks,
        "ages": list(enumerate((str(label) for label in AgeBand.labels), 1)),
        "roles": list(enumerate((str(label) for label in Bucket.labels), 1)),
    }  # fmt: skip
    sheet = render_to_string("forums/_paper_copy.html", context)
    for copy in copies:
        code = draw(url(copy.number))
        text = sheet.replace(marks["path"], code.path).replace(marks["box"], code.view_box)
        yield text.replace(marks["number"], f"{copy.number:04d}").replace(
            marks["place"], escape(where.get(copy.place_id, ""))
        )
