"""Seats, terms, members, cross-appointments."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.templatetags.beihu import Helper
from buildings.places.codes import Level

from .. import checks
from ..committees import Member
from ..models import Party
from ..rules import rules_for
from ..seats import LEVEL_OF
from .parts import (
    OVERRIDE,
    PartyForm,
    WarningForm,
    account,
    day,
    line,
    parties_around,
    people_around,
    reason,
    tel,
)

OWNER, OTHER = "owner", "other"
ROWS = 11
SENDERS = {Party.Kind.RESIDENTS_COMMITTEE, Party.Kind.STREET_OFFICE}


class SeatForm(PartyForm):
    kind = forms.ChoiceField(label=_("Which kind of party?"), widget=forms.RadioSelect)
    name = line(_("name"), 80)
    office_phone = tel()
    since = day(_("since"), initial=timezone.localdate)

    def prepare(self) -> None:
        level, field = len(self.about.code), self.fields["kind"]
        fitting = [kind for kind in Party.Kind if LEVEL_OF.get(kind, Level.COMPOUND) == level]
        field.choices = [(kind.value, kind.label) for kind in fitting]  # type: ignore[attr-defined]


class UnseatForm(PartyForm):
    until = day(_("Last day at the table"), initial=timezone.localdate)
    reason = reason()


def stands_for(code: str) -> list[tuple[str, Any]]:
    """Whom a member stands for: the owners, a body above, or somebody else."""
    bodies = [(party.name, party.name) for party in parties_around(code) if party.kind in SENDERS]
    return [(OWNER, _("an owner of a dwelling here")), *bodies, (OTHER, _("another body, or a tenant"))]


def seat_facts(name: str, position: str, stands: str) -> dict[str, Any]:
    owner = stands == OWNER
    return {
        "name": name,
        "position": position,
        "is_owner": owner,
        "sent_by": "" if stands in (OWNER, OTHER) else stands,
    }


class TermForm(WarningForm):
    """The election and its outcome, members row by row; empty rows are left out."""

    since = day(_("Elected on"), initial=timezone.localdate)
    due_on = day(_("Next election due on"))
    filed_on = day(_("Filed with the street office on"), required=False)
    posted_on = day(_("List posted on"), required=False)
    initiator = line(
        _("Initiated by"),
        60,
        required=False,
        help_text=_("The cadre who began it, for a management committee."),
    )

    def prepare(self) -> None:
        super().prepare()
        party: Party = self.about
        rules = rules_for(party.place_id, party.kind)
        if "term_years" in rules:
            end = checks.years_later(timezone.localdate(), rules["term_years"].value)
            self.initial.setdefault("due_on", end)
        if party.kind != Party.Kind.MANAGEMENT_COMMITTEE:
            del self.fields["initiator"]
        self.rows = rules["members_max"].value if "members_max" in rules else ROWS
        choices = stands_for(party.place_id)
        rows = [self._row(n, choices) for n in range(1, self.rows + 1)]
        fields = [name for name in self.fields if not name.startswith("m") and name != OVERRIDE]
        self.helper = Helper()
        self.helper.layout = Layout(OVERRIDE, *fields, *rows)

    def _row(self, n: int, choices: list[tuple[str, Any]]) -> Fieldset:
        """Name, position, for whom: one member."""
        names = [f"m{n}_name", f"m{n}_position", f"m{n}_stands"]
        self.fields[names[0]] = line(_("name"), 60, required=False)
        self.fields[names[1]] = forms.ChoiceField(
            label=_("position"), choices=Member.Position.choices, initial="chair" if n == 1 else "member"
        )
        self.fields[names[2]] = forms.ChoiceField(label=_("stands for"), choices=choices, initial=OWNER)
        for name in names[1:]:
            self.fields[name].required = False
        return Fieldset(str(_("Member %(n)s") % {"n": n}), *names, css_class="seat-row")

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        facts = {name: given[name] for name in given if not name.startswith("m")}
        members = [
            seat_facts(
                given[f"m{n}_name"], given[f"m{n}_position"] or "member", given[f"m{n}_stands"] or OWNER
            )
            for n in range(1, self.rows + 1)
            if given.get(f"m{n}_name")
        ]
        return facts | {"members": members}


class EndTermForm(PartyForm):
    until = day(_("Ended on"), initial=timezone.localdate)
    reason = reason()


class FilingForm(WarningForm):
    filed_on = day(_("Filed with the street office on"), required=False)
    posted_on = day(_("List posted on"), required=False)

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("filed_on", self.about.filed_on)
        self.initial.setdefault("posted_on", self.about.posted_on)


class ElectForm(WarningForm):
    name = line(_("name"), 60, help_text=_("Names of committee members are public."))
    position = forms.ChoiceField(
        label=_("position"), choices=Member.Position.choices, initial="member", widget=forms.RadioSelect
    )
    stands = forms.ChoiceField(label=_("stands for"), initial=OWNER, widget=forms.RadioSelect)
    account = forms.ChoiceField(
        label=_("Account in the portal"),
        required=False,
        help_text=_("When this person holds a post here: then nobody stands on both sides of a contract."),
    )
    since = day(_("Elected on"), initial=timezone.localdate)

    def prepare(self) -> None:
        super().prepare()
        code = self.about.party.place_id
        self.fields["stands"].choices = stands_for(code)  # type: ignore[attr-defined]
        self.fields["account"].choices = people_around(code)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        facts = seat_facts(given["name"], given["position"], given["stands"])
        return facts | {
            "user": account(given["account"]),
            "since": given["since"],
            "override": given[OVERRIDE],
        }


class DismissForm(WarningForm):
    until = day(_("Last day in the committee"), initial=timezone.localdate)
    reason = reason(help_text=_("Resigned, moved away, dismissed by the owners …"))


class AcrossForm(WarningForm):
    home = forms.ChoiceField(label=_("comes from"), widget=forms.RadioSelect)
    name = line(_("name"), 60, help_text=_("Cross-appointments are public."))
    position = line(_("as"), 60)
    account = forms.ChoiceField(label=_("Account in the portal"), required=False)
    since = day(_("since"), initial=timezone.localdate)
    until = day(_("until"), required=False, help_text=_("The first day it no longer counts. Empty: open."))

    def prepare(self) -> None:
        super().prepare()
        host: Party = self.about
        around = parties_around(host.place_id) + list(
            Party.objects.seated().filter(place__code__startswith=host.place_id).exclude(place=host.place_id)
        )
        self.homes = {str(party.pk): party for party in around if party.pk != host.pk}
        self.fields["home"].choices = [(pk, party.name) for pk, party in self.homes.items()]  # type: ignore[attr-defined]
        self.fields["account"].choices = people_around(host.place_id)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"home": self.homes[given["home"]], "user": account(given.pop("account"))}


class EndAcrossForm(PartyForm):
    until = day(_("Ended on"), initial=timezone.localdate)
    reason = reason()
