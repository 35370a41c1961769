"""The list of people as one form: only what was changed since the page was opened is written."""

import uuid
from typing import Any, NamedTuple

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ..attendance import MOST_PEOPLE, Mark
from ..models import Invitation, Meeting

LONGEST_LIST = 20_000  # characters of walk-ins


class Row(NamedTuple):
    """One person's line of the form, with what it said when the page was made."""

    person: Invitation
    came: forms.BoundField
    reason: forms.BoundField
    was: SafeString


class AttendanceForm(forms.Form):
    walk_ins = forms.CharField(
        label=_("Who came uninvited?"),
        help_text=_("One name per line."),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )
    heads = forms.IntegerField(
        label=_("Others, counted by heads"),
        help_text=_("People whose names nobody wrote down."),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        show_hidden_initial=True,
    )
    entitled = forms.IntegerField(
        label=_("How many are entitled to take part?"),
        help_text=_(
            "Residents of full age, households or elected representatives, as the meeting was called."
        ),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        show_hidden_initial=True,
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(
            meeting.invitations.select_related("user", "party").order_by("party__kind", "party__name", "pk")
        )
        self.initial.update(heads=meeting.heads, entitled=meeting.entitled, token=uuid.uuid4())
        if meeting.kind != Meeting.Kind.RESIDENTS:
            del self.fields["entitled"]
        for one in self.people:
            self.fields[f"came_{one.pk}"] = forms.ChoiceField(
                label=one.shown_name,
                choices=Invitation.Came.choices,
                required=False,
                initial=one.came,
                widget=forms.RadioSelect,
                show_hidden_initial=True,
            )
            self.fields[f"reason_{one.pk}"] = forms.CharField(
                label=_("Reason"), max_length=120, required=False, initial=one.reason, show_hidden_initial=True,
                widget=forms.TextInput({"autocomplete": "off"}),
            )  # fmt: skip

    @property
    def rows(self) -> list[Row]:
        return [self._row(one) for one in self.people]

    @property
    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in ("walk_ins", "heads", "entitled") if name in self.fields]

    @property
    def were(self) -> SafeString:
        """What the counts were when the page was made."""
        return format_html_join(
            "",
            "{}",
            ((one.as_hidden(only_initial=True),) for one in self.others if one.field.show_hidden_initial),
        )

    def _row(self, one: Invitation) -> Row:
        came, reason = self[f"came_{one.pk}"], self[f"reason_{one.pk}"]
        return Row(one, came, reason, came.as_hidden(only_initial=True) + reason.as_hidden(only_initial=True))

    def marks(self) -> dict[int, Mark]:
        """What this form changes, by person."""
        changed = set(self.changed_data)
        return {
            one.pk: Mark(self.cleaned_data[f"came_{one.pk}"], self.cleaned_data[f"reason_{one.pk}"])
            for one in self.people
            if {f"came_{one.pk}", f"reason_{one.pk}"} & changed
        }

    def counts(self) -> dict[str, int | None]:
        changed = set(self.changed_data)
        return {name: self.cleaned_data[name] for name in ("heads", "entitled") if name in changed}

    def names(self) -> list[str]:
        return self.cleaned_data["walk_ins"].splitlines()
