"""Contracts and what a leaving company hands over."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..companies import Contract
from ..contracts import BY_HAND, BY_NOTICE
from ..credit import folded, is_valid
from ..models import Party
from .parts import PartyForm, WarningForm, area, day, line, parties_around, reason, tel

End = Contract.End


class CompanyForm(PartyForm):
    """The company, by name and by the code of its business licence."""

    company = line(_("Name of the company"), 80, help_text=_("As on its business licence."))
    credit_code = line(
        _("unified social credit code"),
        30,
        required=False,
        help_text=_("18 characters, on the business licence."),
    )

    def clean_credit_code(self) -> str:
        code = folded(self.cleaned_data["credit_code"])
        if code and not is_valid(code):
            raise ValidationError(
                _("This is no unified social credit code: check its 18 characters on the business licence."),
                code="credit_code",
            )
        return code


class SignForm(CompanyForm):
    phone = tel()
    since = day(_("Begins on"), initial=timezone.localdate)
    ends_on = day(_("Runs until"), required=False, help_text=_("As agreed. Empty: open-ended."))
    terms = forms.CharField(
        label=_("main terms"),
        required=False,
        max_length=2000,
        widget=area(4),
        help_text=_("Everybody can read them: services, fee, patrols …"),
    )
    witness = forms.ChoiceField(
        label=_("witnessed and coordinated by"),
        required=False,
        help_text=_("A residents' committee cannot be a guarantor: such a guarantee is void."),
    )
    witness_reason = line(
        _("Why was it witnessed and coordinated?"), 300, required=False, help_text=_("Everybody can read it.")
    )

    def prepare(self) -> None:
        around = parties_around(self.about.code)
        self.witnesses = {str(one.pk): one for one in around if one.kind == Party.Kind.RESIDENTS_COMMITTEE}
        choices = [("", _("nobody")), *((pk, one.name) for pk, one in self.witnesses.items())]
        self.fields["witness"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("witness") and not data.get("witness_reason"):
            self.add_error(
                "witness_reason", _("Say why the residents' committee witnessed and coordinated it.")
            )
        return data

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return given | {"witness": self.witnesses.get(given["witness"])}


def ends(*values: End) -> list[tuple[str, Any]]:
    return [(value.value, value.label) for value in values]


class PastForm(CompanyForm):
    since = day(_("Began on"))
    until = day(_("Ended on"))
    end = forms.ChoiceField(label=_("how it ended"), choices=ends(*BY_HAND), widget=forms.RadioSelect)
    end_note = line(_("why it ended"), 300, required=False, help_text=_("Everybody can read it."))
    terms = forms.CharField(label=_("main terms"), required=False, max_length=2000, widget=area())


class NoticeForm(WarningForm):
    of = forms.ChoiceField(
        label=_("what the notice says"), choices=ends(*BY_NOTICE), widget=forms.RadioSelect
    )
    notice_on = day(_("notice given on"), initial=timezone.localdate)
    leaves_on = day(_("leaves on"), required=False, help_text=_("Empty: the first day the rules allow."))


class EndContractForm(PartyForm):
    end = forms.ChoiceField(label=_("how it ended"), choices=ends(*BY_HAND), widget=forms.RadioSelect)
    until = day(
        _("Ended on"),
        initial=timezone.localdate,
        help_text=_("The first day the contract no longer holds."),
    )
    reason = reason(_("why it ended"), help_text=_("Everybody can read it."))

    def prepare(self) -> None:
        contract: Contract = self.about
        self.initial.setdefault("end", contract.notice_of or None)
        if contract.leaves_on:
            self.initial.setdefault("until", contract.leaves_on)


class StartHandoverForm(PartyForm):
    leaves_on = day(_("The company leaves on"))

    def prepare(self) -> None:
        contract: Contract = self.about
        self.initial.setdefault("leaves_on", contract.leaves_on or contract.until or contract.ends_on)


class AddItemForm(PartyForm):
    text = line(_("What is to be handed over?"), 200)
    due_on = day(_("due on"))

    def prepare(self) -> None:
        contract: Contract = self.about
        self.initial.setdefault("due_on", contract.leaves_on or contract.until)


class TickForm(PartyForm):
    done_on = day(_("handed over on"), initial=timezone.localdate)
    note = line(_("note"), 300, required=False, help_text=_("To whom, how many, in what state."))


class UntickForm(PartyForm):
    reason = reason()
