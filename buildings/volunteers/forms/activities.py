"""An activity: when, where, whom it needs; signing up; and what came of it."""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buildings.places.models import Place

from .. import links, queries
from ..models import TEXT, TITLE, Activity, Skill, VolunteerTeam
from ..planning import MOST_SEATS, where_it_works
from .teams import DATE, VerbForm, around, indented, words_field

PAIRS = 3  # lines for skills


def clock() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, format="%H:%M")


def people(label: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_SEATS, required=False, widget=widget)


class ActivityForm(VerbForm):
    """`subject` is the team for a new one, or the activity."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("What is planned, in one line?"), max_length=TITLE)
    text = words_field(_("What is there to do?"), most=TEXT, rows=4, required=False)
    place = forms.ModelChoiceField(
        label=_("For which place?"), queryset=Place.objects.none(), empty_label=None
    )
    spot = forms.CharField(
        label=_("Where do people meet?"),
        max_length=120,
        required=False,
        help_text=_("Everybody can read it."),
    )
    day = forms.DateField(label=_("Day"), widget=DATE)
    begin = forms.TimeField(label=_("Begins at"), widget=clock())
    end = forms.TimeField(
        label=_("Ends at"), widget=clock(), help_text=_("An earlier time means: the next morning.")
    )
    hands = people(_("How many people, whatever they can do?"))
    open_to_all = forms.BooleanField(
        label=_("Everybody may sign up, not only members of the team"), required=False, initial=True
    )

    def prepare(self) -> None:
        self.activity = self.subject if isinstance(self.subject, Activity) else None
        team: VolunteerTeam = self.activity.team if self.activity else self.subject
        self._places(team)
        self._pairs()
        first = self._known(self.activity) if self.activity else self._suggested(team)
        self.initial = {**first, **self.initial}

    def _places(self, team: VolunteerTeam) -> None:
        field: Any = self.fields["place"]
        field.queryset = around(team.place_id)
        for code in where_it_works(team)[1:]:
            field.queryset = field.queryset | around(code)
        field.label_from_instance = indented

    def _pairs(self) -> None:
        """So many lines of a skill and a number; after those a word on signing up."""
        last = self.fields.pop("open_to_all")
        skills = Skill.objects.filter(retired=False)
        for n in range(1, PAIRS + 1):
            self.fields[f"skill_{n}"] = forms.ModelChoiceField(
                label=_("Seats for those who can …"),
                queryset=skills,
                required=False,
                empty_label=_("nothing more"),
            )
            self.fields[f"count_{n}"] = people(_("… how many?"))
        self.fields["open_to_all"] = last

    def _suggested(self, team: VolunteerTeam) -> dict[str, Any]:
        saturday = timezone.localdate() + timedelta(days=(5 - timezone.localdate().weekday()) % 7 or 7)
        times = {"day": saturday, "begin": time(9), "end": time(11), "hands": 5}
        return {"key": uuid.uuid4(), "place": team.place_id, **times}

    def _known(self, row: Activity) -> dict[str, Any]:
        start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        known = {name: getattr(row, name) for name in ("key", "title", "text", "spot", "open_to_all")}
        known |= {"place": row.place_id, "day": start.date(), "begin": start.time(), "end": end.time()}
        needs = [need for need in row.needs.all() if need.count]
        known["hands"] = next((need.count for need in needs if need.skill_id is None), None)
        for n, need in enumerate([need for need in needs if need.skill_id][:PAIRS], 1):
            known |= {f"skill_{n}": need.skill_id, f"count_{n}": need.count}
        return known

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("begin") and data.get("begin") == data.get("end"):
            self.add_error("end", _("The end must come after the beginning."))
        chosen = [data.get(f"skill_{n}") for n in range(1, PAIRS + 1)]
        named = [skill for skill in chosen if skill]
        for n, skill in enumerate(chosen, 1):
            if skill and not data.get(f"count_{n}"):
                self.add_error(f"count_{n}", _("Please say how many."))
            elif skill and named.count(skill) > 1:
                self.add_error(f"skill_{n}", _("This stands there twice."))
            elif data.get(f"count_{n}") and not skill:
                self.add_error(f"skill_{n}", _("Please choose what they can do."))
        if not self.errors and not data.get("hands") and not named:
            self.add_error("hands", _("Please say first how many people are needed."))
        return data

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        day = given["day"]
        ends = day + timedelta(days=1) if given["end"] < given["begin"] else day
        needs: dict[Skill | None, int] = {None: given["hands"] or 0}
        for n in range(1, PAIRS + 1):
            if skill := given[f"skill_{n}"]:
                needs[skill] = given[f"count_{n}"]
        facts = {name: given[name] for name in ("title", "text", "place", "spot", "open_to_all")}
        times = {"starts_at": at(day, given["begin"]), "ends_at": at(ends, given["end"])}
        return facts | times | {"needs": needs} | ({} if self.activity else {"key": given["key"]})


def at(day: Any, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


class FinishForm(VerbForm):
    outcome = words_field(
        _("What came of it?"),
        most=TEXT,
        rows=4,
        required=False,
        help_text=_("Everybody reads it. No names of those helped."),
    )
    helped = forms.IntegerField(
        label=_("How many households were helped?"), min_value=0, max_value=99999, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class LinkForm(VerbForm):
    kind = forms.ChoiceField(label=_("What was helped?"), widget=forms.RadioSelect)
    words = forms.CharField(label=pgettext_lazy("link", "Number"), max_length=40)

    def prepare(self) -> None:
        field: Any = self.fields["kind"]
        known = links.kinds()
        field.choices = [(kind.name, kind.label) for kind in known]
        if len(known) == 1:
            field.widget, field.initial = forms.HiddenInput(), known[0].name
            words: Any = self.fields["words"]
            words.label = known[0].ask


class SignUpForm(VerbForm):
    need = forms.TypedChoiceField(
        label=_("For what?"), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what you come for.")},
    )  # fmt: skip

    def prepare(self) -> None:
        field: Any = self.fields["need"]
        needs = queries.needs(self.subject)
        field.choices = [(need.pk, self._words(need)) for need in needs]
        if len(needs) == 1:
            self.initial.setdefault("need", needs[0].pk)

    def _words(self, need: Any) -> str:
        free = need.count - need.taken
        if free > 0:
            return str(_("%(what)s: %(free)s seats free") % {"what": need.label, "free": free})
        return str(
            _("%(what)s: full, waiting list (%(queued)s)") % {"what": need.label, "queued": need.queued}
        )
