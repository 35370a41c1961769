"""Which vote a page is about, and where it lies."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.scope import find
from buildings.posts.roles import VIEW_VOTE
from tripartite.issues.queries import chain_of

from ..models import Vote

READING = ("place", "party")


def vote_or_404(request: HttpRequest, pk: int) -> Vote:
    """What was announced is everybody's; a draft is there for staff of the place alone."""
    row = Vote.objects.select_related(*READING).filter(pk=pk).first()
    if row is None or (row.announced_at is None and not request.user.has_perm(VIEW_VOTE, row)):
        raise Http404
    return row


def public_url(vote: Vote) -> str:
    """As a code on paper leads to it."""
    return settings.BASE_URL.rstrip("/") + vote.get_absolute_url()


def vote_for(request: HttpRequest, pk: int, right: str) -> Vote:
    """The staff side: 404 for who has none here, 403 for staff without this right."""
    row: Vote = find(Vote.objects.select_related(*READING), request.user, right, inside=VIEW_VOTE, pk=pk)
    return row


def trail(code: str, user: Any, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where one is: the places, each leading to its page, then the list of votes."""
    places = [(one.short_name, one.get_absolute_url()) for one in chain_of(code)]
    where = reverse("vote_list") if user.has_perm(VIEW_VOTE) else reverse("public_votes", args=[code])
    return [*places, (_("Owners' votes"), where), *more]


def trail_of(vote: Vote, user: Any, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The same, down to one vote and what lies behind it."""
    return trail(vote.place_id, user, (vote.title, vote.get_absolute_url() if more else ""), *more)
