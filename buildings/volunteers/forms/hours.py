"""The sheet as it is entered afterwards, a correction, what came of it, and whose certificate says what."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from beihu.accounts.models import User
from beihu.accounts.phones import normalise

from ..ledger import LONGEST, Hours
from ..models import Activity, SignUp, VolunteerTeam
from ..presence import Line, counted, lasted, reason_of
from ..seats import seated

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Row(NamedTuple):
    sign_up: SignUp
    came: forms.BoundField
    minutes: forms.BoundField
    reason: forms.BoundField
    credited: Hours | None


class EntryForm(forms.Form):
    """A tick, minutes and a reason for everybody with a seat; who has been credited already is only shown."""

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity = activity
        self.people = list(seated(activity).select_related("user", "counted").order_by("user__name", "pk"))
        lines = Hours.objects.filter(activity=activity, reverses__isnull=True, reversal__isnull=True)
        self.credited = {one.sign_up_id: one for one in lines}
        for one in self.people:
            self._add(one)

    def _add(self, one: SignUp) -> None:
        closed, own = one.pk in self.credited, getattr(one, "counted", None)
        self.fields[f"came_{one.pk}"] = forms.BooleanField(
            label=_("was there"), required=False, initial=one.came_at is not None, disabled=closed
        )
        self.fields[f"minutes_{one.pk}"] = forms.IntegerField(
            label=_("minutes"), required=False, min_value=0, max_value=LONGEST, disabled=closed,
            initial=own.minutes if own else None,
            widget=forms.NumberInput({"placeholder": counted(self.activity, one) or lasted(self.activity)}),
        )  # fmt: skip
        self.fields[f"reason_{one.pk}"] = forms.CharField(
            label=_("Reason"), required=False, max_length=200, disabled=closed, initial=reason_of(one),
            widget=forms.TextInput({"autocomplete": "off"}),
        )  # fmt: skip

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                one,
                self[f"came_{one.pk}"],
                self[f"minutes_{one.pk}"],
                self[f"reason_{one.pk}"],
                self.credited.get(one.pk),
            )
            for one in self.people
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        most = lasted(self.activity)
        for one in self.people:
            minutes = data.get(f"minutes_{one.pk}")
            if (
                minutes is not None
                and minutes > most
                and not data.get(f"reason_{one.pk}")
                and data.get(f"came_{one.pk}")
            ):
                self.add_error(f"reason_{one.pk}", _("More than the activity lasted: say why."))
        return data

    def lines(self) -> dict[int, Line]:
        """What the sheet says of those who have not been credited yet."""
        data = self.cleaned_data
        return {
            one.pk: Line(data[f"came_{one.pk}"], data[f"minutes_{one.pk}"], data[f"reason_{one.pk}"])
            for one in self.people
            if one.pk not in self.credited
        }


class CorrectForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("The right number of minutes"),
        help_text=_("0 takes the credit back altogether."),
        min_value=0,
        max_value=LONGEST,
    )
    reason = forms.CharField(label=_("Why?"), help_text=_("The volunteer reads it."), max_length=200)


class HelperForm(forms.Form):
    phone = forms.CharField(
        label=_("Mobile number of the helper"),
        max_length=40,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_phone(self) -> User:
        found = User.objects.filter(phone=normalise(self.cleaned_data["phone"]), is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody with this number has an account."))
        return found


class CertificateForm(forms.Form):
    team = forms.ModelChoiceField(
        label=_("Hours with"),
        queryset=VolunteerTeam.objects.none(),
        required=False,
        empty_label=_("all teams"),
    )
    since = forms.DateField(label=_("From"), required=False, widget=DATE)
    until = forms.DateField(label=_("To"), required=False, widget=DATE)
    shows_name = forms.BooleanField(label=_("Whoever checks the number reads my name"), required=False)
    shows_hours = forms.BooleanField(
        label=_("Whoever checks the number reads the hours"), required=False, initial=True
    )

    def __init__(self, *args: Any, teams: list[VolunteerTeam], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["team"]
        choice.queryset = VolunteerTeam.objects.filter(pk__in=[team.pk for team in teams])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day comes before the first one."))
        return data


class ChoiceForm(forms.Form):
    shows_name = forms.BooleanField(label=_("Whoever checks the number reads my name"), required=False)
    shows_hours = forms.BooleanField(label=_("Whoever checks the number reads the hours"), required=False)


class CheckForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the certificate"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
