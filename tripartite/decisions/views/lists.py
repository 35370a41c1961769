"""Lists of votes: of one's area and home, and of a place for everybody."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.listing import filters, link
from beihu.scope import reach_of, under
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.views.codes import leads_on
from buildings.posts.roles import KEEP_VOTE
from tripartite.issues.queries import place_names

from .. import queries
from ..models import Vote
from .access import trail


@require_safe
def vote_list(request: SignedInRequest) -> HttpResponse:
    """What is prepared, open and counted in one's area; what was announced at one's home."""
    state, place = request.GET.get("state", "current"), request.GET.get("place", "")
    state = state if state in queries.PILES else "current"
    rows = queries.readable(request.user).filter(queries.pile(state))
    if place.isascii() and place.isdecimal() and len(place) <= Level.DOORWAY:
        rows = rows.filter(under("place_id", place))
    else:
        place = ""
    address = filters(request.GET, ["state", "place"])
    found = queries.page(rows, after=request.GET.get("after", ""))
    context: dict[str, Any] = {
        "rows": found.rows,
        "following": link(address, after=found.following) if found.following else "",
        "first": link(address) if request.GET.get("after") else "",
        "state": state,
        "piles": [(name, label, link(address, state=name)) for name, label in queries.PILES.items()],
        "place_name": place_names([place])[place] if place else "",
        "no_place": link(address, place=""),
        "may_make": bool(reach_of(request.user, KEEP_VOTE)),
        "breadcrumb": [(_("Owners' votes"), "")],
    }
    return render(request, "tripartite/vote_list.html", context)


@login_not_required
@require_safe
@leads_on
def public_votes(request: HttpRequest, code: str) -> HttpResponse:
    """What the owners of a place decide and have decided: announced votes only, without anybody's name."""
    place = Place.objects.get(code=code)
    state = request.GET.get("state", "all")
    if not Level.COMMUNITY <= len(code) <= Level.COMPOUND or state not in queries.PUBLIC_PILES:
        raise Http404
    rows = Vote.objects.public().filter(queries.pile(state), under("place_id", code))
    found = queries.page(rows, after=request.GET.get("after", ""))
    context: dict[str, Any] = {
        "place": place,
        "rows": found.rows,
        "following": f"?state={state}&after={found.following}" if found.following else "",
        "first": f"?state={state}" if request.GET.get("after") else "",
        "state": state,
        "piles": queries.PUBLIC_PILES.items(),
        "breadcrumb": trail(code, request.user),
    }
    return render(request, "tripartite/vote_board.html", context)
