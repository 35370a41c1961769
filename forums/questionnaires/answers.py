"""What an answer is: pure functions over questions and answers, the same for screen, paper and exports.

Answers are a dict by key of the question; the shape of each stands in `models.Question`. A question that is not shown
has no entry, and one that was left empty has none either.

    fit(questions, given)       what is kept: cleaned, and only of questions that are shown
    missing(questions, fitted)  the shown questions that must be answered and are not
    marks(question, answer)     (row, choice) of everything that counts, see `responses.Tally`
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from beihu.states import Refused

from .models import Question

Answer = dict[str, Any]
Answers = dict[str, Answer]
SHORT, LONG, OTHER = 200, 2000, 100  # characters
Kind = Question.Kind


def fit(questions: Iterable[Question], given: Mapping[str, Any]) -> Answers:
    """The answers that are kept, in the order of the questions. Refused for what no form of ours can send."""
    kept: Answers = {}
    shown: dict[int, Question] = {}
    for question in questions:
        if not is_shown(question, shown, kept):
            continue
        shown[question.pk] = question
        if (answer := clean(question, given.get(question.key))) is not None:
            kept[question.key] = answer
    return kept


def shown(questions: Iterable[Question], answers: Mapping[str, Any]) -> list[Question]:
    """The questions that somebody with these answers sees, in order."""
    found: dict[int, Question] = {}
    for question in questions:
        if is_shown(question, found, answers):
            found[question.pk] = question
    return list(found.values())


def is_shown(question: Question, before: Mapping[int, Question], answers: Mapping[str, Any]) -> bool:
    """`before`: the questions shown so far; one that depends on a hidden question is hidden too."""
    if question.depends_on_id is None:
        return True
    other = before.get(question.depends_on_id)
    if other is None:
        return False
    return bool(chosen(other, answers.get(other.key)) & set(question.depends_choices))


def missing(questions: Iterable[Question], answers: Mapping[str, Any]) -> list[Question]:
    return [
        one for one in shown(questions, answers) if one.required and not is_full(one, answers.get(one.key))
    ]


def is_full(question: Question, answer: Any) -> bool:
    """Answered; a table in every row."""
    if not answer:
        return False
    return question.kind != Kind.MATRIX or len(answer["rows"]) == len(question.rows)


def chosen(question: Question, answer: Any) -> set[str]:
    """What a condition can ask for: keys of choices, of a scale its number as text."""
    return {choice for row, choice in marks(question, answer) if not row} if answer else set()


def marks(question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
    """(row, choice) of everything in this answer that is counted; nothing for texts."""
    match question.kind:
        case Kind.SINGLE:
            yield "", answer["choice"]
        case Kind.MULTIPLE:
            yield from (("", key) for key in answer["choices"])
        case Kind.SCALE:
            yield "", str(answer["value"])
        case Kind.MATRIX:
            yield from answer["rows"].items()
        case Kind.RANKING:
            yield from ((key, str(rank)) for rank, key in enumerate(answer["order"], start=1))


def clean(question: Question, given: Any) -> Answer | None:
    """One answer in its shape, None for an empty one. Refused when it is none of this question's."""
    if not isinstance(given, Mapping):
        if given is None:
            return None
        raise _strange(question)
    match question.kind:
        case Kind.SINGLE:
            return _single(question, given)
        case Kind.MULTIPLE:
            return _multiple(question, given)
        case Kind.SCALE:
            return _scale(question, given)
        case Kind.SHORT:
            return _text(given.get("text"), SHORT)
        case Kind.LONG:
            return _text(given.get("text"), LONG)
        case Kind.MATRIX:
            return _matrix(question, given)
        case Kind.RANKING:
            order = _keys(question, given.get("order"), question.choices)
            return {"order": order} if order else None
    raise _strange(question)


def other_choice(question: Question) -> str:
    """The key of the choice that asks for words of one's own, '' without one."""
    return next((one["key"] for one in question.choices if one.get("other")), "")


def _single(question: Question, given: Mapping[str, Any]) -> Answer | None:
    choice = given.get("choice")
    if not choice:
        return None
    if choice not in _known(question.choices):
        raise _strange(question)
    return {"choice": choice} | _other(question, [choice], given)


def _multiple(question: Question, given: Mapping[str, Any]) -> Answer | None:
    asked = set(_keys(question, given.get("choices"), question.choices))
    choices = [key for key in _known(question.choices) if key in asked]  # in the order of the sheet
    return {"choices": choices} | _other(question, choices, given) if choices else None


def _scale(question: Question, given: Mapping[str, Any]) -> Answer | None:
    value = given.get("value")
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not question.low <= value <= question.high:
        raise _strange(question)
    return {"value": value}


def _matrix(question: Question, given: Mapping[str, Any]) -> Answer | None:
    rows = given.get("rows")
    if not rows:
        return None
    known, choices = _known(question.rows), _known(question.choices)
    if not isinstance(rows, Mapping) or any(
        row not in known or (choice and choice not in choices) for row, choice in rows.items()
    ):
        raise _strange(question)
    kept = {row: rows[row] for row in known if rows.get(row)}
    return {"rows": kept} if kept else None


def _keys(question: Question, given: Any, items: Sequence[Mapping[str, Any]]) -> list[str]:
    if not given:
        return []
    known = _known(items)
    if (
        not isinstance(given, list | tuple)
        or any(key not in known for key in given)
        or len(set(given)) < len(given)
    ):
        raise _strange(question)
    return list(given)


def _other(question: Question, choices: list[str], given: Mapping[str, Any]) -> Answer:
    """Words beside a choice count only with the choice."""
    if other_choice(question) not in choices:
        return {}
    words = _text(given.get("other"), OTHER)
    return {"other": words["text"]} if words else {}


def _text(given: Any, most: int) -> Answer | None:
    text = str(given or "").replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > most:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": most})
    return {"text": text} if text else None


def _known(items: Iterable[Mapping[str, Any]]) -> list[str]:
    return [item["key"] for item in items]


def _strange(question: Question) -> Refused:
    return Refused(_("This is not an answer to “%(question)s”.") % {"question": question.text})
