"""Which hearing a page is about, and where it lies."""

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.scope import find
from buildings.places.models import Place
from buildings.posts.roles import KEEP_HEARING, VIEW_PLACE
from tripartite.issues.queries import chain_of

from ..models import Hearing

READING = ("place", "party", "vote", "meeting")
CONFLICT = 409


def hearing_or_404(request: HttpRequest, pk: int) -> Hearing:
    """What was called is everybody's; a draft, or one called off before, is there for who keeps hearings alone."""
    row = Hearing.objects.select_related(*READING).filter(pk=pk).first()
    if row is None or (row.called_at is None and not request.user.has_perm(KEEP_HEARING, row)):
        raise Http404
    return row


def kept(request: HttpRequest, pk: int) -> Hearing:
    """For who keeps it: 403 for staff of the place without the right, 404 for strangers."""
    rows = Hearing.objects.select_related(*READING)
    row: Hearing = find(rows, request.user, KEEP_HEARING, inside=VIEW_PLACE, pk=pk)
    return row


def place_for(request: HttpRequest, code: str) -> Place:
    place: Place = find(Place.objects.all(), request.user, KEEP_HEARING, inside=VIEW_PLACE, code=code)
    return place


def trail(code: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    places = [(one.short_name, one.get_absolute_url()) for one in chain_of(code)]
    return [*places, (_("Hearings"), reverse("public_hearings", args=[code])), *more]


def trail_of(row: Hearing, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(row.place_id, (row.title, row.get_absolute_url() if more else ""), *more)
