"""Why somebody looks, and what an auditor looks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .words import VERBS


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need it?"),
        help_text=_(
            "For example: call back about the broken lamp. Your name, the time and this reason are logged."
        ),
        max_length=200,
        min_length=2,
    )


class AuditFilterForm(forms.Form):
    """All optional; kept in the address."""

    verb = forms.ChoiceField(label=_("What"), required=False)
    who = forms.CharField(label=_("Who (username)"), required=False, max_length=60)
    target = forms.CharField(label=_("Record"), required=False, max_length=80)
    place = forms.RegexField(r"^[0-9]{2,24}$", label=_("Place code"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        verbs = sorted(((verb, str(words)) for verb, words in VERBS.items()), key=lambda pair: pair[1])
        self.fields["verb"].choices = [("", _("everything")), *verbs]  # type: ignore[attr-defined]
