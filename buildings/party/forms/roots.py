"""Which household anchors a doorway, which ones help: chosen by their rooms."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buildings.households.models import Household, Membership
from buildings.places.codes import Level
from buildings.posts.forms import day

from ..models import AssistingFamily, CentreHousehold, PartyMember
from .verbs import VerbForm, why


class RoomChoice(forms.ModelChoiceField):
    """Rooms by their names on the doors, those first in which a member is confirmed to live."""

    def __init__(self, **options: Any) -> None:
        super().__init__(None, **options)
        self.with_doorway = False

    def offer(self, rows: QuerySet[Household], *, with_doorway: bool = False) -> None:
        members = PartyMember.objects.open().filter(user__isnull=False)
        lives = Membership.objects.verified().filter(
            household=OuterRef("pk"), user__in=members.values("user")
        )
        self.with_doorway = with_doorway
        self.queryset = rows
        shown = rows.annotate(_lives=Exists(lives)).select_related("place").order_by("place_id", "room")
        groups: dict[bool, list[tuple[int, str]]] = {True: [], False: []}
        for row in shown:
            groups[row._lives].append((row.pk, self.label_from_instance(row)))
        first: Iterable[Any] = [("", _("Choose a room"))]
        if groups[True]:
            self.choices = [
                *first,
                (_("A member lives here"), groups[True]),
                (_("Other rooms"), groups[False]),
            ]
        else:
            self.choices = [*first, *groups[False]]

    def label_from_instance(self, obj: Household) -> str:
        return f"{obj.place.short_name} {obj.room}" if self.with_doorway else obj.room


class NameCentreForm(VerbForm):
    household = RoomChoice(label=_("Room"))
    since = day(_("since"), initial=timezone.localdate)

    def prepare(self) -> None:
        rooms = Household.objects.filter(place=self.row)
        present = CentreHousehold.objects.open().filter(place=self.row).first()
        self.fields["household"].offer(rooms.exclude(pk=present.household_id) if present else rooms)  # type: ignore[attr-defined]
        if present is not None:
            self.fields["reason"] = why(_("Why does it change?"))


class AddFamilyForm(VerbForm):
    household = RoomChoice(label=_("Room"))
    since = day(_("since"), initial=timezone.localdate)

    def prepare(self) -> None:
        rooms = Household.objects.filter(place__code__startswith=self.row.place_id[: Level.BUILDING])
        busy = Exists(CentreHousehold.objects.open().filter(household=OuterRef("pk")))
        helps = Exists(AssistingFamily.objects.open().filter(household=OuterRef("pk")))
        self.fields["household"].offer(rooms.exclude(busy).exclude(helps), with_doorway=True)  # type: ignore[attr-defined]
