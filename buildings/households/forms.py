"""Which room is mine; what staff look for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from beihu.accounts.forms import ReceiverForm

from .models import Membership


class JoinForm(forms.Form):
    room = forms.CharField(
        label=_("Room number"),
        help_text=_("As it stands on your door, for example 1001."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relation = forms.ChoiceField(
        label=_("You are"),
        choices=Membership.Relation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose whether you own, rent or belong to the family.")},
    )


class FamilyForm(ReceiverForm):
    """Staff ask for an elder: whom, and how the elder said so."""

    reason = forms.CharField(
        label=_("How did the elder ask for it?"),
        help_text=_("For example: at the desk. It is logged."),
        max_length=200,
    )


class EndFamilyForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), help_text=_("It is logged."), max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), help_text=_("The resident reads this. Name nobody else."), max_length=200
    )


class MembershipFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("waiting")), ("verified", _("confirmed")), ("ended", _("ended"))],
    )
    place = forms.RegexField(r"^[0-9]{2,24}$", label=_("Place code"), required=False)
