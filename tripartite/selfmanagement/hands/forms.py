"""What is asked when somebody is hired, and for each verb of a hand."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buildings.posts.forms import our_day
from tripartite.issues.forms.parts import phone, tel

from ..asking import VerbForm, document, today, yuan
from ..ledger.models import Money
from .models import NAME, SPOT, WEEKDAYS, WORDS, HiredHand
from .paying import months_due
from .rota import reckon

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class HireForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME,
        help_text=_("Everybody reads the family name only, unless the hand agrees below."),
    )
    shows_name = forms.BooleanField(label=_("Has agreed that the full name is shown"), required=False)
    job = forms.ChoiceField(label=_("Job"), choices=HiredHand.Job.choices, widget=forms.RadioSelect)
    phone = tel(_("Phone"), required=False, help_text=_("Never public; shown in full for a reason only."))
    since = today(_("since"))
    until = our_day(_("until, not included"), required=False)
    per = forms.ChoiceField(label=_("Paid by"), choices=HiredHand.Per.choices, widget=forms.RadioSelect)
    pay = yuan(_("Pay in yuan, a month or a shift"))
    contract_number = forms.CharField(label=_("Number of the contract"), max_length=40, required=False)
    contract = document(_("The contract"))

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        return phone(text) if text else ""


class PlanForm(VerbForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days?"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    start = forms.TimeField(label=pgettext_lazy("shift", "from"), widget=TIME)
    end = forms.TimeField(
        label=pgettext_lazy("shift", "to"),
        widget=TIME,
        help_text=_("An earlier time than the beginning is on the next morning."),
    )
    spot = forms.CharField(label=pgettext_lazy("shift", "Where?"), max_length=SPOT, required=False)
    since = today(_("since"))


class ShiftForm(VerbForm):
    """About one row of the plan."""

    shift = forms.TypedChoiceField(label=_("Which shift?"), coerce=int)

    def prepare(self) -> None:
        self.fields["shift"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.get_weekday_display()} {one.start:%H:%M}–{one.end:%H:%M} {one.spot}")
            for one in self.row.shifts.all()
            if one.until is None
        ]


class UnplanForm(ShiftForm):
    until = today(_("No longer from"))


class ChangeDayForm(ShiftForm):
    on = our_day(_("On which day?"))
    stand_in = forms.TypedChoiceField(label=_("Who stands in?"), coerce=int, required=False, empty_value=None)

    def prepare(self) -> None:
        super().prepare()
        others = HiredHand.objects.in_term().filter(place=self.row.place_id).exclude(pk=self.row.pk)
        self.fields["stand_in"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody: the shift is not served")),
            *((one.pk, f"{one.shown_name} · {one.get_job_display()}") for one in others),
        ]


class PayForm(VerbForm):
    month = forms.DateField(label=_("Which month?"), widget=forms.Select)
    account = forms.ChoiceField(label=_("Paid from"), choices=Money.choices, widget=forms.RadioSelect)
    amount = yuan(
        _("Another sum in yuan"), required=False, help_text=_("Leave it empty to pay what was reckoned.")
    )
    note = forms.CharField(label=_("Why does it differ?"), max_length=WORDS, required=False)

    def prepare(self) -> None:
        choices = []
        for month in months_due(self.row):
            found = reckon(self.row, month)
            named = {"month": date_format(month, "YEAR_MONTH_FORMAT"), "sum": found.amount, "n": found.shifts}
            choices.append((f"{month:%Y-%m-%d}", _("%(month)s: %(sum)s yuan, %(n)s shifts") % named))
        self.fields["month"].widget.choices = choices  # type: ignore[attr-defined]


class EndForm(VerbForm):
    until = our_day(_("First day that no longer counts"), initial=timezone.localdate)


class RateForm(forms.Form):
    stars = forms.TypedChoiceField(
        label=_("How is the work done?"),
        coerce=int,
        choices=[
            (5, _("5 – very well")), (4, _("4 – well")), (3, _("3 – so so")), (2, _("2 – not well")), (1, _("1 – badly")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Once a month; you may change it until the month is over. Nobody reads who gave what."),
    )  # fmt: skip


FORMS: dict[str, type[VerbForm]] = {
    "plan": PlanForm, "unplan": UnplanForm, "change_day": ChangeDayForm, "pay": PayForm, "end": EndForm,
}  # fmt: skip


def titles() -> dict[str, Any]:
    return {
        "plan": _("Plan a shift"),
        "unplan": _("Take a shift out of the plan"),
        "change_day": _("A day off, or a stand-in"),
        "pay": _("Pay a month"),
        "end": _("End the contract"),
    }
