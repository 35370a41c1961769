"""Whom to invite, who helps, what is on the table, and which rooms there are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beihu.accounts.models import User
from beihu.accounts.phones import normalise
from tripartite.issues.forms.parts import tel
from tripartite.parties.models import Party

from ..guests import bodies_for
from ..models import Meeting
from ..queries import office_holders

UNKNOWN = _("Nobody here signs in with this number. Enter the name instead.")


class PersonForm(forms.Form):
    """People in office here, by tick; others by the number they sign in with."""

    people = forms.MultipleChoiceField(
        label=_("People in office here"), required=False, widget=forms.CheckboxSelectMultiple
    )
    phone = tel(_("Mobile number of somebody else"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, without: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        field: Any = self.fields["people"]
        field.choices = [(pk, label) for pk, label in office_holders(meeting.place) if pk not in without]
        if not field.choices:
            del self.fields["people"]
        self.prepare()

    def prepare(self) -> None:
        """More choices."""

    def clean_phone(self) -> User | None:
        given = self.cleaned_data["phone"].strip()
        if not given:
            return None
        found = User.objects.filter(phone=normalise(given), is_active=True).first()
        if found is None:
            raise ValidationError(UNKNOWN)
        return found

    def chosen(self) -> list[User]:
        ticked = [int(pk) for pk in self.cleaned_data.get("people") or []]
        found = list(User.objects.filter(pk__in=ticked, is_active=True).order_by("pk"))
        return [*found, *filter(None, [self.cleaned_data.get("phone")])]


class InviteForm(PersonForm):
    bodies = forms.ModelMultipleChoiceField(
        label=_("Bodies"), queryset=Party.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(
        label=_("Somebody without an account, by name"),
        max_length=60,
        required=False,
        help_text=_("The portal cannot reach them: tell them yourself."),
    )
    party = forms.ModelChoiceField(
        label=_("These people come for"),
        queryset=Party.objects.none(),
        required=False,
        empty_label=_("themselves"),
    )
    observer = forms.BooleanField(label=_("As observers: heard, not counted"), required=False)
    field_order = ("bodies", "people", "phone", "name", "party", "observer")

    def prepare(self) -> None:
        bodies: Any = self.fields["bodies"]
        party: Any = self.fields["party"]
        bodies.queryset = bodies_for(self.meeting.place).exclude(pk__in=self.meeting.bodies.values("party"))
        party.queryset = bodies_for(self.meeting.place)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("bodies", "people", "phone", "name")):
            raise ValidationError(_("Choose somebody to invite."))
        return data


class HelperForm(PersonForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("people", "phone")):
            raise ValidationError(_("Choose somebody who helps."))
        return data


class ItemForm(forms.Form):
    """One matter."""

    title = forms.CharField(
        label=_("Matter"), max_length=160, help_text=_("Neighbours may read it: no names, phones or doors.")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=480, initial=10)
    presenter = forms.CharField(label=_("Presented by"), max_length=60, required=False)


class RoomForm(forms.Form):
    name = forms.CharField(label=_("Name of the room"), max_length=80)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=5000, required=False)
