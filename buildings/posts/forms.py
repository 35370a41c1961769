"""Whom to appoint, to what, for how long; and which posts to list."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.accounts.forms import folded
from beihu.accounts.phones import LONGEST, normalise
from buildings.places.models import Place

from .roles import STANDS_AT, Role

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


def day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


class AppointForm(forms.Form):
    """The person by username, by phone, or as a new account; then the post."""

    username = forms.CharField(
        label=_("Username"),
        required=False,
        max_length=60,
        help_text=_("Of somebody known here, or for a new account: small letters, digits, dots."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=LONGEST,
        help_text=_(
            "Of somebody known here, or of the new colleague: the link to set a password goes there."
        ),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=60, help_text=_("For a new account only.")
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    since = day(_("since"), initial=timezone.localdate)
    until = day(
        _("until"), required=False, help_text=_("The first day the post no longer counts. Empty: open.")
    )
    office_phone = forms.CharField(
        label=_("office phone"),
        required=False,
        max_length=30,
        help_text=_("Shown to residents and on posters; never a private number."),
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fitting = [role for role in Role if len(place.code) in STANDS_AT[role]]
        self.fields["role"].choices = [(role.value, role.label) for role in fitting]  # type: ignore[attr-defined]

    def clean_username(self) -> str:
        username = folded(self.cleaned_data["username"]).lower()
        if username and not USERNAME.fullmatch(username):
            raise ValidationError(
                _("Use small letters, digits, dots, dashes and underlines."), code="username"
            )
        return username

    def clean_phone(self) -> str:
        return normalise(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned["username"] or cleaned["phone"]):
            raise ValidationError(_("Enter a username or a mobile number."), code="who")
        return cleaned


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Why does it end?"), max_length=200)


class PostFilterForm(forms.Form):
    term = forms.ChoiceField(
        label=_("Term"),
        required=False,
        choices=[("", _("in term")), ("later", _("begins later")), ("ended", _("ended")), ("all", _("all"))],
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("all")), *Role.choices])
    place = forms.RegexField(r"^[0-9]{2,24}$", label=_("Place code"), required=False)
