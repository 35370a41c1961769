"""The roll as staff see it, and ballot papers to print from it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import mask_name
from buildings.households.models import Household
from buildings.places.paper import draw
from buildings.posts.roles import TYPE_BALLOT, VIEW_VOTE

from .. import queries
from ..tallies import Part, parts
from .access import public_url, trail_of, vote_for


def _building(request: SignedInRequest, found: list[Part]) -> str:
    """The one asked for, when it is on the roll; else '' for all of them."""
    code = request.GET.get("building", "")
    return code if code in {one.code for one in found} else ""


def _link(building: str, **more: str) -> str:
    given = {"building": building, **more}
    return "?" + "&".join(f"{name}={value}" for name, value in given.items() if value)


@require_safe
def vote_roll(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who decides: owners masked, each unit with its area, where the area comes from, and its paper."""
    row = vote_for(request, pk, VIEW_VOTE)
    buildings = parts(row)
    building = _building(request, buildings)
    found = queries.units(row, building=building, after=request.GET.get("after", ""))
    sources = dict(Household.AreaSource.choices)
    context: dict[str, Any] = {
        "row": row,
        "rows": [
            (one, queries.door(one), mask_name(one.elector.name), sources.get(one.area_source, ""))
            for one in found.rows
        ],
        "buildings": [(one, _link(one.code)) for one in buildings],
        "building": building,
        "following": _link(building, after=found.following) if found.following else "",
        "first": _link(building) if request.GET.get("after") else "",
        "prints": row.status == "announced" and request.user.has_perm(TYPE_BALLOT, row),
        "breadcrumb": trail_of(row, request.user, (_("Roll"), "")),
    }
    return render(request, "tripartite/vote_roll.html", context)


@require_safe
def vote_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ballot papers, one a page of A4, by building; two hundred at a time."""
    row = vote_for(request, pk, TYPE_BALLOT)
    if row.status != "announced":
        raise Http404
    buildings = parts(row)
    building = _building(request, buildings) or (buildings[0].code if buildings else "")
    found = queries.units(row, building=building, after=request.GET.get("after", ""), size=queries.PAPERS)
    context: dict[str, Any] = {
        "row": row,
        "motions": list(row.motions.all()),
        "papers": [(one, queries.door(one)) for one in found.rows],
        "buildings": [(one, _link(one.code)) for one in buildings],
        "building": building,
        "following": _link(building, after=found.following) if found.following else "",
        "qr": draw(public_url(row)),
        "breadcrumb": trail_of(row, request.user, (_("Ballot papers"), "")),
    }
    return render(request, "tripartite/vote_print.html", context)
