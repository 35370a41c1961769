"""Putting a household on a list, and one form per verb of an entry."""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.audit.masking import mask_name
from buildings.households.actions import room_name
from buildings.households.models import Household
from buildings.joint.forms import area, near
from buildings.posts.forms import day

from ..actions import members
from ..models import NEEDS, NOTE, CareEntry, Visit
from ..months import today
from ..serving import choices, label_of

QUARTER = timedelta(days=90)
PRIVATE = _("Only those who keep the list and those who serve this household read it.")


def in_a_quarter() -> Any:
    return today() + QUARTER


class WhereForm(forms.Form):
    """Behind which door; the room as people write it."""

    doorway = forms.ChoiceField(label=_("Doorway"))
    room = forms.CharField(
        label=_("Room number"),
        max_length=30,
        help_text=_("As it stands on the roster, for example 1001."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, behind: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        doorway: Any = self.fields["doorway"]
        doorway.choices = behind
        self.household: Household | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            rows = Household.objects.filter(place=data["doorway"], room=room_name(data["room"]))
            self.household = rows.first()
            if self.household is None:
                self.add_error("room", _("There is no such room on the roster of this doorway."))
        return data


class PutOnForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    reason = forms.ChoiceField(
        label=_("Why is the household looked after?"), choices=[("", "—"), *CareEntry.Reason.choices]
    )
    person = forms.ChoiceField(label=_("Whom is it about?"), widget=forms.RadioSelect, required=False)
    needs = forms.CharField(
        label=_("What is needed?"), required=False, max_length=NEEDS, widget=area(4), help_text=PRIVATE
    )
    consent_by = forms.ChoiceField(
        label=_("Who consented?"),
        choices=CareEntry.Consenter.choices,
        widget=forms.RadioSelect,
        help_text=_("For a child under 14, or somebody who cannot decide for themselves, the guardian."),
    )
    consent_form = forms.ChoiceField(
        label=_("How?"), choices=CareEntry.Form.choices, widget=forms.RadioSelect
    )
    consent_on = day(_("When?"), initial=today, validators=[near])
    review_on = day(
        _("To be reviewed on"),
        initial=in_a_quarter,
        validators=[near],
        help_text=_("Then somebody asks whether it still holds."),
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = members(household)
        self.people = {str(one.user_id): one.user for one in known}
        person: Any = self.fields["person"]
        person.choices = [
            *(
                (str(one.user_id), f"{mask_name(one.user.name)} ({one.get_relation_display()})")
                for one in known
            ),
            ("", _("somebody without an account, or the whole household")),
        ]
        if len(known) == 1:
            self.initial.setdefault("person", str(known[0].user_id))
        if not known:
            del self.fields["person"]

    def facts(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("person", "")
        return {**self.cleaned_data, "person": self.people.get(chosen)}


class VerbForm(forms.Form):
    """Knows the entry; `prepare` fills in what depends on it."""

    def __init__(self, *args: Any, entry: CareEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the entry."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class VisitForm(VerbForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    found = forms.ChoiceField(
        label=_("What did you find?"),
        choices=Visit.Found.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found.")},
    )
    note = forms.CharField(
        label=pgettext_lazy("visit", "In a few words"),
        required=False,
        max_length=NOTE,
        widget=area(3),
        help_text=PRIVATE,
    )
    on = day(_("When were you there?"), initial=today, validators=[near])


class ReviewForm(VerbForm):
    needs = forms.CharField(
        label=_("What is needed now?"), required=False, max_length=NEEDS, widget=area(4), help_text=PRIVATE
    )
    note = forms.CharField(
        label=_("What has changed?"), required=False, max_length=NOTE, widget=area(3), help_text=PRIVATE
    )
    review_on = day(_("The next review"), initial=in_a_quarter, validators=[near])

    def prepare(self) -> None:
        self.initial.setdefault("needs", self.entry.needs)


class AssignForm(VerbForm):
    who = forms.ChoiceField(
        label=_("Who looks after it?"),
        widget=forms.RadioSelect,
        help_text=_("They are told at once, and then read this entry."),
    )

    def prepare(self) -> None:
        who: Any = self.fields["who"]
        who.choices = [(name, one.label) for name, one in choices(self.entry).items()]


class ReleaseForm(VerbForm):
    carer = forms.ChoiceField(label=_("Who no longer comes?"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        carer: Any = self.fields["carer"]
        rows = self.entry.carers.in_term().select_related(
            "user", "centre__household__place", "family__household__place"
        )
        self.rows = {str(row.pk): row for row in rows}
        carer.choices = [(pk, label_of(row)) for pk, row in self.rows.items()]

    def facts(self) -> dict[str, Any]:
        return {"carer": self.rows[self.cleaned_data["carer"]]}


class CloseForm(VerbForm):
    why = forms.ChoiceField(label=_("Why?"), choices=CareEntry.Why.choices, widget=forms.RadioSelect)


class SureForm(VerbForm):
    sure = forms.BooleanField(
        label=_("Yes: close the entry and blank its words now."),
        error_messages={"required": _("Tick the box: it cannot be undone.")},
    )

    def facts(self) -> dict[str, Any]:
        return {}


FORMS: dict[str, type[VerbForm]] = {
    "visit": VisitForm, "review": ReviewForm, "assign": AssignForm, "release": ReleaseForm, "close": CloseForm,
    "withdraw": SureForm, "revoke": SureForm,
}  # fmt: skip


class FilterForm(forms.Form):
    """Of the list, out of its address; nonsense is left out."""

    reason = forms.ChoiceField(
        label=pgettext_lazy("care", "Reason"),
        required=False,
        choices=[("", _("all")), *CareEntry.Reason.choices],
    )
    place = forms.RegexField(r"^[0-9]{2,24}$", label=_("Place code"), required=False)
    mine = forms.BooleanField(label=_("assigned to me"), required=False)
