"""For whoever keeps the parties of a place: what is due, what may be done, tables to take away; the checklist."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from buildings.places.models import Place
from buildings.places.paper import draw
from buildings.posts.roles import APPOINT, KEEP_PARTY, VIEW_PLACE

from .. import exports, queries
from ..companies import Contract
from ..verbs import available
from .trail import trail_to

SHOWN = 50


@require_safe
def desk(request: SignedInRequest, code: str) -> HttpResponse:
    """The parties of a place and under it: elections due, handovers open, verbs."""
    place = find(Place.objects.all(), request.user, VIEW_PLACE, inside=VIEW_PLACE, code=code)
    if not (request.user.has_perm(KEEP_PARTY, place) or request.user.has_perm(APPOINT, place)):
        raise PermissionDenied
    contracts = list(queries.contract_rows(place_id=code).select_related("company", "place"))
    context = {
        "place": place,
        "elections": list(queries.elections_due(code)[:SHOWN]),
        "items": list(queries.items_open(code)[:SHOWN]),
        "parties": queries.seated_at(code),
        "contracts": [(row, available("contract", row, request.user)) for row in contracts],
        "verbs": available("place", place, request.user),
        "exports": exports.TABLES,
        "breadcrumb": trail_to(code, (_("Parties"), "")),
    }
    return render(request, "tripartite/party_desk.html", context)


@require_safe
def export(request: SignedInRequest, code: str, what: str, kind: str) -> StreamingHttpResponse:
    """Contracts or committees of a place and under it, as a table; logged before the first byte."""
    place = find(Place.objects.all(), request.user, KEEP_PARTY, inside=VIEW_PLACE, code=code)
    if what not in exports.TABLES or kind not in exports.SHEETS:
        raise Http404
    stream, content_type = exports.SHEETS[kind]
    exports.record_export(place, by=request.user, what=what, kind=kind)
    name = f"{what}-{timezone.localdate():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(stream(what, code), content_type=content_type, headers=headers)


@require_safe
def handover(request: SignedInRequest, pk: int) -> HttpResponse:
    """One contract with its checklist: how far it is, what is late; on paper it carries a code back to here."""
    place = find(Place.objects.all(), request.user, VIEW_PLACE, inside=VIEW_PLACE, property_contracts__pk=pk)
    contract = Contract.objects.select_related("company", "place", "witness").get(pk=pk)
    items = list(contract.handover.select_related("done_by").order_by("due_on", "pk"))
    for item in items:
        item.contract = contract
    contract.owed = len(items)  # type: ignore[attr-defined]
    context = {
        "contract": contract,
        "line": queries.lines(Contract.objects.filter(pk=pk))[0],
        "items": [(item, available("item", item, request.user)) for item in items],
        "done": sum(item.done_on is not None for item in items),
        "verbs": available("contract", contract, request.user),
        "qr": draw(settings.BASE_URL.rstrip("/") + reverse("handover", args=[pk])),
        "breadcrumb": trail_to(place.code, (contract.company.name, "")),
    }
    return render(request, "tripartite/handover.html", context | _width(context))


def _width(context: dict[str, Any]) -> dict[str, int]:
    """How much of the bar is full, in percent of whole items."""
    total = len(context["items"])
    return {"total": total, "percent": context["done"] * 100 // total if total else 0}
