"""A new commitment: who owes what, by when, and how one will see it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tripartite.issues.forms.parts import area
from tripartite.parties.models import Party

from .verbs import DATE


class CommitmentForm(forms.Form):
    """`parties`: who may be asked here. A standing promise has neither a date nor a cost."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    debtor = forms.ModelChoiceField(
        label=_("Who owes it?"),
        queryset=Party.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Please choose a party.")},
    )
    text = forms.CharField(
        label=_("What is owed?"),
        help_text=_("One sentence that everybody may read: no names, no phone numbers."),
        max_length=300,
        widget=area(3),
        error_messages={"required": _("Please say what is owed.")},
    )
    metric = forms.CharField(
        label=_("How will one see that it is kept?"),
        help_text=_("For example: three patrols a night; water on the sixth floor morning and evening."),
        max_length=160,
        required=False,
    )
    due_on = forms.DateField(
        label=_("By when?"), widget=DATE, error_messages={"required": _("Please choose a day.")}
    )
    cost = forms.DecimalField(
        label=_("What does it cost, in yuan?"), max_digits=12, decimal_places=2, min_value=0, required=False
    )

    def __init__(self, *args: Any, parties: Any, standing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        debtor: Any = self.fields["debtor"]
        debtor.queryset = parties
        if standing:
            del self.fields["due_on"], self.fields["cost"]
