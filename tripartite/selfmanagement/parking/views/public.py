"""For everybody: what holds at a lot, how full it is, and on what decision charging rests; no plate, no name."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buildings.places.models import Place
from buildings.places.views.codes import leads_on
from buildings.posts.roles import GATE, KEEP_PARKING

from .. import queries, waiting
from ..models import ParkingLot
from .access import trail


@login_not_required
@require_safe
@leads_on
def parking(request: HttpRequest, code: str) -> HttpResponse:
    place = Place.objects.get(code=code)
    lot = ParkingLot.objects.select_related("place", "party").filter(place=place).first()
    if lot is None:
        raise Http404
    user = request.user
    signed_in = user.is_authenticated
    fills = queries.fills(lot)
    context = {
        "lot": lot,
        "fills": fills,
        "spaces": sum(one.spaces for one in fills),
        "free": sum(one.free for one in fills),
        "waiting": queries.waiting_count(lot),
        "rule": waiting.RULE,
        "keeps": signed_in and user.has_perm(KEEP_PARKING, lot),
        "gate": signed_in and user.has_perm(GATE, lot),
        "signed_in": signed_in,
        "breadcrumb": [*trail(lot)[:1], (_("Parking"), "")],
    }
    return render(request, "tripartite/parking_detail.html", context)
