"""The way from the page of a place to its board; asks nothing of a page that asks much."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beihu.audit import words
from buildings.places import panels
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.panels import Panel, Slot
from buildings.posts.roles import VIEW_DASHBOARD


def register() -> None:
    words.name_verbs({"dashboard.export": _("exported the cases behind a figure")})
    panels.register(Panel("dashboard", Slot.STAFF, "office/_place_figures.html", way, 5))


def way(place: Place, user: Any) -> dict[str, Any] | None:
    if len(place.code) > Level.BUILDING or not user.has_perm(VIEW_DASHBOARD, place):
        return None
    return {"url": reverse("dashboard", args=[place.code])}
