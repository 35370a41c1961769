"""The activities of a place, one activity, and one's own."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from buildings.posts.roles import KEEP_TEAM

from .. import links, queries, workload
from ..forms.teams import TeamFilterForm
from ..models import Activity, SignUp
from ..states import COUNTED, MACHINE, SIGN_UPS, SignUpStatus
from .access import activity_trail, find_activity, place_or_404
from .teams import link


@login_not_required
@require_safe
def place_activities(request: SignedInRequest, code: str) -> HttpResponse:
    """What is coming at a place, or what took place, with the seats that are free."""
    chain = place_or_404(code)
    past = TeamFilterForm(request.GET).wanted()["when"] == "past"
    shown = Activity.objects.near(code).shown()  # type: ignore[attr-defined]
    found = queries.past(shown) if past else queries.coming(shown)
    page = queries.activities_page(found, request.GET.get("after", ""), latest_first=past)
    when = "past" if past else ""
    context = {
        "place": chain[-1],
        "rows": page.rows,
        "past": past,
        "first": link(when=when) or "?" if request.GET.get("after") else "",
        "following": link(when=when, after=page.following) if page.following else "",
        "breadcrumb": [*((one.short_name, one.get_absolute_url()) for one in chain), (_("Activities"), "")],
    }
    return render(request, "buildings/activity_list.html", context)


@login_not_required
@require_safe
def activity(request: SignedInRequest, pk: int) -> HttpResponse:
    """What, when, where, whom it needs; my seat; for those who keep the team who signed up."""
    row, user = find_activity(request, pk), request.user
    signed_in = user.is_authenticated
    mine = (
        row.sign_ups.filter(user=user, status__in=COUNTED).select_related("need__skill").first()
        if signed_in
        else None
    )
    if mine is not None:
        mine.activity = row
    verbs = MACHINE.available(row, user) if signed_in else []
    keeps = signed_in and user.has_perm(KEEP_TEAM, row)
    context = {
        "row": row,
        "needs": queries.needs(row),
        "mine": mine,
        "queue": queries.place_in_queue(mine) if mine and mine.status == SignUpStatus.WAITING else 0,
        "my_verbs": [one for one in SIGN_UPS.available(mine, user) if one.name == "withdraw"] if mine else [],
        "clash": workload.clash(user, row) if mine else None,
        "may_sign_up": mine is None and any(one.name == "sign_up" for one in verbs),
        "verbs": _offered(verbs, keeps),
        "keeps": keeps,
        "signed": [(one, _takes_off(one, row, user)) for one in queries.signed(row)] if keeps else [],
        "links": links.groups(row.links.all(), user),
        "here": request.get_full_path(),
        "breadcrumb": activity_trail(row),
    }  # fmt: skip
    return render(request, "buildings/activity_detail.html", context)


def _offered(verbs: list[Any], keeps: bool) -> list[Any]:
    """What the team's keepers can do; signing up has its place at the needs."""
    elsewhere = {"sign_up", "enter"} | (set() if links.kinds() else {"link"})
    kept = [one for one in verbs if keeps and one.name not in elsewhere]
    return sorted(kept, key=lambda one: one.style == "danger")


def _takes_off(one: SignUp, row: Activity, user: Any) -> bool:
    one.activity = row
    return any(verb.name == "take_off" for verb in SIGN_UPS.available(one, user))


@require_safe
def my_activities(request: SignedInRequest) -> HttpResponse:
    """Where I have a seat or wait, my teams, and what I could do near my home."""
    ahead, behind = queries.my_sign_ups(request.user)
    context = {
        "ahead": ahead,
        "behind": behind,
        "memberships": queries.my_teams(request.user),
        "near": queries.near_my_home(request.user),
        "communities": queries.communities(request.user),
        "breadcrumb": [(_("Volunteering"), "")],
    }
    return render(request, "buildings/activity_mine.html", context)
