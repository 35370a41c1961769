"""For everybody: what units pledged in a street or community, and what came of it; no person, no phone."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buildings.places.models import Place
from buildings.places.views.codes import leads_on
from buildings.posts.roles import KEEP_ORGANISATION

from .. import queries
from ..models import STANDS_AT, Pledge
from ..states import MACHINE


@login_not_required
@require_safe
@leads_on
def public_pledges(request: HttpRequest, code: str) -> HttpResponse:
    place = Place.objects.get(code=code)
    pile = request.GET.get("state", "all")
    if len(code) not in STANDS_AT or pile not in queries.PILES:
        raise Http404
    try:
        found = queries.page(queries.at(code), pile=pile, after=request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    context: dict[str, Any] = {
        "place": place,
        "rows": found.rows,
        "following": f"?state={pile}&after={found.following}" if found.following else "",
        "first": f"?state={pile}" if request.GET.get("after") else "",
        "pile": pile,
        "piles": queries.PILES.items(),
        "tally": queries.tally(code),
        "breadcrumb": queries.trail(code, (_("Pledges"), "")),
    }
    return render(request, "buildings/pledge_list.html", context)


@login_not_required
@require_safe
def pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """One pledge with its way; staff find the verbs here."""
    row = get_object_or_404(Pledge.objects.select_related("committee__place"), pk=pk)
    user = request.user
    context = {
        "row": row,
        "events": row.events.all(),
        "available": MACHINE.available(row, user) if user.is_authenticated else [],
        "keeps": user.is_authenticated and user.has_perm(KEEP_ORGANISATION, row),
        "breadcrumb": queries.trail(row.committee.place_id, (row.unit, "")),
    }
    return render(request, "buildings/pledge_detail.html", context)
