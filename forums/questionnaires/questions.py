"""The questions of a draft: verbs, like those of `building.py`."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused

from .building import (
    ASKABLE,
    CHOICES,
    QUESTIONS,
    ROWS,
    WORDS,
    askable_choices,
    check_order,
    editing,
    needed_elsewhere,
    renumber,
    swap,
)
from .models import Question, Questionnaire, Section


def add_question(section: Section, *, by: User, kind: str, **words: Any) -> Question:
    with editing(section.questionnaire, by, "add_question") as row:
        if row.questions.count() >= QUESTIONS:
            raise Refused(_("A questionnaire has eighty questions at most. People will not answer more."))
        place = row.sections.get(pk=section.pk)
        last = place.questions.aggregate(last=Max("position"))["last"] or 0
        question = Question(
            questionnaire=row, section=place, key=_next_key(row), position=last + 1, kind=kind
        )
        _word(question, words)
        question.save()
    return question


def edit_question(question: Question, *, by: User, **words: Any) -> Question:
    """Choices that keep their words keep their keys; one that a condition looks at cannot go."""
    with editing(question.questionnaire, by, "edit_question"):
        _word(question, words)
        question.save()
        known = set(askable_choices(question))
        for other in question.dependants.all():
            if set(other.depends_choices) - known:
                raise Refused(
                    _("“%(question)s” is shown only with a choice that would go. Change its condition first.")
                    % {"question": other.text}
                )
    return question


def show_if(question: Question, *, by: User, other: Question | None, choices: Iterable[str] = ()) -> Question:
    """Show this question only if the earlier one was answered with one of these; `other` None: always."""
    with editing(question.questionnaire, by, "show_if") as row:
        question.depends_on, question.depends_choices = other, sorted(set(choices)) if other else []
        if other is not None:
            if other.questionnaire_id != row.pk or other.kind not in ASKABLE:
                raise Refused(_("A condition looks at a question with choices or with a scale."))
            if not question.depends_choices or set(question.depends_choices) - set(askable_choices(other)):
                raise Refused(_("Please choose with which answers it is shown."))
        question.save(update_fields=["depends_on", "depends_choices"])
        check_order(row)
    return question


def move_question(question: Question, *, by: User, up: bool) -> None:
    """One place up or down; at the edge of its section, into the next one."""
    with editing(question.questionnaire, by, "move_question") as row:
        question = row.questions.select_related("section").get(pk=question.pk)
        inside = list(question.section.questions.all())
        at = [one.pk for one in inside].index(question.pk)
        if 0 <= at + (-1 if up else 1) < len(inside):
            swap(inside, question.pk, up)
        else:
            _cross(row, question, up)
        check_order(row)


def remove_question(question: Question, *, by: User) -> None:
    with editing(question.questionnaire, by, "remove_question") as row:
        rows = row.questions.filter(pk=question.pk)
        needed_elsewhere(row, rows)
        rows.delete()
        renumber(row.questions.filter(section=question.section_id))


def keyed(texts: Iterable[str], before: list[dict[str, Any]], letter: str) -> list[dict[str, Any]]:
    """Lines of text as choices or rows: known words keep their key, new ones get one never used here."""
    keys = {one["text"]: one["key"] for one in before}
    number = max((int(one["key"][1:]) for one in before), default=0)
    found: dict[str, dict[str, Any]] = {}
    for text in (" ".join(line.split()) for line in texts):
        if not text or text in found:
            continue
        if text not in keys:
            number += 1
        found[text] = {"key": keys.get(text, f"{letter}{number}"), "text": text}
    return list(found.values())


def _word(question: Question, words: dict[str, Any]) -> None:
    for name, value in words.items():
        if name not in WORDS or name in ("kind", "depends_choices"):
            raise TypeError(name)
        setattr(question, name, value)
    question.text = question.text.strip()
    if not question.text:
        raise Refused(_("Please write the question."))
    if len(question.choices) > CHOICES or len(question.rows) > ROWS:
        raise Refused(_("There are too many choices or rows: people cannot oversee them."))
    if any(len(one["text"]) > 120 for one in (*question.choices, *question.rows)):
        raise Refused(_("A choice or a row has 120 characters at most."))
    if not 0 <= question.low < question.high <= 10:
        raise Refused(_("A scale begins at 0 or later, ends at 10 or earlier, and grows."))


def _next_key(row: Questionnaire) -> str:
    numbers = [int(key[1:]) for key in row.questions.values_list("key", flat=True)]
    return f"q{max(numbers, default=0) + 1}"


def _cross(row: Questionnaire, question: Question, up: bool) -> None:
    sections = list(row.sections.all())
    at = [one.pk for one in sections].index(question.section_id) + (-1 if up else 1)
    if not 0 <= at < len(sections):
        return
    left, question.section = question.section_id, sections[at]
    others = list(sections[at].questions.all())
    question.position = len(others) + 1 if up else 0
    question.save(update_fields=["section", "position"])
    renumber(sections[at].questions.all())
    renumber(row.questions.filter(section=left))
