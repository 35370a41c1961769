"""A new talk on one page; whose doorways are asked; a day of a series that is different."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beihu.accounts.models import User
from buildings.places.codes import Level
from buildings.places.models import Place
from tripartite.issues.forms.parts import area
from tripartite.meetings.calling import NOTICE_DAYS
from tripartite.meetings.forms.times import DAY, TimesForm, clock
from tripartite.meetings.guests import bodies_for, callers_for, suggested_bodies
from tripartite.parties.models import Party

from ..announcing import CAPACITY, MOST_DOORWAYS
from ..evenings import doubts, good_evenings
from ..models import Series, Talk

ONCE = ""
EVERY = [(ONCE, _("only this once")), *Series.Every.choices]


def doorways_of(place: Place) -> list[tuple[str, str]]:
    """Buildings and doorways to tick, each with its building's name."""
    rows = Place.objects.open().filter(code__startswith=place.code, level__in=(Level.BUILDING, Level.DOORWAY))
    found = list(rows.order_by("code").values_list("code", "name")[: MOST_DOORWAYS + 1])
    names = dict(found)
    return [
        (
            code,
            name
            if len(code) == Level.BUILDING
            else f"{names.get(code[: Level.BUILDING], '')} {name}".strip(),
        )
        for code, name in found
    ]


class Doorways(forms.MultipleChoiceField):
    """Ticked buildings and doorways; none means everybody."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Which doorways are asked to come?"),
            help_text=_("Nothing ticked: everybody there."),
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks"}),
        )

    def places(self, codes: list[str]) -> list[Place]:
        return list(Place.objects.filter(code__in=codes))


class SigningForm(forms.Form):
    """Whether people sign up, and for how many there is room."""

    signs_up = forms.BooleanField(
        label=_("People may sign up"),
        required=False,
        initial=True,
        help_text=_("Whoever has not may come all the same."),
    )
    capacity = forms.IntegerField(
        label=_("Places in all"),
        min_value=1,
        max_value=CAPACITY,
        required=False,
        help_text=_("Left empty: no limit."),
    )
    doorways = Doorways()

    def offer(self, place: Place) -> None:
        field: Any = self.fields["doorways"]
        field.choices = doorways_of(place)
        if not field.choices:
            del self.fields["doorways"]

    def signing(self) -> dict[str, Any]:
        data, field = self.cleaned_data, self.fields.get("doorways")
        doorways = field.places(data["doorways"]) if isinstance(field, Doorways) else []
        return {"signs_up": data["signs_up"], "capacity": data["capacity"], "doorways": doorways}


class AnnounceForm(TimesForm, SigningForm):
    """`uid` is the form's own key: sent twice, it is one talk."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    topic = forms.CharField(
        label=_("What about?"), max_length=120, help_text=_("For example: dogs, lifts, the garden")
    )
    bodies = forms.ModelMultipleChoiceField(
        label=_("Who listens and answers"),
        queryset=Party.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their people are invited one by one."),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Also invite"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    secretary = forms.ModelChoiceField(
        label=_("Takes the notes"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    every = forms.ChoiceField(label=_("How often"), choices=EVERY, required=False)
    note = forms.CharField(
        label=_("Words for the announcement"), max_length=1000, required=False, widget=area(2)
    )
    short_notice = forms.CharField(
        label=_("Why is the notice so short?"),
        help_text=_("Needed when it is less than three days away. Everybody invited reads it."),
        max_length=200,
        required=False,
    )
    anyway = forms.BooleanField(label=_("Announce it for this evening all the same"), required=False)
    field_order = (
        "uid", "topic", "day", "anyway", "begin", "end", "every", "spot", "room", "bodies", "people", "secretary",
        "doorways", "signs_up", "capacity", "note", "short_notice",
    )  # fmt: skip

    def prepare(self) -> None:
        self.offer(self.place)
        self.evenings = good_evenings(self.place)
        if self.evenings and "day" not in (self.initial_given or {}):
            self.initial["day"] = self.evenings[0]
        bodies: Any = self.fields["bodies"]
        bodies.queryset = bodies_for(self.place)
        self.initial.setdefault("bodies", [party.pk for party in suggested_bodies(self.place)])
        callers = [one.pk for one in callers_for(self.place)]
        for name in ("people", "secretary"):
            field: Any = self.fields[name]
            field.queryset = User.objects.filter(pk__in={*callers, self.user.pk}).order_by("name", "pk")
            field.label_from_instance = lambda person: person.name or person.username
        self.initial.setdefault("secretary", self.user.pk)
        self.doubts: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.initial_given = kwargs.get("initial")
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["anyway"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start: datetime | None = data.get("starts_at")
        if start is None:
            return data
        day = timezone.localdate(start)
        self.doubts = doubts(self.place, day)
        if self.doubts and not data.get("anyway"):
            self.add_error("day", " ".join(self.doubts))
        if not self.doubts:
            self.fields.pop("anyway", None)
        short = (day - timezone.localdate()).days < NOTICE_DAYS
        if short and not data.get("short_notice", "").strip():
            self.add_error("short_notice", _("It is soon: please say why."))
        return data

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return (
            super().facts()
            | self.signing()
            | {name: data[name] for name in ("uid", "topic", "secretary", "note", "short_notice")}
            | {"bodies": list(data["bodies"]), "people": list(data["people"])}
        )


class TalkForm(SigningForm):
    """What can be changed of a talk itself."""

    def __init__(self, *args: Any, talk: Talk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(talk.meeting.place)
        self.initial = {
            "signs_up": talk.signs_up,
            "capacity": talk.capacity,
            "doorways": list(talk.invited.values_list("place", flat=True)),
        }


class SkipForm(forms.Form):
    """Which day of the series is different, how, and why."""

    day = forms.TypedChoiceField(
        label=_("Which time?"), coerce=lambda value: datetime.strptime(value, "%Y-%m-%d").date()
    )
    moved_day = forms.DateField(
        label=_("Held on another day"), required=False, widget=DAY, help_text=_("Left empty: it is left out.")
    )
    moved_at = forms.TimeField(label=_("Begins at"), required=False, widget=clock())
    reason = forms.CharField(label=_("Why?"), max_length=200, help_text=_("Everybody invited reads it."))

    def __init__(self, *args: Any, series: Series, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series = series
        field: Any = self.fields["day"]
        field.choices = choices
        self.initial.setdefault("moved_at", series.at)

    @property
    def moved_to(self) -> datetime | None:
        data = self.cleaned_data
        if not data["moved_day"]:
            return None
        zone = timezone.get_default_timezone()
        return datetime.combine(data["moved_day"], data["moved_at"] or self.series.at, tzinfo=zone)
