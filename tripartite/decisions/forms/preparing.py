"""One form per verb. The cleaned fields are the facts its action takes: `ACTIONS[verb](vote, by=…, **form.facts())`."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.issues.forms.parts import area
from tripartite.parties.models import Party

from ..matters import Decider, matters_for
from ..models import REASON, TITLE, Motion, Vote
from ..preparing import earliest

USUAL = 14  # days a vote stays open
YEARS = range(2000, 2200)


def day(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


def midnight(of: date) -> datetime:
    return datetime.combine(of, time.min, tzinfo=timezone.get_current_timezone())


class FactsForm(forms.Form):
    """What is said of a vote as a whole."""

    title = forms.CharField(
        label=_("Title of the vote"),
        max_length=TITLE,
        help_text=_("Everybody reads it. For example: Choosing a property company."),
    )
    text = forms.CharField(
        label=pgettext_lazy("vote", "What it is about"),
        max_length=2000,
        required=False,
        widget=area(5),
        help_text=_("Everybody reads it: no names, no phone numbers."),
    )
    party: Any = forms.ModelChoiceField(
        label=_("Who calls it?"),
        queryset=Party.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Please choose who calls it.")},
    )
    screen = forms.ChoiceField(
        label=_("How is it decided?"),
        choices=Vote.Screen.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Clicks in this portal are no ballots by themselves: they count only where the city's own system is used."
        ),
    )
    system = forms.CharField(
        label=_("The city's system, and the document that admits it"),
        max_length=160,
        required=False,
        help_text=_("Only where ballots are cast on screen."),
    )

    def __init__(self, *args: Any, place_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = Party.objects.answering_for(place_code).exclude(kind=Party.Kind.PROPERTY_COMPANY)
        self.fields["party"].queryset = seated  # type: ignore[attr-defined]


class NewForm(FactsForm):
    key = forms.UUIDField(widget=forms.HiddenInput)


class VerbForm(forms.Form):
    """Knows the vote; `prepare` fills in what depends on it."""

    def __init__(self, *args: Any, vote: Vote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vote = vote
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the vote."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class EditForm(FactsForm):
    first_day = day(_("First day"), _("The vote opens at its beginning."))
    last_day = day(_("Last day"), _("The vote closes at its end, at midnight."))

    def __init__(self, *args: Any, vote: Vote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"place_code": vote.place_id})
        self.vote = vote
        opens = vote.opens_at or earliest(vote.place_id)
        closes = vote.closes_at or opens + timedelta(days=USUAL)
        names = ("title", "text", "party", "screen", "system")
        last = timezone.localdate(closes - timedelta(microseconds=1))
        self.initial = {name: getattr(vote, name) for name in names} | {
            "first_day": timezone.localdate(opens), "last_day": last
        } | dict(self.initial)  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if bool(first) != bool(last) and not self.errors:
            self.add_error("last_day" if first else "first_day", _("Say both days, or none."))
        if any(one and one.year not in YEARS for one in (first, last)):
            self.add_error("last_day", _("This day is too far away. Please check the year."))
        return data

    def facts(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        first, last = data.pop("first_day"), data.pop("last_day")
        return data | {
            "opens_at": midnight(first) if first else None,
            "closes_at": midnight(last + timedelta(days=1)) if last else None,
        }


class PutForm(VerbForm):
    matter = forms.ChoiceField(
        label=_("Which matter is it?"),
        help_text=_("The law says by which share it must be approved; it is taken from there."),
        widget=forms.Select({"lang": "zh-hans"}),
    )
    title = forms.CharField(
        label=_("The motion, in one sentence"),
        max_length=160,
        widget=area(2),
        help_text=_("So that it can be answered with for or against: Do you agree that …"),
    )
    text = forms.CharField(label=_("In full"), max_length=4000, required=False, widget=area(6))

    def prepare(self) -> None:
        rules = [one for one in matters_for(self.vote.place_id).values() if one.decider == Decider.OWNERS]
        choices = [(one.code, one.title) for one in rules]
        self.fields["matter"].choices = choices  # type: ignore[attr-defined]


class DropForm(VerbForm):
    motion: Any = forms.ModelChoiceField(
        label=_("Which motion?"), queryset=Motion.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def prepare(self) -> None:
        self.fields["motion"].queryset = self.vote.motions.all()  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        return {"motion": self.cleaned_data["motion"].pk}


class FreezeForm(VerbForm):
    developer = forms.CharField(
        label=_("Under which name do the developer's unsold units stand on the roster?"),
        max_length=60,
        required=False,
        help_text=_("All of them together are one owner. Leave it empty when everything is sold."),
    )


class ReasonForm(VerbForm):
    reason = forms.CharField(label=_("Why?"), max_length=REASON, widget=area())


class UniteForm(VerbForm):
    units = forms.CharField(
        label=_("Numbers of the units on the roll"), max_length=400, help_text=_("For example: 12, 57")
    )
    developer = forms.BooleanField(label=_("They are the developer's unsold units."), required=False)
    reason = forms.CharField(
        label=_("How do you know that it is one owner?"),
        max_length=REASON,
        widget=area(),
        help_text=_("For example: the deeds were looked at. Write no name."),
    )

    def clean_units(self) -> list[int]:
        parts = self.cleaned_data["units"].replace("，", ",").replace("、", ",").replace(" ", ",").split(",")
        found = [one for one in parts if one]
        if not all(one.isascii() and one.isdecimal() and len(one) <= 7 for one in found):
            raise forms.ValidationError(_("Write numbers with commas between them."), code="numbers")
        return [int(one) for one in found]


class CancelForm(VerbForm):
    reason = forms.CharField(
        label=_("Why is it called off?"),
        max_length=REASON,
        widget=area(),
        help_text=_("Everybody reads it: no names, no phone numbers."),
    )


class SureForm(VerbForm):
    sure = forms.BooleanField(label=_("I have read it all, and it is right."))

    def facts(self) -> dict[str, Any]:
        return {}


FORMS: dict[str, type[Any]] = {
    "edit": EditForm, "put": PutForm, "drop": DropForm, "freeze": FreezeForm, "thaw": ReasonForm, "unite": UniteForm,
    "announce": SureForm, "cancel": CancelForm, "count": SureForm,
}  # fmt: skip
