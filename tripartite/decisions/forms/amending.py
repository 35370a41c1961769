"""A correction of a count: asked for by one person, settled by another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tripartite.issues.forms.parts import area

from ..models import REASON, Choice, Vote


class AmendForm(forms.Form):
    unit = forms.IntegerField(
        label=_("Number of the paper"),
        min_value=1,
        max_value=10**6,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        help_text=_("It stands on the paper: the number on the roll."),
    )
    motion = forms.TypedChoiceField(label=_("Which motion?"), coerce=int, widget=forms.RadioSelect)
    becomes = forms.ChoiceField(
        label=_("What does the paper say?"), choices=Choice.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What was wrong, and how do you know?"),
        max_length=REASON,
        widget=area(),
        help_text=_("Everybody reads it once it is confirmed. Write no name and no door."),
    )

    def __init__(self, *args: Any, vote: Vote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.number, str(one)) for one in vote.motions.all()]
        self.fields["motion"].choices = choices  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    confirmed = forms.TypedChoiceField(
        label=_("You have looked at the paper yourself. What do you say?"),
        choices=[
            ("yes", _("It is right: count anew, as the next version")),
            ("no", _("It is not: everything stays as it was counted")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say whether it is right.")},
    )
