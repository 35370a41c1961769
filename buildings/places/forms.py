"""The forms of the tree's verbs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Place
from .queries import find_place

NAMES_AT_ONCE = 100


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("Kept in the log."))


class RenameForm(ReasonForm):
    name = forms.CharField(label=_("New name"), max_length=80)
    field_order = ["name", "reason"]


class OpenForm(forms.Form):
    """Several places at once: one name per line."""

    names = forms.CharField(
        label=_("Names"),
        max_length=80 * NAMES_AT_ONCE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One per line: each becomes a place of its own."),
    )

    def clean_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(names) > NAMES_AT_ONCE:
            raise forms.ValidationError(
                _("No more than %(number)s at once."), params={"number": NAMES_AT_ONCE}
            )
        if double := {name for name in names if names.count(name) > 1}:
            raise forms.ValidationError(
                _("Named twice: %(names)s"), params={"names": "、".join(sorted(double))}
            )
        return names


class CloseForm(ReasonForm):
    whole = forms.BooleanField(label=_("Close everything below as well"), required=False)

    def __init__(self, *args: Any, below: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not below:
            del self.fields["whole"]


class PlaceField(forms.CharField):
    """A place that was chosen on another page and comes along hidden, as its code."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Place:
        code = super().clean(value)
        if place := find_place(code):
            return place
        raise forms.ValidationError(_("Choose a place first."))


class MoveForm(ReasonForm):
    place = PlaceField()
    code = forms.CharField(
        label=_("New code"),
        max_length=12,
        required=False,
        help_text=_("Only if the national list has given one; leave it empty otherwise."),
    )
    field_order = ["place", "reason", "code"]

    def __init__(self, *args: Any, listed: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not listed:
            del self.fields["code"]


class MergeForm(ReasonForm):
    place = PlaceField()
