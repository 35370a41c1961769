"""One form per verb of a matter. The cleaned fields are the facts its action takes."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from beihu.accounts.models import User
from beihu.audit.masking import redact
from buildings.households.naming import plain
from buildings.places.codes import Level, cut
from buildings.posts.roles import CALL_MEETING, VIEW_ISSUE
from tripartite.issues import duplicates
from tripartite.issues.categories import POLICIES, Category
from tripartite.issues.forms.parts import area
from tripartite.issues.models import Issue
from tripartite.issues.queries import REFERENCE
from tripartite.meetings.models import Meeting

from ..models import TEXT, Matter
from ..tabling import tables

EVERYBODY = _("Everybody reads it on the card.")


class SettleForm(forms.Form):
    """Knows the matter and who acts. `public_text` is what everybody reads of what was said."""

    public_text = forms.CharField(
        label=_("What was said, in words for everybody"),
        help_text=_("Without names, phone numbers and doors."),
        max_length=TEXT,
        required=False,
        widget=area(2),
    )

    def __init__(self, *args: Any, matter: Matter, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matter, self.user = matter, user
        suggested = matter.public_text or plain(cut(matter.place_id, Level.COMMUNITY), [matter.text])[0]
        self.initial.setdefault("public_text", suggested)
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the matter."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AnswerForm(SettleForm):
    outcome = forms.CharField(label=_("The answer"), help_text=EVERYBODY, max_length=TEXT, widget=area(3))
    field_order = ("outcome", "public_text")

    def prepare(self) -> None:
        self.initial.setdefault("outcome", self.matter.outcome)


class RefuseForm(SettleForm):
    outcome = forms.CharField(
        label=_("Why is it not possible?"), help_text=EVERYBODY, max_length=TEXT, widget=area(3)
    )
    field_order = ("outcome", "public_text")


class FileForm(SettleForm):
    category = forms.ChoiceField(label=_("What is it about?"))
    urgent = forms.BooleanField(label=_("Urgent"), required=False)
    wants_public = forms.BooleanField(
        label=_("Neighbours may see it"),
        required=False,
        initial=True,
        help_text=_("It was said before everybody."),
    )
    field_order = ("category", "public_text", "wants_public", "urgent")

    def prepare(self) -> None:
        field: Any = self.fields["category"]
        field.choices = [(value, label) for value, label in Category.choices if not POLICIES[value].emergency]
        self.initial.setdefault("category", self.matter.category or Category.OTHER)


class JoinForm(SettleForm):
    """To one of the likely ones, or to the one whose number is written."""

    found = forms.ChoiceField(label=_("Similar issues"), widget=forms.RadioSelect, required=False)
    number = forms.CharField(
        label=_("Or the number of the issue"),
        help_text=_("For example 261123-00042"),
        max_length=26,
        required=False,
    )
    field_order = ("found", "number", "public_text")

    def prepare(self) -> None:
        matter = self.matter
        alike = duplicates.find_duplicates(
            matter.place, matter.category or Category.OTHER, matter.text, self.user
        )
        field: Any = self.fields["found"]
        field.choices = [
            (row.pk, f"{row.reference} {redact(row.title)} · {row.get_status_display()}") for row in alike
        ]
        if not alike:
            del self.fields["found"]
            self.fields["number"].label = _("Number of the issue")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = (data.get("number") or "").strip()
        match = REFERENCE.fullmatch(given)
        pk = int(match[1]) if match else int(data.get("found") or 0) if not given else 0
        self.issue = Issue.objects.visible_to(self.user, VIEW_ISSUE).filter(pk=pk).first()
        if self.issue is None and not self.errors:
            self.add_error("number", _("There is no issue with this number in your area."))
        return data

    def facts(self) -> dict[str, Any]:
        return {"issue": self.issue, "public_text": self.cleaned_data["public_text"]}


class TableForm(SettleForm):
    meeting = forms.ModelChoiceField(
        label=_("Which meeting?"),
        queryset=Meeting.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Please choose a meeting.")},
    )
    field_order = ("meeting", "public_text")

    def prepare(self) -> None:
        field: Any = self.fields["meeting"]
        mine = Meeting.objects.visible_to(self.user, CALL_MEETING).values("pk")
        field.queryset = tables(self.matter).filter(pk__in=mine)
        field.label_from_instance = _named
        field.choices = [(row.pk, _named(row)) for row in field.queryset]


def _named(meeting: Meeting) -> str:
    when = date_format(localtime(meeting.starts_at), "DATETIME_FORMAT")
    return f"{meeting.title} · {when} · {meeting.get_status_display()}"


class TakeUpForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), help_text=_("Kept in the log."), max_length=300, widget=area(2))

    def __init__(self, *args: Any, matter: Matter, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


FORMS: dict[str, type[Any]] = {
    "answer": AnswerForm, "file": FileForm, "join": JoinForm, "table": TableForm, "refuse": RefuseForm, "take_up": TakeUpForm,
}  # fmt: skip
