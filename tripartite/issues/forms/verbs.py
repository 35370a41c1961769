"""One form per verb. The cleaned fields are the facts its action takes: `ACTIONS[verb](issue, by=…, **form.facts())`.

A verb without a form of its own is done with one press.
"""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beihu.accounts.models import User
from buildings.posts.roles import TRIAGE
from tripartite.parties.models import Party

from .. import duplicates, routing
from ..categories import POLICIES, Category
from ..clocks import EXTEND_AT_MOST
from ..filing import LONGEST
from ..models import Issue
from ..queries import REFERENCE
from .parts import Photos, area, note_field

READS_IT = _("The resident reads it.")


class VerbForm(forms.Form):
    """Knows the issue and who acts; `prepare` fills in what depends on them. `seen`: see `once.py`."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, issue: Issue, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.issue, self.user = issue, user
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the issue."""

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class NoteForm(VerbForm):
    note = note_field(_("Note"), required=False, help_text=READS_IT)


class ContactedForm(VerbForm):
    note = note_field(_("How and when did you speak to the resident?"), help_text=READS_IT)


class InternalForm(VerbForm):
    text = note_field(_("Note among staff"), help_text=_("The resident does not see it."))


class ReasonForm(VerbForm):
    note = note_field(_("Why?"), help_text=READS_IT)


class RefuseForm(VerbForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=Issue.Refusal.choices, widget=forms.RadioSelect)
    note = note_field(
        _("Who can help instead?"),
        help_text=_("The right office with its phone number. The resident reads it."),
    )


class AssignForm(VerbForm):
    party = forms.ModelChoiceField(
        label=_("Hand it to"),
        queryset=Party.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Please choose a party.")},
    )
    note = note_field(_("Note"), required=False, help_text=READS_IT)

    def prepare(self) -> None:
        field: Any = self.fields["party"]
        parties = routing.choices(self.issue.place_id)
        if self.issue.policy.street_only:
            parties = parties.filter(kind=Party.Kind.STREET_OFFICE)
        field.queryset = parties
        best = routing.suggest(self.issue.category, self.issue.place_id)
        rows = sorted(parties, key=lambda party: party != best)
        suggested = _("suggested")
        field.choices = [
            (party.pk, f"{party.name} · {suggested}" if party == best else party.name) for party in rows
        ]
        if best is not None and best in rows and best != self.issue.party:
            self.initial.setdefault("party", best.pk)


class BounceForm(VerbForm):
    note = note_field(
        _("Why is it not yours, and whose is it?"),
        help_text=_("It can be handed back once; then it is decided."),
    )


class AskForm(VerbForm):
    question = note_field(_("What do you need to know?"), help_text=READS_IT)
    days = forms.TypedChoiceField(
        label=_("Wait for the answer"),
        coerce=int,
        initial=3,
        choices=[(1, _("1 day")), (2, _("2 days")), (3, _("3 days")), (4, _("4 days")), (5, _("5 days"))],
    )


class AnswerForm(VerbForm):
    text = note_field(_("Your answer"))


class ReplyForm(VerbForm):
    text = note_field(_("Your reply"), help_text=READS_IT)


class SuspendForm(VerbForm):
    until = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    note = note_field(_("Why?"), help_text=READS_IT)


class SolveForm(VerbForm):
    note = note_field(_("What has been done?"), help_text=READS_IT)
    photos = Photos(label=_("Photos after the work"), help_text=_("Three at most, without faces or plates."))


class ConfirmForm(VerbForm):
    rating = forms.ChoiceField(
        label=_("Are you satisfied?"),
        choices=Issue.Rating.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how satisfied you are.")},
    )
    reason = note_field(
        _("Would you like to say why?"),
        required=False,
        help_text=_("Needed only when you are dissatisfied."),
    )

    def clean(self) -> dict[str, Any]:
        """The action refuses this too; here the mistake leads to its field."""
        data = super().clean() or {}
        if data.get("rating") == Issue.Rating.DISSATISFIED and not data.get("reason"):
            self.add_error("reason", _("Please say what you are dissatisfied with."))
        return data


class ReopenForm(VerbForm):
    reason = note_field(_("What is still not right?"))


class MergeForm(VerbForm):
    """Into one of the likely duplicates, or into the one whose number is written."""

    found = forms.ChoiceField(label=_("Similar issues"), widget=forms.RadioSelect, required=False)
    number = forms.CharField(
        label=_("Or the number of the issue it goes on in"),
        help_text=_("For example 261123-00042"),
        max_length=26,
        required=False,
    )
    note = note_field(_("Note"), required=False, help_text=READS_IT)

    def prepare(self) -> None:
        issue = self.issue
        alike = duplicates.find_duplicates(issue.place, issue.category, issue.text, self.user, exclude=issue)
        field: Any = self.fields["found"]
        field.choices = [
            (row.pk, f"{row.reference} {row.title} · {row.get_status_display()}") for row in alike
        ]
        if not alike:
            del self.fields["found"]
            number = self.fields["number"]
            number.label, number.required = _("Number of the issue it goes on in"), True
            number.error_messages["required"] = _("Please write the number of the other issue.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = (data.get("number") or "").strip()
        match = REFERENCE.fullmatch(given)
        pk = int(match[1]) if match else int(data.get("found") or 0) if not given else 0
        self.into = Issue.objects.visible_to(self.user, TRIAGE).filter(pk=pk).first()
        if self.into is None and not self.errors:
            self.add_error("number", _("There is no issue with this number in your area."))
        return data

    def facts(self) -> dict[str, Any]:
        return {"into": self.into, "note": self.cleaned_data["note"]}


class ExtendForm(VerbForm):
    working_days = forms.IntegerField(
        label=_("By how many working days?"), min_value=1, max_value=EXTEND_AT_MOST, initial=3
    )
    reason = note_field(_("Why?"), help_text=READS_IT)


class RecategoriseForm(VerbForm):
    category = forms.ChoiceField(label=_("What is it about?"))

    def prepare(self) -> None:
        field: Any = self.fields["category"]
        field.choices = [(value, label) for value, label in Category.choices if not POLICIES[value].emergency]
        self.initial.setdefault("category", self.issue.category)


class PublishForm(VerbForm):
    public_text = forms.CharField(
        label=_("Text for neighbours"),
        help_text=_("Take out names, phone numbers and doors. The photos below are shown too."),
        max_length=LONGEST,
        widget=area(6),
    )

    def prepare(self) -> None:
        self.initial.setdefault("public_text", self.issue.public_text or self.issue.text)


def yes_no(label: Any, *, required: bool) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", _("yes")), ("no", _("no"))]
        if required
        else [("", "—"), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=required,
        widget=forms.RadioSelect if required else forms.Select,
    )


class FollowUpForm(VerbForm):
    def facts(self) -> dict[str, Any]:
        """The draft's key: the same for a second click."""
        return {"key": uuid.uuid5(self.issue.key, f"{self.user.pk} {self.cleaned_data['seen']}")}


class CallBackForm(VerbForm):
    reached = yes_no(_("Did you reach the resident?"), required=True)
    contacted = yes_no(_("Had the party been in touch?"), required=False)
    solved = yes_no(_("Is it solved, says the resident?"), required=False)
    satisfaction = forms.ChoiceField(
        label=_("Satisfied?"), choices=[("", "—"), *Issue.Rating.choices], required=False
    )
    note = note_field(_("Note"), required=False, help_text=_("The resident does not see it."))


FORMS: dict[str, type[VerbForm]] = {
    "accept": NoteForm, "refuse": RefuseForm, "assign": AssignForm, "start": NoteForm, "bounce": BounceForm,
    "ask": AskForm, "answer": AnswerForm, "stop_waiting": NoteForm, "suspend": SuspendForm, "resume": NoteForm,
    "solve": SolveForm, "confirm": ConfirmForm, "request_reopen": ReopenForm, "reopen": NoteForm,
    "keep_closed": ReasonForm, "merge": MergeForm, "contact": ContactedForm, "reply": ReplyForm, "note": InternalForm,
    "extend": ExtendForm, "recategorise": RecategoriseForm, "publish": PublishForm, "unpublish": ReasonForm,
    "make_private": VerbForm, "follow_up": FollowUpForm, "call_back": CallBackForm,
}  # fmt: skip
