"""Forms of the builder. Choices and rows are typed one a line: quick on a keyboard, and nothing to drag."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buildings.households.models import Membership
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import MAKE_QUESTIONNAIRE, Role
from tripartite.issues.forms.parts import area

from ..answers import other_choice
from ..building import ASKABLE, CHOICES, ROWS, WITH_CHOICES, askable_choices
from ..models import Question, Questionnaire, Section
from ..questions import keyed

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LINE = 120  # characters of a choice
Kind = Question.Kind
HINTS = {
    Kind.SINGLE: _("One answer out of several."),
    Kind.MULTIPLE: _("As many answers as fit."),
    Kind.SCALE: _("A number, for example from 1 to 5."),
    Kind.SHORT: _("A line of text."),
    Kind.LONG: _("Several lines of text."),
    Kind.MATRIX: _("Several things judged in the same way."),
    Kind.RANKING: _("What comes first, second, third."),
}


class AboutForm(forms.ModelForm):
    """What it is, of whom, under which promise."""

    relations = forms.MultipleChoiceField(
        label=_("Only some of those who live there?"),
        help_text=_("Nothing ticked: everybody."),
        choices=Membership.Relation.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    post_roles = forms.MultipleChoiceField(
        label=_("Also, or only, holders of these posts?"),
        help_text=_("With nothing ticked above, only they are asked."),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Questionnaire
        fields = ("title", "intro", "per", "anonymous", "relations", "post_roles", "closes_on")
        widgets = {"intro": area(4), "closes_on": DATE, "per": forms.RadioSelect}
        help_texts = {
            "intro": _("Why you ask, and what will be done with the answers."),
            "anonymous": _(
                "The portal then keeps who has answered apart from what was answered: nobody can join them."
            ),
            "closes_on": _("It closes by itself after this day."),
        }

    def clean_closes_on(self) -> Any:
        day, today = self.cleaned_data["closes_on"], timezone.localdate()
        if day and not today <= day <= date(today.year + 1, 12, 31):
            raise forms.ValidationError(_("Please choose a day from today on, next year at the latest."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("per") == Questionnaire.Per.HOUSEHOLD and data.get("post_roles"):
            self.add_error(
                "post_roles", _("A household answers as one: nobody answers for it by virtue of a post.")
            )
        return data

    def _post_clean(self) -> None:
        """The verb writes and checks; the instance stays as it is."""


class CopyForm(forms.Form):
    place = forms.ModelChoiceField(
        label=_("Where will it be asked?"),
        queryset=Place.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, row: Questionnaire, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.queryset = places_of(user, row)
        self.initial["place"] = row.place_id


def places_of(user: Any, row: Questionnaire | None = None) -> Any:
    """Communities and compounds where this person makes questionnaires."""
    mine = Place.objects.visible_to(user, MAKE_QUESTIONNAIRE).open()
    return mine.filter(level__in=(Level.STREET, Level.COMMUNITY, Level.COMPOUND)).order_by("code")


class SectionForm(forms.ModelForm):
    class Meta:
        model = Section
        fields = ("title", "text")
        widgets = {"text": area(3)}

    def _post_clean(self) -> None:
        """The verb writes."""


class QuestionForm(forms.Form):
    """The fields that this kind of question needs."""

    text = forms.CharField(
        label=_("Question"),
        max_length=300,
        widget=area(2),
        help_text=_("One question at a time, in everyday words."),
    )
    help = forms.CharField(label=_("Hint below it"), max_length=300, required=False)
    rows = forms.CharField(label=_("What is judged? One in each line"), widget=area(5))
    choices = forms.CharField(label=_("Choices, one in each line"), widget=area(6))
    other = forms.CharField(
        label=_("A last choice that asks for words of one's own"),
        max_length=LINE,
        required=False,
        help_text=_("For example “other”. Leave it empty for none."),
    )
    low = forms.TypedChoiceField(label=_("From"), coerce=int, choices=[(n, n) for n in (0, 1)], initial=1)
    high = forms.TypedChoiceField(
        label=_("To"), coerce=int, choices=[(n, n) for n in range(2, 11)], initial=5
    )
    low_label = forms.CharField(label=_("The lowest means"), max_length=40, required=False)
    high_label = forms.CharField(label=_("The highest means"), max_length=40, required=False)
    required = forms.BooleanField(label=_("Must be answered"), required=False)

    def __init__(self, *args: Any, kind: str, question: Question | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.question = kind, question
        unused = {"rows"} if kind != Kind.MATRIX else set()
        unused |= {"choices"} if kind not in WITH_CHOICES else set()
        unused |= {"other"} if kind not in (Kind.SINGLE, Kind.MULTIPLE) else set()
        unused |= {"low", "high", "low_label", "high_label"} if kind != Kind.SCALE else set()
        for name in unused:
            del self.fields[name]
        if question is not None:
            self.initial = {**_first(question), **self.initial}

    def clean_choices(self) -> list[str]:
        return _lines(self.cleaned_data["choices"], CHOICES)

    def clean_rows(self) -> list[str]:
        return _lines(self.cleaned_data["rows"], ROWS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        other = " ".join((data.get("other") or "").split())
        if other and other in data.get("choices", []):
            self.add_error("other", _("This stands among the choices already."))
        elif "choices" in data and len(data["choices"]) + bool(other) < 2:
            self.add_error("choices", _("Please write two choices at least."))
        return data

    def words(self) -> dict[str, Any]:
        """As the verbs take it: lines have their keys."""
        data = dict(self.cleaned_data)
        other = " ".join((data.pop("other", "") or "").split())
        before = self.question.choices if self.question else []
        if "choices" in data:
            data["choices"] = keyed([*data["choices"], *([other] if other else [])], before, "c")
            if other:
                data["choices"][-1]["other"] = True
        if "rows" in data:
            data["rows"] = keyed(data["rows"], self.question.rows if self.question else [], "r")
        return data


class ConditionForm(forms.Form):
    """With which answers to `other` the question is shown."""

    choices = forms.MultipleChoiceField(
        label=_("Shown only to those who answered"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick one answer at least.")},
    )

    def __init__(self, *args: Any, question: Question, other: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {one["key"]: one["text"] for one in other.choices} if other.kind != Kind.SCALE else {}
        field: Any = self.fields["choices"]
        field.choices = [(key, texts.get(key, key)) for key in askable_choices(other)]
        field.help_text = other.text
        if question.depends_on_id == other.pk:
            self.initial["choices"] = question.depends_choices


def earlier(question: Question) -> list[Question]:
    """The questions that a condition of this one can look at, the nearest first."""
    found: list[Question] = []
    for one in Question.objects.filter(questionnaire=question.questionnaire_id).select_related("section"):
        if one.pk == question.pk:
            break
        if one.kind in ASKABLE:
            found.append(one)
    return found[::-1]


def _first(question: Question) -> dict[str, Any]:
    other = other_choice(question)
    texts = [one["text"] for one in question.choices if one["key"] != other]
    return {
        "text": question.text,
        "help": question.help,
        "required": question.required,
        "choices": "\n".join(texts),
        "rows": "\n".join(one["text"] for one in question.rows),
        "other": next((one["text"] for one in question.choices if one["key"] == other), ""),
        "low": question.low,
        "high": question.high,
        "low_label": question.low_label,
        "high_label": question.high_label,
    }


def _lines(text: str, most: int) -> list[str]:
    found = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
    if len(found) > most:
        raise forms.ValidationError(
            _("At most %(count)s lines: people cannot oversee more.") % {"count": most}
        )
    if any(len(line) > LINE for line in found):
        raise forms.ValidationError(_("A line has 120 characters at most."))
    return found
