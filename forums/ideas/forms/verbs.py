"""One form per verb; what it gathers goes to the action as it is: `ACTIONS[verb](idea, by=…, **form.facts())`."""

import uuid
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.accounts.models import User
from buildings.posts.roles import CALL_MEETING, MAKE_COMMITMENT
from tripartite.issues.forms.parts import area
from tripartite.meetings.models import Meeting
from tripartite.meetings.queries import open_tables
from tripartite.parties.models import Party

from .. import queries
from ..answering import REPLY
from ..models import ARGUMENT, Adoption, Idea, Report
from ..states import SHOWN
from .posting import text_field, title_field

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
EVERYBODY = _("Everybody reads it, and the author and all supporters are told.")
Way = Adoption.Way


def words_field(label: Any, *, most: int = 300, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=area(rows), **options)


class VerbForm(forms.Form):
    """Knows the idea and who acts; `prepare` fills in what depends on them. `seen`: see `once.py`."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, idea: Idea, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.idea, self.user = idea, user
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the idea."""

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class NoteForm(VerbForm):
    note = words_field(_("Would you like to add something?"), required=False)


class PlainForm(VerbForm):
    """Nothing is asked: only whether one means it."""


class ReasonForm(VerbForm):
    reason = words_field(
        _("Why?"),
        help_text=_("The author reads it."),
        error_messages={"required": _("Please say why; the author reads it.")},
    )


class ReplyForm(VerbForm):
    reply = words_field(_("The answer"), most=REPLY, rows=6, help_text=EVERYBODY)


class DeclineForm(VerbForm):
    reply = words_field(
        _("Why is it not possible?"),
        most=REPLY,
        rows=6,
        help_text=_("Name what stands against it, and what would have to change. Everybody reads it."),
    )


class AdoptForm(VerbForm):
    """`way` stands in the address first; the fields that another way needs are left out."""

    way = forms.ChoiceField(choices=Way.choices, widget=forms.HiddenInput)
    meeting = forms.ModelChoiceField(
        label=_("Which meeting?"),
        queryset=Meeting.objects.none(),
        required=False,
        blank=True,
        widget=forms.RadioSelect,
        empty_label=_("the next one: it is proposed to each, until one takes it"),
    )
    debtor = forms.ModelChoiceField(
        label=_("Who is asked to promise it?"),
        queryset=Party.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Please choose a party.")},
    )
    text = words_field(_("What is to be promised?"), rows=2)
    due_on = forms.DateField(
        label=_("By when?"), widget=DATE, error_messages={"required": _("Please choose a day.")}
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reply = words_field(
        _("How does it go on?"),
        most=REPLY,
        rows=4,
        help_text=EVERYBODY,
        error_messages={"required": _("Please say how it goes on; everybody reads it.")},
    )

    ASKED = {
        Way.AGENDA: {"meeting"},
        Way.COMMITMENT: {"debtor", "text", "due_on", "key"},
        Way.PROJECT: {"text"},
    }

    def prepare(self) -> None:
        self.chosen = str(self.data.get("way") or self.initial.get("way") or "")
        asked = self.ASKED.get(self.chosen, set())  # type: ignore[call-overload]
        for name in {"meeting", "debtor", "text", "due_on", "key"} - asked:
            del self.fields[name]
        fields: dict[str, Any] = dict(self.fields)
        if "meeting" in fields:
            tables = Meeting.objects.filter(pk__in=[one.pk for one in open_tables(self.idea.place)])
            fields["meeting"].label_from_instance = named
            fields["meeting"].queryset = tables.visible_to(self.user, CALL_MEETING)  # type: ignore[attr-defined]
        if "debtor" in fields:
            fields["debtor"].queryset = parties_for(self.user, self.idea)
            self.initial.setdefault("key", uuid.uuid4())
        if "text" in fields:
            self.initial.setdefault("text", self.idea.public_title)
            if self.chosen == Way.PROJECT:
                fields["text"].label = pgettext_lazy("idea", "What is noted as a project?")


def named(meeting: Meeting) -> str:
    return f"{date_format(localtime(meeting.starts_at), 'SHORT_DATE_FORMAT')} {meeting.title}"


def parties_for(user: User, idea: Idea) -> Any:
    """Whom this person may ask to promise something here."""
    found = Party.objects.answering_for(idea.place_id)
    return found if user.has_perm(MAKE_COMMITMENT, idea.place) else found.none()


class MergeForm(VerbForm):
    into = forms.ModelChoiceField(
        label=_("Into which one?"),
        queryset=Idea.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("These say much the same."),
    )
    number = forms.IntegerField(
        label=_("Or the number of another one"),
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("It stands below each idea, and in its address."),
    )
    note = words_field(_("Would you like to add something?"), required=False)

    def prepare(self) -> None:
        into: Any = self.fields["into"]
        alike = queries.alike(self.idea.place, self.idea.title, self.idea.text, without=self.idea.pk)
        into.queryset = Idea.objects.filter(pk__in=[row.pk for row in alike])
        into.label_from_instance = lambda row: f"{row.public_title} ({row.pk})"
        if not alike:
            del self.fields["into"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if number := data.get("number"):
            data["into"] = Idea.objects.filter(pk=number, status__in=SHOWN).exclude(pk=self.idea.pk).first()
            if data["into"] is None:
                self.add_error("number", _("There is no other idea with this number."))
        elif not data.get("into") and not self.errors:
            self.add_error("number", _("Please choose an idea, or enter its number."))
        return data

    def facts(self) -> dict[str, Any]:
        return {"into": self.cleaned_data["into"], "note": self.cleaned_data["note"]}


class WordsForm(VerbForm):
    title = title_field()
    text = text_field()

    def prepare(self) -> None:
        self.initial.setdefault("title", self.idea.title)
        self.initial.setdefault("text", self.idea.text)


class RewordForm(WordsForm):
    reason = words_field(
        _("Why?"),
        help_text=_("The author reads it."),
        error_messages={"required": _("Please say why; the author reads it.")},
    )


class SplitForm(WordsForm):
    key = forms.UUIDField(widget=forms.HiddenInput)
    new_title = title_field(_("The second idea, in one line"))
    new_text = text_field(_("The second idea, in some more words"))
    note = words_field(_("Why?"), required=False, help_text=_("The author reads it."))

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("key", uuid.uuid4())
        self.initial.setdefault("new_text", self.idea.text)


class ArgueForm(VerbForm):
    key = forms.UUIDField(widget=forms.HiddenInput)
    side = forms.ChoiceField(
        label=_("Does it speak for or against the idea?"),
        choices=[("for", _("for the idea")), ("against", _("against it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose: for or against.")},
    )
    text = words_field(
        _("What does?"),
        most=ARGUMENT,
        rows=4,
        help_text=_("It is shown without your name. About the matter, please, not about people."),
        error_messages={"required": _("Please say what speaks for or against it.")},
    )

    def prepare(self) -> None:
        self.initial.setdefault("key", uuid.uuid4())


class ReportForm(VerbForm):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose why.")},
    )
    note = words_field(_("In your words"), required=False, help_text=_("Only the moderators read it."))


FORMS: dict[str, type[VerbForm]] = {
    "adopt": AdoptForm, "answer": ReplyForm, "decline": DeclineForm, "merge": MergeForm, "withdraw": NoteForm,
    "hide": ReasonForm, "show": NoteForm, "report": ReportForm, "edit": WordsForm, "split": SplitForm,
    "reword": RewordForm, "keep": NoteForm, "argue": ArgueForm,
}  # fmt: skip
# Of an argument: the verb of the idea's table that is asked, and the form.
ARGUMENT_FORMS: dict[str, tuple[str, type[VerbForm]]] = {
    "report": ("report", ReportForm),
    "hide": ("hide_argument", ReasonForm),
    "show": ("show_argument", NoteForm),
    "keep": ("keep", NoteForm),
    "take-back": ("", PlainForm),
}
