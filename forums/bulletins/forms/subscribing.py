"""Subscribing: an address for whoever passes by, two switches for whoever is signed in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We write there first: only when you press the button in that letter do you get the bulletin."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class SwitchesForm(forms.Form):
    letters = forms.BooleanField(
        label=_("By e-mail"), help_text=_("The whole bulletin, twice a month."), required=False
    )
    notices = forms.BooleanField(
        label=_("A notice in the portal"),
        help_text=_("One line among your notices when a new one is out."),
        required=False,
    )
