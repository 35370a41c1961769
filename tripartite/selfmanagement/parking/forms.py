"""What is asked when a lot is set up, a permit wanted or answered, a fee taken, a car let in."""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import Refused
from buildings.households.models import Household
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.forms import our_day
from tripartite.parties.models import Party

from ..ledger.models import Money
from . import plates, queries
from .models import REASON, WISHES, Kind, OutsideVehicle, ParkingLot, ParkingSpace, Permit
from .settling import SETTINGS

KINDS = [(one.value, one.label) for one in WISHES]
HOURS = [(n, format_lazy(_("{n} hours"), n=n)) for n in (2, 4, 12, 24, 48, 72)]


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def written(**attrs: Any) -> forms.TextInput:
    """Plates are never kept by the browser."""
    return forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"} | attrs)


class LotForm(forms.ModelForm):
    class Meta:
        model = ParkingLot
        fields = list(SETTINGS)
        widgets = {"land": forms.RadioSelect, "rules": area()}
        help_texts = {
            "rules": _("Everybody reads it. Name no person, phone or door."),
            "outside_fee": _("Nothing is charged within the free hours."),
        }

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = Party.objects.filter(place__code__in=[place.code, place.code[: Level.COMMUNITY]], until=None)
        self.fields["party"].queryset = near.order_by("place_id", "pk")  # type: ignore[attr-defined]
        self.fields["land"].choices = ParkingLot.Land.choices  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if name.startswith("price_") or name == "outside_fee":
                field.validators += [MinValueValidator(0), MaxValueValidator(99999)]
            elif name in ("free_hours", "visitors_most"):
                field.validators += [MaxValueValidator(99)]

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class OldDecisionForm(forms.Form):
    number = forms.CharField(label=_("Number of the decision"), max_length=60)
    on = our_day(_("Day of the decision"))
    kept_at = forms.CharField(
        label=_("Where is the paper kept?"), max_length=80, help_text=_("Everybody reads it, and may ask for it there.")
    )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NothingForm(forms.Form):
    """A button alone."""

    def facts(self) -> dict[str, Any]:
        return {}


class SpacesForm(forms.Form):
    numbers = forms.CharField(
        label=_("Numbers"), max_length=2000, widget=area(2),
        help_text=_("With commas between them, or from-to: A01-A12."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    where = forms.CharField(label=pgettext_lazy("parking space", "Where"), max_length=60, required=False)

    def clean_numbers(self) -> list[str]:
        found: list[str] = []
        for part in plates.SEVERAL.split(self.cleaned_data["numbers"]):
            first, _dash, last = part.strip().partition("-")
            found += _from_to(first.strip(), last.strip()) if last else [part.strip()]
        return [one for one in found if one]

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def _from_to(first: str, last: str) -> list[str]:
    """A01, A12 → A01, A02 … A12."""
    digits = len(first) - len(first.rstrip("0123456789"))
    stem, start, end = first[: len(first) - digits], first[len(first) - digits :], last.removeprefix(first[: len(first) - digits])  # fmt: skip
    if (
        not start.isascii()
        or not end.isascii()
        or not start
        or not end.isdecimal()
        or len(end) > 4
        or len(start) > 4
    ):
        raise ValidationError(_("Write from-to like this: A01-A12."), code="from_to")
    return [f"{stem}{n:0{len(start)}d}" for n in range(int(start), min(int(end), int(start) + 500) + 1)]


class KeyForm(forms.Form):
    """One form makes one row, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class CarsField(forms.CharField):
    """Plates; the cleaned value is a list of tidied ones."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return plates.read_all(text)
        except Refused as no:
            raise ValidationError(str(no), code="plate") from no


class PlateField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return plates.read(text) if text else ""
        except Refused as no:
            raise ValidationError(str(no), code="plate") from no


class HomeForm(KeyForm):
    """For one of my households: asked only where there are several."""

    home = forms.ChoiceField(label=_("Household"))

    def __init__(self, *args: Any, homes: list[Household], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._homes = {str(one.pk): one for one in homes}
        field: Any = self.fields["home"]
        field.choices = [(pk, f"{one.place.parent.name if one.place.parent else ''}{one.place.name}{one.room}")
                         for pk, one in self._homes.items()]  # fmt: skip
        if len(homes) == 1:
            field.initial, field.widget = str(homes[0].pk), forms.HiddenInput()

    def household(self) -> Household:
        return self._homes[self.cleaned_data["home"]]


class AskForm(HomeForm):
    wish = forms.ChoiceField(label=_("What would you like?"), choices=KINDS, widget=forms.RadioSelect)
    cars = CarsField(
        label=_("Plate"), max_length=60, widget=written(placeholder="鄂A·12345"),
        help_text=_("Several cars of the household: with commas between them."),
    )  # fmt: skip


class VisitorForm(HomeForm):
    plate = PlateField(
        label=_("Plate of the visitor"), max_length=20, widget=written(placeholder="鄂A·12345")
    )
    starts_at = forms.DateTimeField(
        label=_("From when?"),
        initial=lambda: timezone.localtime().replace(second=0, microsecond=0),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    hours = forms.TypedChoiceField(label=_("For how long?"), choices=HOURS, coerce=int, initial=12)

    def facts(self) -> dict[str, Any]:
        facts = self.cleaned_data
        ends_at = facts["starts_at"] + timedelta(hours=facts["hours"])
        return {
            "plate": facts["plate"],
            "starts_at": facts["starts_at"],
            "ends_at": ends_at,
            "key": facts["key"],
        }


class DeskForm(KeyForm):
    """Whoever came with paper: the household by its door."""

    doorway = forms.ChoiceField(label=_("Doorway"))
    room = forms.CharField(label=_("Room"), max_length=30)
    wish = forms.ChoiceField(label=_("What is wanted"), choices=KINDS)
    cars = CarsField(label=_("Plate"), max_length=60, widget=written(placeholder="鄂A·12345"))
    asked_on = our_day(_("Asked on"), initial=timezone.localdate, help_text=_("The day on the paper: it counts for the waiting list."))  # fmt: skip

    def __init__(self, *args: Any, lot: ParkingLot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        doors = Place.objects.open().under(lot.place_id).filter(level=Level.DOORWAY).select_related("parent")
        field: Any = self.fields["doorway"]
        field.choices = [(one.code, f"{one.parent.name if one.parent else ''}{one.name}") for one in doors.order_by("code")]  # fmt: skip

    def clean_asked_on(self) -> Any:
        day = self.cleaned_data["asked_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The day cannot lie ahead."), code="ahead")
        return day

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if "doorway" in facts and "room" in facts:
            home = Household.objects.filter(
                place=facts["doorway"], room__iexact=facts["room"].strip()
            ).first()
            if home is None:
                self.add_error("room", _now("There is no such household behind this door."))
            facts["household"] = home
        return facts


class VerbForm(forms.Form):
    """Knows the permit. `seen`: see `beihu/once.py`."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, permit: Permit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permit = permit
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the permit."""

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def note(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=REASON, widget=area(), **options)


READS = _("The person reads it.")


class QueueForm(VerbForm):
    note = note(_("Would you like to add something?"), required=False, help_text=READS)


class GrantForm(VerbForm):
    space = forms.ModelChoiceField(ParkingSpace.objects.none(), label=_("Which space?"))
    since = our_day(_("From which day?"), initial=timezone.localdate)
    until = our_day(_("Until (this day no longer counts)"), required=False)
    note = note(
        _("Why out of turn?"), required=False,
        help_text=_("Only needed when others wait longer for such a space. The person reads it."),
    )  # fmt: skip

    def prepare(self) -> None:
        if self.permit.wish == Kind.SHARED:
            del self.fields["space"]
        else:
            field: Any = self.fields["space"]
            field.queryset = queries.free_spaces(self.permit.lot, self.permit.wish, own=self.permit.space_id)


class ReasonForm(VerbForm):
    note = note(_("Why?"), help_text=READS)


class GiveBackForm(VerbForm):
    note = note(_("Would you like to add something?"), required=False)


FORMS: dict[str, type[VerbForm]] = {
    "queue": QueueForm, "grant": GrantForm, "refuse": ReasonForm, "end": ReasonForm, "give_back": GiveBackForm,
}  # fmt: skip


class TakeForm(forms.Form):
    account = forms.ChoiceField(label=_("Paid how?"), choices=Money.choices, widget=forms.RadioSelect)
    on = our_day(_("Paid on"), initial=timezone.localdate)

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class TakeBackForm(forms.Form):
    reason = forms.CharField(label=_("Why is it taken back?"), max_length=REASON, widget=area())

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SearchForm(forms.Form):
    """By POST: a plate has no business in an address."""

    plate = forms.CharField(
        label=_("Plate, or its last signs"), max_length=20, widget=written(inputmode="text", enterkeyhint="search")
    )  # fmt: skip


class OutsideForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    plate = PlateField(label=_("Plate"), max_length=20, widget=written(placeholder="鄂A·12345"))
    reason = forms.ChoiceField(label=_("What for"), choices=OutsideVehicle.Reason.choices)

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
