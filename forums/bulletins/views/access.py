"""Which bulletin a page is about, and where it lies."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import EDIT_BULLETIN

from ..models import Bulletin


def editable(user: Any) -> QuerySet[Bulletin]:
    return Bulletin.objects.visible_to(user, EDIT_BULLETIN).select_related("place")


def to_edit_or_404(request: HttpRequest, pk: int) -> Bulletin:
    """For who edits bulletins there; to all others it does not exist."""
    return get_object_or_404(editable(request.user), pk=pk)


def known_or_404(pk: int) -> Bulletin:
    """One that was published at some time."""
    return get_object_or_404(Bulletin.objects.known().select_related("place"), pk=pk)


def community_or_404(code: str) -> Place:
    if len(code) != Level.COMMUNITY:
        raise Http404
    return get_object_or_404(Place, code=code)


def trail(place: Place, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The community, its bulletins, and where one is."""
    return [
        (place.short_name, place.get_absolute_url()),
        (_("Bulletins"), reverse("bulletin_archive", args=[place.code])),
        *more,
    ]


def number(bulletin: Bulletin) -> str:
    """What people call it: no. 22 of 2026."""
    return _("No. %(number)s of %(year)s") % {"number": bulletin.number, "year": bulletin.year}
