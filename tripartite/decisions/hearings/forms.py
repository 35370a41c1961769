"""What is asked when a hearing is prepared, when somebody speaks, and when it is moderated."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.issues.forms.parts import area
from tripartite.meetings.models import Meeting
from tripartite.parties.models import Party

from ..forms.preparing import midnight
from ..models import Vote
from .models import REASON, TITLE, WORDS, Hearing, Side

USUAL = 14  # days


class FactsForm(forms.Form):
    """What is said of a hearing as a whole; `closes_at` is the end of the last day."""

    title = forms.CharField(
        label=_("Title of the hearing"), max_length=TITLE, help_text=_("Everybody reads it.")
    )
    text = forms.CharField(
        label=_("What is to be decided, and why"), max_length=4000, widget=area(6),
        help_text=_("Everybody reads it: no names, no phone numbers."),
    )  # fmt: skip
    party: Any = forms.ModelChoiceField(
        label=_("Who calls it?"), queryset=Party.objects.none(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Please choose who calls it.")},
    )  # fmt: skip
    last_day = forms.DateField(
        label=_("Last day for statements"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    vote: Any = forms.ModelChoiceField(
        label=_("Before which vote?"), queryset=Vote.objects.none(), required=False
    )
    meeting: Any = forms.ModelChoiceField(
        label=_("The evening in the hall"), queryset=Meeting.objects.none(), required=False
    )

    def __init__(self, *args: Any, place_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["party"].queryset = Party.objects.answering_for(place_code)
        fields["vote"].queryset = Vote.objects.filter(place_id=place_code).order_by("-pk")
        fields["meeting"].queryset = Meeting.objects.filter(
            place_id=place_code, kind=Meeting.Kind.HEARING
        ).order_by("-starts_at")

    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        last: date = given.pop("last_day")
        given["closes_at"] = midnight(last + timedelta(days=1)) if last.year < 9999 else _end(last)
        return given


def _end(of: date) -> datetime:
    return datetime.combine(of, time.max, tzinfo=timezone.get_current_timezone())


class NewForm(FactsForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class EditForm(FactsForm):
    def __init__(self, *args: Any, hearing: Hearing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"place_code": hearing.place_id})
        self.initial = {
            name: getattr(hearing, name) for name in ("title", "text", "party", "vote", "meeting")
        } | {"last_day": timezone.localdate(hearing.closes_at - timedelta(microseconds=1))}


class SureForm(forms.Form):
    """Nothing to fill in: the page shows what will happen."""

    def __init__(self, *args: Any, hearing: Hearing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CancelForm(SureForm):
    reason = forms.CharField(label=_("Why is it called off?"), max_length=REASON, widget=area(2))


class SpeakForm(forms.Form):
    side = forms.ChoiceField(
        label=_("What would you like to say?"), choices=Side.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Please choose for, against or a question.")},
    )  # fmt: skip
    text = forms.CharField(
        label=pgettext_lazy("statement", "In your words"), max_length=WORDS, widget=area(5),
        help_text=_("Neighbours read it without your name. Name nobody, please."),
    )  # fmt: skip


class NoteForm(SpeakForm):
    """For who types in what was said in the hall."""

    def __init__(self, *args: Any, hearing: Hearing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].label = _("What was said?")
        self.fields["text"].help_text = _("Everybody reads it: no names, no phone numbers.")

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class HideForm(forms.Form):
    reason = forms.CharField(label=_("Why is it hidden?"), max_length=REASON, widget=area(2))


class ShowForm(forms.Form):
    pass


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("The answer"), max_length=WORDS, widget=area(5), help_text=_("Everybody reads it.")
    )


FORMS: dict[str, Any] = {
    "edit": EditForm, "call": SureForm, "publish": SureForm, "cancel": CancelForm, "note": NoteForm,
}  # fmt: skip
STATEMENT_FORMS: dict[str, type[forms.Form]] = {"hide": HideForm, "show": ShowForm, "answer": AnswerForm}
