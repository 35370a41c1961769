"""One page of questions, as those who are asked see it; the same for preview and answering."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tripartite.issues.forms.parts import area

from ..answers import LONG, OTHER, SHORT, Answer, Answers, other_choice
from ..models import Question
from ..responses import AgeBand

Kind = Question.Kind
PLEASE = gettext_lazy("Please answer this question.")


class Part(NamedTuple):
    """One question on the page: its fields, or of a table and an order the fields of its lines."""

    question: Question
    fields: list[forms.BoundField]
    other: forms.BoundField | None
    several: bool  # the question is the heading over its lines
    errors: list[str]


class PageForm(forms.Form):
    """`questions` are shown; `first` are the answers so far. Field names: q1, q1-other, q1-r2 (a row, a choice)."""

    def __init__(self, *args: Any, questions: list[Question], first: Answers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            answer = first.get(question.key, {})
            for name, field, value in _fields(question, answer):
                self.fields[name] = field
                if value not in (None, "", []):
                    self.initial[name] = value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for question in self.questions:
            if question.kind == Kind.RANKING:
                ranks = [data.get(f"{question.key}-{one['key']}") for one in question.choices]
                given = [rank for rank in ranks if rank]
                first = f"{question.key}-{question.choices[0]['key']}" if question.choices else None
                if len(set(given)) < len(given):
                    self.add_error(first, _("Each place can be given once only."))
                elif question.required and not given:
                    self.add_error(first, str(PLEASE))
        return data

    def given(self) -> dict[str, Answer | None]:
        """The answers as they stand in valid fields, by key of the question."""
        data = getattr(self, "cleaned_data", {})
        return {question.key: _read(question, data) for question in self.questions}

    def parts(self) -> Iterator[Part]:
        """For the template, question by question."""
        for question in self.questions:
            names = [name for name in self.fields if name.split("-")[0] == question.key]
            lines = [self[name] for name in names if not name.endswith("-other")]
            other = next((self[name] for name in names if name.endswith("-other")), None)
            several = question.kind in (Kind.MATRIX, Kind.RANKING)
            errors = [str(words) for name in names for words in self.errors.get(name, [])] if several else []
            yield Part(question, lines, other, several, list(dict.fromkeys(errors)))


class LastForm(forms.Form):
    """The last page, before sending."""

    age_band = forms.ChoiceField(
        label=gettext_lazy("How old are you?"),
        help_text=gettext_lazy("Only to see whether all ages were heard. You may leave it open."),
        choices=AgeBand.choices,
        required=False,
        widget=forms.RadioSelect,
    )


def _fields(question: Question, answer: Answer) -> Iterator[tuple[str, forms.Field, Any]]:
    """(name, field, first value) of everything that one question asks."""
    key = question.key
    words: dict[str, Any] = {
        "label": question.text,
        "help_text": _hint(question),
        "required": question.required,
        "error_messages": {"required": PLEASE},
    }
    match question.kind:
        case Kind.SINGLE:
            one = forms.ChoiceField(choices=_pairs(question.choices), widget=forms.RadioSelect, **words)
            yield key, one, answer.get("choice")
        case Kind.MULTIPLE:
            several = forms.CheckboxSelectMultiple
            yield (
                key,
                forms.MultipleChoiceField(choices=_pairs(question.choices), widget=several, **words),
                answer.get("choices"),
            )
        case Kind.SCALE:
            steps: dict[str, Any] = {
                "choices": [(n, n) for n in range(question.low, question.high + 1)],
                "coerce": int,
                "empty_value": None,
            }
            yield key, forms.TypedChoiceField(widget=forms.RadioSelect, **steps, **words), answer.get("value")
        case Kind.SHORT:
            yield key, forms.CharField(max_length=SHORT, **words), answer.get("text")
        case Kind.LONG:
            yield key, forms.CharField(max_length=LONG, widget=area(4), **words), answer.get("text")
        case Kind.MATRIX:
            yield from _rows(question, answer.get("rows", {}))
        case Kind.RANKING:
            yield from _ranks(question, answer.get("order", []))
    if (other := other_choice(question)) and question.kind in (Kind.SINGLE, Kind.MULTIPLE):
        name = next(one["text"] for one in question.choices if one["key"] == other)
        label = _("If “%(choice)s”: in your own words") % {"choice": name}
        yield (
            f"{key}-other",
            forms.CharField(label=label, max_length=OTHER, required=False),
            answer.get("other"),
        )


def _rows(question: Question, given: dict[str, str]) -> Iterator[tuple[str, forms.Field, Any]]:
    """A table: each row a group of its own, so that it fits a phone."""
    for row in question.rows:
        field = forms.ChoiceField(
            label=row["text"],
            choices=_pairs(question.choices),
            required=question.required,
            widget=forms.RadioSelect,
            error_messages={"required": _("Please choose one in each row.")},
        )
        yield f"{question.key}-{row['key']}", field, given.get(row["key"])


def _ranks(question: Question, order: list[str]) -> Iterator[tuple[str, forms.Field, Any]]:
    """An order without dragging: each choice gets its number."""
    numbers = [("", "–"), *((n, str(n)) for n in range(1, len(question.choices) + 1))]
    for one in question.choices:
        field = forms.TypedChoiceField(
            label=one["text"], choices=numbers, coerce=int, empty_value=None, required=False
        )
        yield (
            f"{question.key}-{one['key']}",
            field,
            order.index(one["key"]) + 1 if one["key"] in order else None,
        )


def _read(question: Question, data: dict[str, Any]) -> Answer | None:
    key = question.key
    match question.kind:
        case Kind.SINGLE:
            return {"choice": data.get(key), "other": data.get(f"{key}-other")} if data.get(key) else None
        case Kind.MULTIPLE:
            return {"choices": data.get(key), "other": data.get(f"{key}-other")} if data.get(key) else None
        case Kind.SCALE:
            return {"value": data.get(key)}
        case Kind.MATRIX:
            rows = {row["key"]: data.get(f"{key}-{row['key']}") for row in question.rows}
            return {"rows": {row: choice for row, choice in rows.items() if choice}}
        case Kind.RANKING:
            ranks = [(data.get(f"{key}-{one['key']}"), one["key"]) for one in question.choices]
            return {
                "order": [
                    choice for _rank, choice in sorted((rank, choice) for rank, choice in ranks if rank)
                ]
            }
        case _text:
            return {"text": data.get(key)}


def _pairs(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["key"], one["text"]) for one in items]


def _hint(question: Question) -> str:
    """Of a scale also what its ends mean, so that nobody has to remember it."""
    ends = ((question.low, question.low_label), (question.high, question.high_label))
    means = " – ".join(f"{number}: {label}" for number, label in ends if label)
    return " · ".join(filter(None, [question.help, means if question.kind == Kind.SCALE else ""]))
