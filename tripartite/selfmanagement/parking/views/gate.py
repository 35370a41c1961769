"""The gatekeeper's phone. The page itself holds no plate: the script asks for the list and keeps it for an hour."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.states import Refused
from beihu.worker import script
from buildings.posts.roles import GATE

from .. import gate as log
from .. import queries
from ..forms import OutsideForm, SearchForm
from ..models import OutsideVehicle
from .access import lot_for, trail

TOO_LARGE = 413


@require_safe
@permission_required(GATE, raise_exception=True)
def gates(request: SignedInRequest) -> HttpResponse:
    """My gates; straight through where there is one."""
    lots = queries.lots_at_gate(request.user)
    if len(lots) == 1:
        return redirect("gate", lots[0].place_id)
    context = {"lots": lots, "breadcrumb": [(_("Gate"), "")]}
    return render(request, "tripartite/gate_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: SignedInRequest, code: str) -> HttpResponse:
    """Look a plate up, write an outside vehicle down: two plain forms, which the script takes over where it can."""
    lot = lot_for(request, code, GATE)
    entering = request.method == "POST" and "client_id" in request.POST
    search = SearchForm(
        request.POST if request.method == "POST" and not entering else None, auto_id="search_%s"
    )
    form = OutsideForm(request.POST if entering else None)
    found = None
    try:
        if entering and form.is_valid():
            log.let_in(lot, by=request.user, **form.facts())
            messages.success(request, _("Written down."))
            return redirect("gate", code)
        if search.is_bound and search.is_valid():
            found = [log.facts(car) for car in log.found(lot, search.cleaned_data["plate"])]
    except Refused as no:
        (form if entering else search).add_error("plate", str(no))
    context = {
        "lot": lot,
        "search": search,
        "form": form,
        "found": found,
        "minutes": log.HOLDS.seconds // 60,
        "reasons": OutsideVehicle.Reason.choices,
        "breadcrumb": trail(lot, (_("Gate"), "")),
    }
    return render(request, "tripartite/gate.html", context)


@require_safe
def gate_list(request: SignedInRequest, code: str) -> HttpResponse:
    """What the device keeps for an hour, with a fresh form token."""
    lot = lot_for(request, code, GATE)
    answer = JsonResponse(log.list_for_device(lot) | {"token": get_token(request)})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def gate_sync(request: SignedInRequest, code: str) -> HttpResponse:
    """Lines that were written without a line."""
    lot = lot_for(request, code, GATE)
    if len(request.body) > log.LARGEST:
        return JsonResponse({"words": _("This is too much at once.")}, status=TOO_LARGE)
    try:
        return JsonResponse({"results": log.take(lot, log.read(request.body), by=request.user)})
    except log.Unreadable as no:
        return JsonResponse({"words": str(no)}, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
def gate_inside(request: SignedInRequest, code: str) -> HttpResponse:
    """Outside vehicles that are in; POST lets one out."""
    lot = lot_for(request, code, GATE)
    if request.method == "POST":
        visit = get_object_or_404(
            lot.visits.select_related("lot"), client_id=_uuid(request.POST.get("visit"))
        )
        row = log.let_out(visit, by=request.user)
        words = _("Let out. Fee: %(fee)s yuan") if row.fee else _("Let out. Nothing to pay.")
        messages.success(request, words % {"fee": row.fee} if row.fee else words)
        return redirect("gate_inside", code)
    context = {
        "lot": lot,
        "rows": log.inside(lot),
        "breadcrumb": trail(lot, (_("Outside vehicles inside"), "")),
    }
    return render(request, "tripartite/gate_inside.html", context)


@login_not_required
@require_safe
def gate_worker(request: HttpRequest) -> HttpResponse:
    """The worker of the capture wall, from an address above the gate's pages; it says nothing about anybody."""
    return script("js/wall-worker.js")


def _uuid(given: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(given or "")
    except ValueError:
        return uuid.UUID(int=0)
