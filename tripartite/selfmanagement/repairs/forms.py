"""What is asked when a repair is proposed, and for each of its verbs: `ACTIONS[verb](repair, by=…, **form.facts())`."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.issues.forms.parts import Photos, area

from ..asking import VerbForm, document, yuan
from ..ledger.models import Money
from .limits import limits_of
from .models import FIRM, REFERENCE, WHAT, WORDS, RepairPhoto

EVERYBODY = _("Everybody reads it. Name no person, phone or door.")


def note() -> forms.CharField:
    return forms.CharField(
        label=_("Would you like to add something?"), required=False, max_length=WORDS, widget=area()
    )


def account() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Paid from"), choices=Money.choices, widget=forms.RadioSelect)


class ProposeForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    what = forms.CharField(
        label=_("What is to be repaired?"), max_length=WHAT, widget=area(2), help_text=EVERYBODY
    )
    building = forms.ChoiceField(label=_("Where?"))
    issue = forms.IntegerField(
        label=_("Number of the issue it comes from"), required=False, min_value=1, max_value=10**17
    )
    note = note()

    def __init__(self, *args: Any, places: list[tuple[str, str]], issues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.issues = issues
        self.fields["building"].choices = places  # type: ignore[attr-defined]

    def clean_issue(self) -> Any:
        """The issue itself, of those this person reads."""
        number = self.cleaned_data["issue"]
        found = self.issues.filter(pk=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError(_("There is no such issue here."), code="issue")
        return found


class QuoteForm(VerbForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    firm = forms.CharField(label=_("Firm"), max_length=FIRM)
    amount = yuan(_("Sum in yuan"))
    document = document(_("The quote"))
    note = note()


class ApproveForm(VerbForm):
    quote = forms.TypedChoiceField(label=_("Which quote?"), coerce=int, widget=forms.RadioSelect)
    decision = forms.CharField(label=_("Decision of the owners"), max_length=REFERENCE, required=False)
    note = note()

    def prepare(self) -> None:
        quotes = self.row.quotes.all()
        self.fields["quote"].choices = [(one.pk, f"{one.firm} · {one.amount}") for one in quotes]  # type: ignore[attr-defined]
        self.fields["decision"].help_text = _("Needed above %(sum)s yuan: its name, number or day.") % {
            "sum": limits_of(self.row.place_id).decision_above
        }


class NoteForm(VerbForm):
    note = note()


class PictureForm(VerbForm):
    stage = forms.ChoiceField(
        label=_("What do the photos show?"), choices=RepairPhoto.Stage.choices, widget=forms.RadioSelect
    )
    photos = Photos(
        label=_("Photos"),
        required=True,
        help_text=_(
            "Three at a time, 10 MB each. Everybody sees them: without faces, plates and doors, please."
        ),
    )
    note = note()


class PayForm(VerbForm):
    invoice = forms.CharField(label=_("Number of the invoice"), max_length=40)
    billed = yuan(_("Sum of the invoice in yuan"))
    account = account()
    document = document(_("The invoice"))

    def prepare(self) -> None:
        self.fields["billed"].help_text = _(
            "Approved: %(sum)s yuan. More than a tenth above that must be approved anew."
        ) % {"sum": self.row.approved}


class ApproveMoreForm(VerbForm):
    decision = forms.CharField(label=_("Decision of the owners"), max_length=REFERENCE, required=False)
    note = note()


class DropForm(VerbForm):
    reason = forms.CharField(label=_("Why?"), max_length=WORDS, widget=area())


class LimitsForm(forms.Form):
    two_quotes_above = yuan(_("Two quotes are needed above, in yuan"))
    alone_up_to = yuan(_("One member who did not ask approves up to, in yuan"))
    decision_above = yuan(_("The owners decide above, in yuan"))
    basis = forms.CharField(
        label=_("Laid down by"),
        max_length=REFERENCE,
        help_text=_("The decision or the rule of the owners, with its day. Everybody reads it."),
    )


PILES = [
    ("open", pgettext_lazy("repairs", "Open")),
    ("done", pgettext_lazy("repairs", "Done and paid")),
    ("dropped", pgettext_lazy("repairs", "Dropped")),
    ("all", pgettext_lazy("repairs", "All")),
]


class FilterForm(forms.Form):
    pile = forms.ChoiceField(required=False, choices=PILES)
    place = forms.RegexField(r"^[0-9]{2,18}$", required=False, strip=True)
    after = forms.IntegerField(required=False, min_value=1, max_value=10**17)


FORMS: dict[str, type[VerbForm]] = {
    "quote": QuoteForm, "approve": ApproveForm, "start": NoteForm, "picture": PictureForm, "finish": NoteForm,
    "pay": PayForm, "approve_more": ApproveMoreForm, "drop": DropForm,
}  # fmt: skip
