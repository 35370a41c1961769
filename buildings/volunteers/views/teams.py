"""The teams of a place, one team, its roster."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import KEEP_TEAM

from .. import founding, queries
from ..forms.teams import TeamFilterForm, TeamForm
from ..models import Skill, TeamMember
from ..states import IN_TEAM, MEMBER, TEAM, MemberStatus
from .access import find_team, place_or_404, team_trail, trail

AHEAD, BEHIND, NAMES = 10, 5, 60
PILES = (
    ("", gettext_lazy("In the roster")),
    ("asked", gettext_lazy("Want to join")),
    ("left", gettext_lazy("Have left")),
)


def link(**given: Any) -> str:
    """An address of the same list with these filters."""
    return f"?{urlencode({name: value for name, value in given.items() if value})}"


@login_not_required
@require_safe
def place_teams(request: SignedInRequest, code: str) -> HttpResponse:
    """The teams at home in a place or serving it, by name."""
    chain = place_or_404(code)
    place, wanted = chain[-1], TeamFilterForm(request.GET).wanted()
    words, closed = wanted["q"], bool(wanted["closed"])
    found = queries.teams(code, words=words, closed=closed)
    page = queries.teams_page(found, request.GET.get("after", ""))
    given = {"q": words, "closed": "on" if closed else ""}
    context = {
        "place": place,
        "rows": page.rows,
        "count": queries.count(found),
        "words": words,
        "closed": closed,
        "other_pile": link(q=words, closed="" if closed else "on"),
        "first": link(**given) if request.GET.get("after") else "",
        "following": link(**given, after=page.following) if page.following else "",
        "may_found": place.closed_on is None and request.user.has_perm(KEEP_TEAM, place) if request.user.is_authenticated else False,
        "breadcrumb": [*((one.short_name, one.get_absolute_url()) for one in chain), (_("Volunteers"), "")],
    }  # fmt: skip
    return render(request, "buildings/team_list.html", context)


def team_found(request: SignedInRequest, code: str) -> HttpResponse:
    """Staff found a team at a place."""
    place = place_or_404(code)[-1]
    if not request.user.has_perm(KEEP_TEAM, place):
        raise PermissionDenied
    form = TeamForm(request.POST if request.method == "POST" else None, subject=place, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            team = founding.found(by=request.user, place=place, **form.facts())
            return redirect(team.get_absolute_url())
        except Refused as no:
            form.add_error(None, str(no))
    context = {"form": form, "place": place, "breadcrumb": trail(place, (_("Found a team"), ""))}
    return render(request, "buildings/team_found.html", context)


@login_not_required
@require_safe
def volunteer_team(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the team does, where, who may be named, what is coming; and what this person can do here."""
    team, user = find_team(request, pk), request.user
    mine = team.members.filter(user=user, status__in=IN_TEAM).first() if user.is_authenticated else None
    if mine is not None:
        mine.team = team
    verbs = TEAM.available(team, user) if user.is_authenticated else []
    keeps = user.is_authenticated and user.has_perm(KEEP_TEAM, team)
    shown = team.activities.all() if keeps else team.activities.shown()  # type: ignore[attr-defined]
    members = team.members.members()  # type: ignore[attr-defined]
    context = {
        "team": team,
        "leaders": [one for one in team.leaders if one.is_public or keeps],
        "led": bool(team.leaders),
        "size": members.count(),
        "named": list(members.filter(is_public=True, leads=False).select_related("user").order_by("pk")[:NAMES]),
        "places": list(Place.objects.filter(team_places__team=team).order_by("code")),
        "mine": mine,
        "my_verbs": MEMBER.available(mine, user) if mine else [],
        "keeps": keeps,
        "asked": team.members.asked().count() if keeps else 0,  # type: ignore[attr-defined]
        "verbs": [one for one in verbs if not (one.name == "join" and mine)],
        "drafts": queries.activities_page(shown.filter(status="draft"), size=AHEAD).rows if keeps else [],
        "coming": queries.activities_page(queries.coming(shown), size=AHEAD).rows,
        "past": queries.activities_page(queries.past(shown), latest_first=True, size=BEHIND).rows,
        "here": request.get_full_path(),
        "breadcrumb": team_trail(team),
    }  # fmt: skip
    return render(request, "buildings/team_detail.html", context)


@require_safe
def team_roster(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is in it and what they can do, for those who keep the team; names in full, they work together."""
    team = find_team(request, pk)
    if not request.user.has_perm(KEEP_TEAM, team):
        raise PermissionDenied
    wanted = TeamFilterForm(request.GET).wanted()
    given = {"q": wanted["q"], "status": wanted["status"], "skill": wanted["skill"]}
    status = given["status"] or MemberStatus.MEMBER
    found = queries.roster(team, words=given["q"], skill=given["skill"] or 0, status=status)
    page = queries.roster_page(found, request.GET.get("after", ""))
    context = {
        "team": team,
        "cards": [(row, _verbs(row, team, request.user)) for row in page.rows],
        "count": queries.count(found),
        "wanted": given,
        "piles": [(name, label, link(**given | {"status": name})) for name, label in PILES],
        "skills": list(Skill.objects.all()),
        "first": link(**given) if request.GET.get("after") else "",
        "following": link(**given, after=page.following) if page.following else "",
        "enrols": "enrol" in [one.name for one in TEAM.available(team, request.user)],
        "breadcrumb": team_trail(team, (_("Roster"), "")),
    }
    return render(request, "buildings/team_roster.html", context)


def _verbs(row: TeamMember, team: Any, user: Any) -> list[Any]:
    row.team = team  # whose leaders are read once
    kept = [one for one in MEMBER.available(row, user) if one.permission == KEEP_TEAM]
    return sorted(kept, key=lambda one: one.style == "danger")


def roster_url(team: Any) -> str:
    return reverse("team_roster", args=[team.pk])
