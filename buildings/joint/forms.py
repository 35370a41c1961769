"""What is asked when a committee is founded, somebody seated, a pledge written down or settled."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buildings.posts.forms import day

from .models import NAME, POSITION, UNIT, WHAT, WORDS, Pledge

YEARS = 60  # how far a day may lie behind us, and how far ahead


def near(value: date) -> None:
    """A day that somebody can mean."""
    if abs(value.year - timezone.localdate().year) > YEARS:
        raise ValidationError(_("This day is too far away. Please check the year."), code="far")


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FoundForm(forms.Form):
    name = forms.CharField(label=_("Name of the committee"), max_length=NAME * 2)
    founded_on = day(_("founded on"), initial=timezone.localdate, validators=[near])


class DissolveForm(forms.Form):
    reason = forms.CharField(label=_("Why is it dissolved?"), max_length=200, widget=area())


class KeyForm(forms.Form):
    """One form makes one row, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class SeatForm(KeyForm):
    unit = forms.CharField(label=pgettext_lazy("big committee", "Unit"), max_length=UNIT)
    name = forms.CharField(label=_("Name"), max_length=NAME, help_text=_("Only staff read it."))
    position = forms.CharField(label=_("Position there"), max_length=POSITION, required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=20,
        required=False,
        help_text=_("Never public; shown in full to staff for a reason only."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    since = day(_("since"), initial=timezone.localdate, validators=[near])

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        digits = [sign for sign in text if sign.isdigit()]
        if text and (
            not 7 <= len(digits) <= 15
            or any(not (s.isascii() and (s.isdigit() or s in "+-() ")) for s in text)
        ):
            raise ValidationError(_("This is not a phone number. Please check the digits."), code="phone")
        return str(text)


class PledgeForm(KeyForm):
    unit = forms.CharField(
        label=pgettext_lazy("big committee", "Unit"), max_length=UNIT, help_text=_("Everybody reads it.")
    )
    kind = forms.ChoiceField(
        label=_("What does the unit give?"), choices=Pledge.Kind.choices, widget=forms.RadioSelect
    )
    what = forms.CharField(
        label=_("In one sentence"),
        max_length=WHAT,
        widget=area(2),
        help_text=_("Everybody reads it. Name no person, phone or door."),
    )
    due_on = day(_("By when?"), validators=[near])


class VerbForm(forms.Form):
    note = forms.CharField(
        label=_("Would you like to add something?"), required=False, max_length=WORDS, widget=area()
    )

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


EVERYBODY = _("Everybody reads it. Name no person, phone or door.")


def words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=WORDS, widget=area(4), help_text=EVERYBODY)


class BeginForm(VerbForm):
    pass


class ReportForm(VerbForm):
    note = words(_("How far is it?"))


class MoveForm(VerbForm):
    due_on = day(_("The new day"), validators=[near])
    note = words(_("Why?"))


class KeepForm(VerbForm):
    note = words(_("What came of it?"))


class DropForm(VerbForm):
    note = words(_("Why does nothing come of it?"))


FORMS: dict[str, type[VerbForm]] = {
    "begin": BeginForm, "report": ReportForm, "move": MoveForm, "keep": KeepForm, "drop": DropForm,
}  # fmt: skip
