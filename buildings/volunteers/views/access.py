"""Which row somebody may reach, and where its page lies."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from buildings.places.models import Place
from buildings.posts.roles import KEEP_TEAM, OWN_SIGNUP, OWN_TEAMMEMBER

from .. import queries
from ..models import Activity, SignUp, TeamMember, VolunteerTeam

Trail = list[tuple[str, str]]


def find_team(request: HttpRequest, pk: int) -> VolunteerTeam:
    """Teams are known to everybody."""
    return get_object_or_404(VolunteerTeam.objects.select_related("place"), pk=pk)


def find_activity(request: HttpRequest, pk: int) -> Activity:
    """What was announced; drafts exist for those who keep the team."""
    kept = Activity.objects.visible_to(request.user, KEEP_TEAM)
    rows = Activity.objects.filter(Q(announced_at__isnull=False) | Q(pk__in=kept.values("pk")))
    return get_object_or_404(rows.select_related("team__place", "place"), pk=pk)


def find_member(request: HttpRequest, pk: int) -> TeamMember:
    """One's own place in a team, or in a team that one keeps."""
    return get_object_or_404(
        _mine_or_kept(TeamMember, request.user, OWN_TEAMMEMBER).select_related("team__place", "user"), pk=pk
    )


def find_sign_up(request: HttpRequest, pk: int) -> SignUp:
    rows = _mine_or_kept(SignUp, request.user, OWN_SIGNUP)
    return get_object_or_404(
        rows.select_related("activity__team__place", "activity__place", "need__skill", "user"), pk=pk
    )


def _mine_or_kept(model: Any, user: Any, own: str) -> Any:
    reached = [model.objects.visible_to(user, right).values("pk") for right in (own, KEEP_TEAM)]
    return model.objects.filter(Q(pk__in=reached[0]) | Q(pk__in=reached[1]))


def place_or_404(code: str) -> list[Place]:
    """The place and what it lies in, from the community down."""
    if not (chain := queries.crumbs(code)):
        raise Http404
    return chain


def trail(place: Place, *more: tuple[str, str]) -> Trail:
    """Where one is: the places, then the teams of the place, then what follows."""
    chain = queries.crumbs(place.code) or [place]
    places = [(one.short_name, one.get_absolute_url()) for one in chain]
    return [*places, (_("Volunteers"), reverse("place_teams", args=[place.code])), *more]


def team_trail(team: VolunteerTeam, *more: tuple[str, str]) -> Trail:
    return trail(team.place, (team.name, team.get_absolute_url() if more else ""), *more)


def activity_trail(row: Activity, *more: tuple[str, str]) -> Trail:
    return team_trail(row.team, (row.title, row.get_absolute_url() if more else ""), *more)
