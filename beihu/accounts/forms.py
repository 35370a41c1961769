"""What people type to sign in, and about themselves."""

import re
import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beihu.notifications.models import Preference

from .models import User
from .phones import LONGEST, normalise


def folded(text: str) -> str:
    """Without the full-width letters and spaces that a Chinese keyboard slips in."""
    return unicodedata.normalize("NFKC", text).strip()


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("Mobile number"),
        help_text=_("We send you a code of six digits. You need no password."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        return normalise(self.cleaned_data["phone"])


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from the text message. You can paste them."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "code",
                "autofocus": True,
            }
        ),
    )

    def clean_code(self) -> str:
        code = re.sub(r"[\s-]", "", folded(self.cleaned_data["code"]))
        if not re.fullmatch(r"[0-9]{6}", code):
            raise ValidationError(_("Enter the six digits of the code."), code="code")
        return code


class StaffForm(forms.Form):
    username = forms.CharField(
        label=_("Username"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        return folded(self.cleaned_data["username"])


class TokenForm(forms.Form):
    """`token`: six digits of the app, or, to sign in, a recovery code."""

    token = forms.CharField(
        label=_("Code of the app"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "class": "code"}
        ),
    )

    def clean_token(self) -> str:
        return re.sub(r"[\s-]", "", folded(self.cleaned_data["token"])).lower()


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "email", "language", "large_type"]
        help_texts = {
            "name": _(
                "As you want to be addressed. Staff who handle your issues see it; neighbours never do."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
        )
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.initial["language"] = self.instance.language or settings.LANGUAGE_CODE


class PreferenceForm(forms.ModelForm):
    """The three switches."""

    class Meta:
        model = Preference
        fields = ["sms", "email", "quiet"]
        help_texts = {
            "sms": _("Codes, and what you yourself are asked, always come."),
            "email": _("Invitations to meetings come with an entry for your calendar."),
            "quiet": _("What comes at night waits until 08:00, unless a meeting soon is moved or cancelled."),
        }


class ReceiverForm(forms.Form):
    """Who is to receive for an elder."""

    phone = forms.CharField(
        label=_("Mobile number of the family member"),
        help_text=_("They must have signed in here once. They are asked first and may say no."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_phone(self) -> str:
        return normalise(self.cleaned_data["phone"])
