"""The screen for typing one copy: a line of digits for each question, in the order of the sheet."""

import json
import re
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..codes import LONGEST, SEPARATORS, Line, lines, read
from ..models import Question, Questionnaire
from ..responses import AgeBand, Bucket

NUMBER = re.compile(r"(\d{1,9})/?\s*$")


def number_of(text: str) -> int | None:
    """What was typed, or the address that a scanner read from the code: its last number."""
    found = NUMBER.search(text.strip()[-300:])
    number = int(found[1]) if found else 0
    return number if 0 < number < 2**31 else None


class Field(NamedTuple):
    """A line with what the page needs to draw it."""

    line: Line | None
    bound: forms.BoundField
    heading: str
    legend: list[tuple[str, str]]


class EntryForm(forms.Form):
    """`answers` after cleaning. Digits of age and role as they are printed."""

    age = forms.CharField(label=gettext_lazy("Age"), required=False, max_length=4)
    role = forms.CharField(label=gettext_lazy("Here as"), required=False, max_length=4)
    room = forms.CharField(label=gettext_lazy("Room, if it is on the paper"), required=False, max_length=30)

    def __init__(
        self,
        *args: Any,
        questionnaire: Questionnaire,
        questions: list[Question],
        second: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.lines = questions, lines(questions)
        if questionnaire.anonymous or second:
            del self.fields["room"]
        for line in self.lines:
            most = LONGEST[Question.Kind(line.question.kind)] if line.question.kind in LONGEST else 300
            widget: Any = (
                forms.Textarea(attrs={"rows": 2}) if line.question.kind == "long" else forms.TextInput()
            )
            self.fields[line.name] = forms.CharField(
                label=line.label, required=False, max_length=most, widget=widget
            )
            self._furnish(line.name, line.words, line.settles)
        self._furnish("age", dict(self._digits(AgeBand)), len(AgeBand.values))
        self._furnish("role", dict(self._digits(Bucket)), len(Bucket.values))
        for field in self.fields.values():
            field.widget.attrs |= {"data-line": "", "autocomplete": "off"}

    def _furnish(self, name: str, words: dict[str, str], settles: int) -> None:
        attrs = self.fields[name].widget.attrs
        if words:
            attrs |= {"inputmode": "numeric", "data-words": json.dumps(words, ensure_ascii=False)}
        if settles:
            attrs["data-settles"] = settles

    @staticmethod
    def _digits(kind: Any) -> list[tuple[str, str]]:
        return [(str(n), str(label)) for n, label in enumerate(kind.labels, 1)]

    def drawn(self) -> list[Field]:
        """Every line in the order of the sheet: questions, then the person."""
        number = {question.key: n for n, question in enumerate(self.questions, 1)}
        found = [
            Field(line, self[line.name], f"{number[line.question.key]}. {line.question.text}" if line.first else "",
                  list(line.words.items()) if line.first and line.question.kind != "ranking" else [])
            for line in self.lines
        ]  # fmt: skip
        found.append(Field(None, self["age"], _("About the person"), self._digits(AgeBand)))
        found.append(Field(None, self["role"], "", self._digits(Bucket)))
        if "room" in self.fields:
            found.append(Field(None, self["room"], "", []))
        return found

    def _digit(self, name: str, kind: Any) -> str:
        parts = [part for part in SEPARATORS.split(self.cleaned_data.get(name, "")) if part]
        if not parts:
            return ""
        if (
            len(parts) > 1
            or not parts[0].isascii()
            or not parts[0].isdigit()
            or not 1 <= int(parts[0]) <= len(kind.values)
        ):
            raise forms.ValidationError(_("Digits only, as they are printed beside the boxes."))
        return str(kind.values[int(parts[0]) - 1])

    def clean_age(self) -> str:
        return self._digit("age", AgeBand)

    def clean_role(self) -> str:
        return self._digit("role", Bucket)

    def clean(self) -> dict[str, Any]:
        facts = self.cleaned_data
        answers, wrong = read(self.questions, {line.name: facts.get(line.name, "") for line in self.lines})
        for name, words in wrong.items():
            self.add_error(name, words)
        return facts | {"answers": answers}
