"""What this room hands to the pages of places, to the log, to mergers and to "my data"."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit import words
from beihu.scope import under
from beihu.states import Refused
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Count, Panel, Slot
from buildings.posts.roles import GATE, KEEP_PARKING

from . import permission, plates, voted
from .models import ParkingLot, Permit, PermitPlate
from .states import MACHINE, OPEN, Status

VERB_WORDS = {f"permit.{row.name}": row.label for row in MACHINE.transitions} | {
    "permit.ask": _("asked for a parking permit"),
    "permit.welcome": _("gave a visitor's parking permit"),
    "permit.export": _("exported parking permits"),
    "parking.set_up": _("set a parking lot up"),
    "parking.change": _("changed the rules of a parking lot"),
    "parking.old_decision": _("entered an old decision on parking"),
    "parking.start_charging": _("started charging for parking"),
    "parking.stop_charging": _("stopped charging for parking"),
    "parking.open_spaces": _("opened parking spaces"),
    "parking.close_space": _("closed a parking space"),
    "parking.raise_dues": _("raised the parking fees of a month"),
    "parking.take": _("took a parking fee"),
    "parking.take_back": _("took a parking payment back"),
    "gate.export": _("exported the log of the gate"),
    "parking.export": _("exported parking fees"),
    "gate.in": pgettext_lazy("log", "let an outside vehicle in"),
    "gate.out": pgettext_lazy("log", "let an outside vehicle out"),
}


def register() -> None:
    """Called once when Django is ready."""
    words.name_verbs(VERB_WORDS)
    permission.register(voted.charging)
    panels.register(Panel("parking", Slot.PUBLIC, "tripartite/_place_parking.html", way, 50))
    panels.register_count(
        Count("parking_permits", _("parking permits to answer"), unanswered, desk, KEEP_PARKING)
    )
    references.register_open(_("parking permits"), held)
    references.register_settle(one_lot)
    personal.register("parking", export=own_permits, erase=forget)


def way(place: Place, user: Any) -> dict[str, Any] | None:
    """The way to the lot of a compound; where there is none, for whoever could set one up."""
    if len(place.code) != Level.COMPOUND:
        return None
    keeps = user.is_authenticated and user.has_perm(KEEP_PARKING, place)
    lot = ParkingLot.objects.filter(place=place).first()
    if lot is None and not keeps:
        return None
    gate = user.is_authenticated and lot is not None and user.has_perm(GATE, place)
    return {
        "url": reverse("parking", args=[place.code]) if lot else "",
        "set_up": reverse("parking_settings", args=[place.code]) if lot is None else "",
        "desk": desk(place.code) if lot and keeps else "",
        "gate": reverse("gate", args=[place.code]) if gate else "",
    }


def unanswered(code: str) -> QuerySet:
    return Permit.objects.filter(under("lot__place_id", code), status=Status.ASKED)


def desk(code: str) -> str:
    return reverse("parking_permits", args=[code]) if len(code) == Level.COMPOUND else ""


def held(code: str) -> QuerySet:
    """What keeps a place from closing."""
    rows = Permit.objects.residents().filter(under("lot__place_id", code), status__in=OPEN)
    return rows.exclude(until__lte=timezone.localdate())


def one_lot(source: Place, target: Place, by: Any) -> None:
    if ParkingLot.objects.filter(place__in=[source, target]).count() == 2:
        raise Refused(_now("Both compounds have a parking lot, and one compound can have only one."))


def own_permits(user: User) -> list[Any]:
    """With the whole plates: they are the person's own."""
    rows = Permit.objects.filter(user=user).prefetch_related("cars").order_by("pk")
    return [
        {
            "kind": row.kind, "wish": row.wish, "status": row.status, "asked_at": row.asked_at, "since": row.since,
            "until": row.until, "starts_at": row.starts_at, "ends_at": row.ends_at,
            "plates": [plates.show(car.plate) for car in row.cars.all()],
        }
        for row in rows
    ]  # fmt: skip


def forget(user: User) -> None:
    """Permits end, plates go; what was owed and paid stays without the person."""
    today = timezone.localdate()
    mine = Permit.objects.filter(user=user)
    PermitPlate.objects.filter(permit__in=mine).delete()
    running = mine.residents().filter(status=Status.GRANTED)
    running.filter(until__isnull=True, since__lte=today).update(until=today)
    for row in running.filter(until__isnull=True):
        Permit.objects.filter(pk=row.pk).update(until=row.since)
    mine.filter(status__in=OPEN).update(status=Status.ENDED)
    for permit in mine:
        permit.events.update(note="")
    mine.update(user=None)
