"""Which import somebody may open, and where its page lies."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.scope import find
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ROSTER, VIEW_PLACE

from ..models import RosterImport


def roster_of(request: HttpRequest, pk: int) -> RosterImport:
    """404 outside one's places, 403 inside without the right."""
    rows = RosterImport.objects.select_related("place", "by")
    found: RosterImport = find(rows, request.user, KEEP_ROSTER, inside=VIEW_PLACE, pk=pk)
    return found


def trail(place: Place, *more: tuple[str, str]) -> list[tuple[str, Any]]:
    lists = (_("Roster imports"), reverse("roster_list"))
    return [(place.short_name, place.get_absolute_url()), lists, *more]
