"""What is asked when money is entered, a month is closed or its sheet is posted."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buildings.posts.forms import our_day

from .models import EXPENSE, INCOME, WORDS, Money, Purpose
from .opening import MOST

EVERYBODY = _("Everybody reads it. Name no person, phone or door.")
CENT = Decimal("0.01")


def amount(label: Any, least: Decimal = CENT, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=least,
        max_value=MOST,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
        **options,
    )


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class KeyForm(forms.Form):
    """One form makes one row, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class OpenForm(KeyForm):
    name = forms.CharField(label=_("Name of the book"), max_length=80)
    opened_on = our_day(_("opened on"), initial=timezone.localdate)
    cash = amount(_("Cash in the box that day, in yuan"), Decimal(0), initial=Decimal("0.00"))
    bank = amount(_("Balance at the bank that day, in yuan"), -MOST, initial=Decimal("0.00"))


class PaperForm(KeyForm):
    """Every entry has its paper: a file, or the number of one that is kept on paper."""

    on = our_day(_("Day of the paper"), initial=timezone.localdate)
    amount = amount(_("Amount in yuan"))
    words = forms.CharField(
        label=_("In a few words"),
        max_length=WORDS,
        help_text=_("For whoever reads the book later. No phone numbers, no number plates."),
    )
    document = forms.FileField(
        label=_("Photo or PDF of the paper"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )
    document_number = forms.CharField(
        label=_("Number of the paper"),
        max_length=60,
        required=False,
        help_text=_("Of the receipt, invoice or bank slip. One of the two is needed."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("document") and not (data.get("document_number") or "").strip():
            self.add_error("document", _("Every entry needs its paper: a photo or PDF, or its number."))
        return data

    def facts(self) -> dict[str, Any]:
        return self.cleaned_data | {"document": self.cleaned_data.get("document") or None}


class EntryForm(PaperForm):
    purpose = forms.ChoiceField(
        label=_("What for?"),
        choices=[
            ("", _("please choose")),
            (pgettext_lazy("ledger", "income"), [(one.value, one.label) for one in INCOME]),
            (pgettext_lazy("ledger", "expense"), [(one.value, one.label) for one in EXPENSE]),
        ],
    )
    account = forms.ChoiceField(
        label=_("Where is the money?"), choices=Money.choices, widget=forms.RadioSelect, initial=Money.CASH
    )
    field_order = ["purpose", "amount", "account", "on", "words", "document", "document_number"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("purpose") not in Purpose.values:
            self.initial.pop("purpose", None)


class TransferForm(PaperForm):
    source = forms.ChoiceField(
        label=_("Which way?"),
        choices=[
            (Money.CASH.value, _("from the cash box into the bank")),
            (Money.BANK.value, _("from the bank into the cash box")),
        ],
        widget=forms.RadioSelect,
        initial=Money.CASH,
    )
    field_order = ["source", "amount", "on", "words", "document", "document_number"]


class ReverseForm(forms.Form):
    reason = forms.CharField(label=_("Why is it taken back?"), max_length=WORDS, widget=area())

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ProposeForm(forms.Form):
    month = forms.DateField(widget=forms.HiddenInput)
    counted_cash = amount(_("Cash counted at the end of the month, in yuan"), Decimal(0))
    statement_bank = amount(_("Balance of the bank statement, in yuan"), -MOST)
    explanation = forms.CharField(
        label=_("If they differ from the books: why?"),
        max_length=300,
        required=False,
        widget=area(),
        help_text=EVERYBODY,
    )

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class DecideForm(forms.Form):
    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SendBackForm(DecideForm):
    note = forms.CharField(label=_("What is wrong?"), max_length=200, widget=area())


DECISIONS: dict[str, type[DecideForm]] = {
    "confirm": DecideForm,
    "send_back": SendBackForm,
    "withdraw": DecideForm,
}


class PostForm(forms.Form):
    starts_on = our_day(_("The sheet hangs from"), initial=timezone.localdate)
    ends_on = our_day(_("and is taken down on"))

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ends_on", timezone.localdate() + timedelta(days=days))

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ProofForm(forms.Form):
    upload = forms.FileField(
        label=_("Photo of the sheet where it hangs"),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
        help_text=_("No people in the picture, please."),
    )

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
