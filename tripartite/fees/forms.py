"""What collectors enter. One form makes one record: each carries its key."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buildings.households.models import Household
from buildings.places.models import Place
from buildings.posts.forms import our_day
from tripartite.parties.models import Party

from .ledger import BankStatement, Payment
from .models import COLLECTORS, NAME, REASON, SharedCost, Tariff
from .till import collecting

MOST = Decimal(10_000_000)


def yuan(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=12, decimal_places=2, min_value=Decimal("0.01"), max_value=MOST * 10, **more
    )


class KeyForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class CompoundForm(KeyForm):
    """A form of a compound; `party` is one of those that collect there."""

    def __init__(self, *args: Any, place: Place, **more: Any) -> None:
        super().__init__(*args, **more)
        self.place = place
        if "party" in self.fields:
            rows = Party.objects.filter(place=place, kind__in=COLLECTORS).order_by("until", "-since")
            self.fields["party"].queryset = rows  # type: ignore[attr-defined]
            self.initial.setdefault("party", collecting(place))


def party_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Party.objects.none(), label=_("Who collects?"))


def first_of_month(label: Any) -> forms.DateField:
    return our_day(label, initial=lambda: timezone.localdate().replace(day=1))


class TariffForm(CompoundForm):
    party = party_field()
    name = forms.CharField(label=_("Name"), max_length=NAME)
    use = forms.ChoiceField(label=_("Use"), choices=Household.Use.choices)
    way = forms.ChoiceField(label=_("How is it reckoned?"), choices=Tariff.Way.choices)
    price = yuan(_("Price in yuan"))
    since = first_of_month(_("Since"))
    due_day = forms.IntegerField(
        label=_("Due on this day of the month"), min_value=1, max_value=28, initial=28
    )


class ShareForm(CompoundForm):
    party = party_field()
    name = forms.CharField(label=_("Name"), max_length=NAME)
    month = first_of_month(_("Month"))
    way = forms.ChoiceField(label=_("How is it split?"), choices=SharedCost.Way.choices)
    amount = yuan(_("Amount in yuan"))
    due_on = our_day(_("Due on"))

    def clean_month(self) -> date:
        month: date = self.cleaned_data["month"]
        return month.replace(day=1)


class HistoryForm(CompoundForm):
    party_name = forms.CharField(label=_("Party"), max_length=80)
    since = our_day(_("Since"))
    until = our_day(_("Until (the first day after)"))
    billed_households = forms.IntegerField(label=_("Households billed"), min_value=1, max_value=1_000_000)
    paid_households = forms.IntegerField(label=_("Households that paid"), min_value=0, max_value=1_000_000)
    billed = yuan(_("Amount billed"))
    paid = forms.DecimalField(
        label=_("Amount paid"), max_digits=12, decimal_places=2, min_value=Decimal(0), max_value=MOST * 10
    )
    source = forms.CharField(label=_("Where do these figures come from?"), max_length=REASON)


class StatementForm(CompoundForm):
    key = None  # type: ignore[assignment]
    source = forms.ChoiceField(label=_("Whose statement is it?"), choices=BankStatement.Source.choices)
    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX, as it was downloaded."), max_length=200)


class RunForm(forms.Form):
    """The month of a run, as its first day."""

    month = first_of_month(_("Month"))

    def clean_month(self) -> date:
        month: date = self.cleaned_data["month"]
        return month.replace(day=1)


class EndForm(forms.Form):
    """The first month that a tariff no longer bills, as its first day."""

    until = first_of_month(_("First month without it"))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        return until.replace(day=1)


class PayForm(CompoundForm):
    party = party_field()
    amount = yuan(_("Amount in yuan"))
    way = forms.ChoiceField(label=pgettext_lazy("payment", "Way"), choices=Payment.Way.choices[:2])
    paid_on = our_day(_("Paid on"), initial=timezone.localdate)


class PartForm(KeyForm):
    """Part of a payment or of a bill, with the reason."""

    amount = yuan(_("Amount in yuan"))
    reason = forms.CharField(label=_("Why?"), max_length=REASON)
