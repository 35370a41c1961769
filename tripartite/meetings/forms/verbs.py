"""One form per verb. The cleaned fields are the facts its action takes: `ACTIONS[verb](meeting, by=…, **form.facts())`."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from beihu.accounts.models import User
from tripartite.issues.forms.parts import area, note_field
from tripartite.parties.models import Party

from ..calling import notice_is_short
from ..guests import bodies_for, callers_for, suggested_bodies
from ..models import Meeting
from ..reminders import DEFAULT, MOST
from .times import TimesForm, month_later

KINDS = [(value, label) for value, label in Meeting.Kind.choices if value != Meeting.Kind.TALK]
MINUTE, HOUR, DAY = 1, 60, 24 * 60
BEFORE = (7 * DAY, 3 * DAY, 2 * DAY, DAY, 12 * HOUR, 4 * HOUR, 2 * HOUR, HOUR, 30 * MINUTE)


class VerbForm(forms.Form):
    """Knows the meeting and who acts; `prepare` fills in what depends on them."""

    def __init__(self, *args: Any, meeting: Meeting, user: User, **kwargs: Any) -> None:
        kwargs.pop("place", None)
        super().__init__(*args, **kwargs)
        self.meeting, self.user = meeting, user
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the meeting."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CallForm(VerbForm):
    short_notice = forms.CharField(
        label=_lazy("Why is the notice so short?"),
        help_text=_lazy("Three days are usual. Everybody invited reads the reason."),
        max_length=200,
        widget=area(2),
    )

    def prepare(self) -> None:
        if not notice_is_short(self.meeting):
            del self.fields["short_notice"]


class CancelForm(VerbForm):
    reason = forms.CharField(
        label=_lazy("Why is it cancelled?"),
        help_text=_lazy("Everybody invited reads it."),
        max_length=300,
        widget=area(),
    )


class MoveForm(TimesForm):
    reason = note_field(_lazy("Why is it moved?"), required=False, help_text=_lazy("Kept in the log."))

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"reason": self.cleaned_data["reason"]}


class AnswerForm(VerbForm):
    answer = forms.ChoiceField(
        label=_lazy("Will you come?"),
        choices=[("coming", _lazy("I am coming")), ("declined", _lazy("I cannot come"))],
        widget=forms.RadioSelect,
        error_messages={"required": _lazy("Please choose one of the two.")},
    )
    reason = forms.CharField(
        label=_lazy("Why can you not come?"),
        help_text=_lazy("Only the organiser reads it."),
        max_length=120,
        required=False,
    )

    def facts(self) -> dict[str, Any]:
        return {"coming": self.cleaned_data["answer"] == "coming", "reason": self.cleaned_data["reason"]}


class RemindForm(VerbForm):
    minutes_before = forms.TypedMultipleChoiceField(
        label=_lazy("Remind those invited"),
        help_text=_lazy("Five times at most."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        own = [row.minutes_before for row in self.meeting.reminders.all()]
        field: Any = self.fields["minutes_before"]
        field.choices = [(one, before(one)) for one in sorted({*BEFORE, *own}, reverse=True)]
        self.initial.setdefault("minutes_before", own or list(DEFAULT))

    def clean_minutes_before(self) -> list[int]:
        chosen: list[int] = self.cleaned_data["minutes_before"]
        if len(chosen) > MOST:
            raise forms.ValidationError(_("Choose %(most)s reminders at most.") % {"most": MOST})
        return chosen


def before(minutes: int) -> str:
    """4320 → "3 days before"."""
    for size, words in (
        (DAY, _("%(n)s days before")),
        (HOUR, _("%(n)s hours before")),
        (MINUTE, _("%(n)s minutes before")),
    ):
        if minutes % size == 0:
            return words % {"n": minutes // size}
    return ""


class RepeatForm(TimesForm):
    """The next one: four weeks on, if nothing else is said."""

    def prepare(self) -> None:
        if self.meeting is not None:
            self.initial["day"] = timezone.localdate(month_later(self.meeting.starts_at))


class FactsForm(TimesForm):
    """What a meeting is, besides when and where."""

    kind = forms.ChoiceField(label=_lazy("Kind"), choices=KINDS)
    title = forms.CharField(
        label=_lazy("Title"),
        max_length=120,
        required=False,
        help_text=_lazy("Left empty, it is named after the place and the kind."),
    )
    is_public = forms.BooleanField(
        label=_lazy("Residents may come"),
        required=False,
        help_text=_lazy("Everybody then sees when, where, and the agenda."),
    )
    note = forms.CharField(
        label=_lazy("Note for those invited"), max_length=2000, required=False, widget=area()
    )
    party = forms.ModelChoiceField(
        label=_lazy("Called by"), queryset=Party.objects.none(), required=False, empty_label="—"
    )
    organiser = forms.ModelChoiceField(label=_lazy("Organiser"), queryset=User.objects.none())
    secretary = forms.ModelChoiceField(
        label=_lazy("Takes the minutes"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    chair = forms.CharField(label=_lazy("Chaired by"), max_length=60, required=False)
    FACTS = ("kind", "title", "is_public", "note", "party", "organiser", "secretary", "chair")
    field_order = ("uid", "kind", "title", "day", "begin", "end", "room", "spot", "bodies", *FACTS[2:])

    def prepare(self) -> None:
        callers = list(callers_for(self.place))
        known = {one.pk for one in callers} | {self.user.pk}
        if self.meeting is not None and self.meeting.secretary_id:
            known.add(self.meeting.secretary_id)
        for name in ("organiser", "secretary"):
            field: Any = self.fields[name]
            field.queryset = User.objects.filter(pk__in=known)
            field.label_from_instance = lambda person: person.name or person.username
        party: Any = self.fields["party"]
        party.queryset = bodies_for(self.place)
        if self.meeting is not None:
            people = {
                name: getattr(self.meeting, f"{name}_id") for name in ("party", "organiser", "secretary")
            }
            facts = {name: getattr(self.meeting, name) for name in self.FACTS if name not in people}
            self.initial = {**facts, **people, **self.initial}
        else:
            self.initial.setdefault("organiser", callers[0].pk if callers else self.user.pk)

    def facts(self) -> dict[str, Any]:
        facts = super().facts() | {name: self.cleaned_data[name] for name in self.FACTS}
        facts["title"] = facts["title"].strip() or name_for(self.place.short_name, facts["kind"])
        return facts


class ChangeForm(FactsForm):
    pass


class DraftForm(FactsForm):
    """A new one. `uid` is the form's own key: sent twice, it is one meeting."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    bodies = forms.ModelMultipleChoiceField(
        label=_lazy("Invite"),
        queryset=Party.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_lazy("Their people are asked one by one. More can be invited afterwards."),
    )

    def prepare(self) -> None:
        super().prepare()
        field: Any = self.fields["bodies"]
        field.queryset = bodies_for(self.place)
        self.initial.setdefault("bodies", [party.pk for party in suggested_bodies(self.place)])

    def facts(self) -> dict[str, Any]:
        return super().facts() | {
            "uid": self.cleaned_data["uid"],
            "bodies": list(self.cleaned_data["bodies"]),
        }


def name_for(place: str, kind: str) -> str:
    """德富花园联席会."""
    return _("%(place)s: %(kind)s") % {"place": place, "kind": Meeting.Kind(kind).label}


FORMS: dict[str, type[forms.Form]] = {
    "call": CallForm, "cancel": CancelForm, "move": MoveForm, "change": ChangeForm, "answer": AnswerForm,
    "remind": RemindForm, "repeat": RepeatForm,
}  # fmt: skip
