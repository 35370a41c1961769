"""One matter and one count, as the plain form and as each item of a sync send them: the same rules, the same sentences."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buildings.places.models import Place
from tripartite.issues.categories import EMERGENCIES, Category
from tripartite.issues.forms.parts import PICTURES

from ..models import TEXT, Matter, Talk
from .counting import MOST, Count, counted
from .showing import Doorways
from .writing import Line

CATEGORIES = [(value, label) for value, label in Category.choices if value not in EMERGENCIES]
MARKS = [
    (Matter.Mark.FOLLOW, Matter.Mark.FOLLOW.label),
    (Matter.Mark.SPOT, Matter.Mark.SPOT.label),
    (Matter.Mark.STREET, Matter.Mark.STREET.label),
]


class Written(forms.TextInput):
    """Speech is never completed by the browser: names of neighbours stay out of its memory."""

    def __init__(self, **attrs: Any):
        super().__init__(attrs={"autocomplete": "off"} | attrs)


class MatterForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**53)
    text = forms.CharField(
        label=_("What is being said"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "enterkeyhint": "done"}),
        error_messages={"required": _("Write down what was said first.")},
    )
    who = forms.CharField(
        label=_("Who said it"),
        max_length=60,
        required=False,
        widget=Written(),
        help_text=_("Left empty: anonymous"),
    )
    doorway = forms.ChoiceField(label=_("Doorway"), required=False)
    mark = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=MARKS,
        required=False,
        initial=Matter.Mark.FOLLOW,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("What was answered on the spot"), max_length=TEXT, required=False, widget=Written()
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("not chosen")), *CATEGORIES]
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": PICTURES, "capture": "environment"}),
    )

    def __init__(self, *args: Any, doorways: Doorways, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._doorways = doorways
        self.fields["doorway"].choices = doorways.choices()  # type: ignore[attr-defined]
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("base", 0)

    def line(self) -> Line:
        facts = self.cleaned_data
        place: Place | None = self._doorways.places.get(facts["doorway"])
        return Line(facts["text"], facts["who"], place, facts["category"], facts["mark"], facts["answer"])

    @property
    def sentence(self) -> str:
        """All that is wrong, in one line, for the card of this matter on the device."""
        return " ".join(
            f"{self.fields[name].label}: {words}" if name in self.fields and name != "text" else str(words)
            for name, found in self.errors.items()
            for words in found
        )


def number(label: Any, **options: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": MOST})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST, widget=widget, **options
    )


class CountForm(forms.Form):
    """The numbers, and as hidden fields what they were when the page was made."""

    heads = number(_("Heads"))
    children = number(_("Children"))
    guests = number(_("Guests from elsewhere"))

    def __init__(self, *args: Any, talk: Talk, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, value in counted(talk)._asdict().items():
            self.initial[name] = value
            hidden = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST)
            self.fields[f"was_{name}"] = hidden
            self.initial[f"was_{name}"] = value

    def given(self) -> Count:
        facts = self.cleaned_data
        return Count(facts["heads"], facts["children"] or 0, facts["guests"] or 0)

    def base(self) -> Count:
        facts = self.cleaned_data
        return Count(facts["was_heads"], facts["was_children"] or 0, facts["was_guests"] or 0)
