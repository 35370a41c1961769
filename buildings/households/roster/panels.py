"""The way from a place's page to its roster, words for the log, and what keeps a place from closing."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beihu.audit import words
from beihu.scope import under
from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Panel, Slot
from buildings.posts.roles import KEEP_ROSTER

from .models import RosterImport
from .states import WORKING

VERBS = {
    "roster.send": _("sent a roster"),
    "roster.check": _("had a roster checked"),
    "roster.ask_merge": _("had a roster imported"),
    "roster.merge": _("wrote a roster"),
    "roster.undo": _("had a roster undone"),
    "roster.undone": _("took a roster back"),
    "roster.discard": _("threw a roster away"),
    "roster.faults": _("took the faults of a roster away"),
}


def register() -> None:
    words.name_verbs(VERBS)
    panels.register(Panel("roster", Slot.STAFF, "buildings/_place_roster.html", way, 60))
    references.register_open(_("rosters that are being written"), at_work)


def way(place: Place, user: Any) -> dict[str, Any] | None:
    """For those who keep the roster here; costs no query."""
    if len(place.code) < Level.STREET or not place.is_open or not user.has_perm(KEEP_ROSTER, place):
        return None
    return {"send": reverse("roster_send", args=[place.code]), "list": reverse("roster_list")}


def at_work(code: str) -> QuerySet:
    return RosterImport.objects.filter(under("place_id", code), status__in=WORKING)
