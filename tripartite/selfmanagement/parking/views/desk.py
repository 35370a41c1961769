"""The keeper's desk: settings, the decision and charging, spaces, and the dues of a month."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from beihu.scope import find
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_PARKING, VIEW_PLACE

from .. import dues, exports, queries, settling
from ..forms import LotForm, NothingForm, OldDecisionForm, SpacesForm, TakeBackForm, TakeForm
from ..models import ParkingDue, ParkingLot
from .access import form_page, lot_for, month_of, sheet, trail

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@permission_required(KEEP_PARKING, raise_exception=True)
def parking_lots(request: SignedInRequest) -> HttpResponse:
    """All that I keep, and compounds where I could."""
    context = {
        "lots": queries.lots(request.user),
        "without": queries.without_one(request.user),
        "month": f"{timezone.localdate():%Y-%m}",
        "breadcrumb": [(_("Parking"), "")],
    }
    return render(request, "tripartite/parking_list.html", context)


@asks
def parking_settings(request: SignedInRequest, code: str) -> HttpResponse:
    """Set a lot up, or change what holds there."""
    place = find(Place.objects.all(), request.user, KEEP_PARKING, inside=VIEW_PLACE, code=code)
    if len(place.code) != Level.COMPOUND:
        raise Http404
    lot = ParkingLot.objects.filter(place=place).first()
    row = lot or ParkingLot(place=place)
    form = LotForm(request.POST if request.method == "POST" else None, instance=row, place=place)

    def do() -> ParkingLot:
        if lot is None:
            return settling.set_up(place, by=request.user, **form.facts())
        return settling.change(lot, by=request.user, **form.facts())

    title = _("Rules and prices") if lot else _("Set parking up")
    back = row.get_absolute_url() if lot else place.get_absolute_url()
    crumbs = trail(row) if lot else trail(row)[:1]
    return form_page(
        request, form, do, title=title, back=back, crumbs=crumbs, after=lambda made: made.get_absolute_url()
    )


@asks
def parking_decision(request: SignedInRequest, code: str) -> HttpResponse:
    """A decision from before the portal."""
    lot = lot_for(request, code)
    first = {"number": lot.old_number, "on": lot.old_on, "kept_at": lot.old_kept_at}
    form = OldDecisionForm(request.POST if request.method == "POST" else None, initial=first)
    return form_page(
        request,
        form,
        lambda: settling.enter_old_decision(lot, by=request.user, **form.facts()),
        title=_("Enter a decision from before the portal"),
        back=reverse("parking_charging", args=[code, "start"]),
        crumbs=trail(lot),
        explain=_(
            "Everybody reads number, day and where the paper is kept, and that it was entered by hand."
        ),
    )


@asks
def parking_charging(request: SignedInRequest, code: str, verb: str) -> HttpResponse:
    """Start or stop charging."""
    deeds = {
        "start": (settling.start_charging, _("Start charging")),
        "stop": (settling.stop_charging, _("Stop charging")),
    }
    if verb not in deeds:
        raise Http404
    lot = lot_for(request, code)
    deed, title = deeds[verb]
    form = NothingForm(request.POST if request.method == "POST" else None)
    basis = settling.basis_of(lot, timezone.localdate()) if verb == "start" else None
    return form_page(
        request,
        form,
        lambda: deed(lot, by=request.user),
        title=title,
        back=lot.get_absolute_url(),
        crumbs=trail(lot),
        style="danger" if verb == "stop" else "primary",
        lot=lot,
        basis=basis[1] if basis else None,
        needs_basis=verb == "start" and lot.land == ParkingLot.Land.COMMON,
    )


@asks
def parking_spaces(request: SignedInRequest, code: str) -> HttpResponse:
    """All spaces, and the form that opens more."""
    lot = lot_for(request, code)
    form = SpacesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = settling.open_spaces(lot, by=request.user, **form.facts())
            messages.success(request, _("%(count)s spaces are new.") % {"count": len(made)})
            return redirect("parking_spaces", code)
        except Refused as no:
            form.add_error(None, str(no))
    context = {
        "lot": lot,
        "rows": queries.spaces_of(lot),
        "form": form,
        "breadcrumb": trail(lot, (_("Spaces"), "")),
    }
    return render(request, "tripartite/parking_spaces.html", context)


@require_POST
def parking_space_close(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    lot = lot_for(request, code)
    space = get_object_or_404(lot.spaces.select_related("lot__place"), pk=pk)
    try:
        settling.close_space(space, by=request.user)
        messages.success(request, _("The space is closed."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("parking_spaces", code)


@asks
def parking_dues(request: SignedInRequest, code: str, month: str) -> HttpResponse:
    """What is owed for a month, those not paid first; POST raises what is missing."""
    first = month_of(month)
    lot = lot_for(request, code)
    if request.method == "POST":
        try:
            made = dues.raise_dues(lot, month=first, by=request.user)
            messages.success(request, _("%(count)s fees are new.") % {"count": made})
        except Refused as no:
            messages.error(request, str(no))
        return redirect("parking_dues", code, month)
    context = {
        "lot": lot,
        "month": first,
        "rows": [(row, queries.house(row.permit)) for row in dues.of_month(lot, first)[:1000]],
        "sums": queries.sums(lot, first),
        "before": dues.month_before(first),
        "after": dues.next_month(first),
        "breadcrumb": trail(lot, (_("Fees of a month"), "")),
    }
    return render(request, "tripartite/parking_dues.html", context)


@require_safe
def parking_dues_export(request: SignedInRequest, code: str, month: str, kind: str) -> HttpResponseBase:
    first = month_of(month)
    if kind not in exports.WRITERS:
        raise Http404
    lot = lot_for(request, code)
    record("parking.export", lot, by=request.user, month=month)
    return sheet(exports.dues(lot, first, kind), f"parking-{code}-{month}", kind)


@asks
def parking_due_take(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = ParkingDue.objects.select_related("permit__lot__place", "permit__household__place__parent")
    row: ParkingDue = find(rows, request.user, KEEP_PARKING, inside=VIEW_PLACE, pk=pk)
    lot = row.permit.lot
    form = TakeForm(request.POST if request.method == "POST" else None)
    back = reverse("parking_dues", args=[lot.place_id, f"{row.month:%Y-%m}"])

    def do() -> ParkingDue:
        taken = dues.take(row, by=request.user, **form.facts())
        messages.info(request, _("Receipt %(number)s") % {"number": taken.receipt})
        return taken

    return form_page(
        request, form, do, title=_("Take a parking fee"), back=back, crumbs=trail(lot), due=row,
        house=queries.house(row.permit), cars=list(row.permit.cars.all()),
    )  # fmt: skip


@asks
def parking_due_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """A payment written down by mistake."""
    rows = ParkingDue.objects.select_related("permit__lot__place", "permit__household__place__parent")
    row: ParkingDue = find(rows, request.user, KEEP_PARKING, inside=VIEW_PLACE, pk=pk)
    lot = row.permit.lot
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    return form_page(
        request, form, lambda: dues.take_back(row, by=request.user, **form.facts()), title=_("Take the payment back"),
        back=reverse("parking_dues", args=[lot.place_id, f"{row.month:%Y-%m}"]), crumbs=trail(lot), due=row, style="danger",
        house=queries.house(row.permit), cars=list(row.permit.cars.all()), again=True,
    )  # fmt: skip
