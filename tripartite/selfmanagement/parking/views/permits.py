"""Permits: the desk's piles, one permit with its way, and one page for every verb."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from beihu.once import last_seen
from beihu.scope import find
from buildings.places.models import Level, Place
from buildings.posts.roles import KEEP_PARKING, VIEW_PLACE

from .. import exports, queries, waiting
from ..forms import FORMS, DeskForm, VerbForm
from ..models import ParkingLot, Permit
from ..permits import ONCE, ask
from ..settling import midday
from ..states import MACHINE
from .access import CONFLICT, form_page, lot_for, permit_for, sheet, trail

asks = require_http_methods(["GET", "HEAD", "POST"])
LABELS = {
    "asked": pgettext_lazy("permits", "To answer"),
    "waiting": pgettext_lazy("permits", "Waiting list"),
    "granted": pgettext_lazy("permits", "Granted"),
    "visitors": pgettext_lazy("permits", "Visitors"),
    "ended": pgettext_lazy("permits", "Ended"),
    "refused": pgettext_lazy("permits", "Refused"),
}
EVENTS = {
    "ask": gettext_lazy("Asked for"),
    "welcome": gettext_lazy("A visitor's permit"),
    **{row.name: row.label for row in MACHINE.transitions},
}


@require_safe
def parking_permits(request: SignedInRequest, code: str) -> HttpResponse:
    """The piles; the waiting list in its published order. Where there is no lot yet, the way to set one up."""
    try:
        lot = lot_for(request, code)
    except Http404:
        place = find(Place.objects.all(), request.user, KEEP_PARKING, inside=VIEW_PLACE, code=code)
        if len(code) != Level.COMPOUND or ParkingLot.objects.filter(place=place).exists():
            raise
        return redirect("parking_settings", code)
    name = request.GET.get("pile", "asked")
    if name not in queries.PILES:
        raise Http404
    found = (
        queries.in_order(lot)
        if name == "waiting"
        else [(0, row) for row in queries.pile(lot, name)[: queries.MOST]]
    )
    counted = queries.counts(lot)
    context = {
        "lot": lot,
        "rows": [(place, row, queries.house(row)) for place, row in found],
        "pile": name,
        "piles": [(one, label, counted[one]) for one, label in LABELS.items()],
        "rule": waiting.RULE,
        "month": f"{timezone.localdate():%Y-%m}",
        "today": timezone.localdate().isoformat(),
        "breadcrumb": trail(lot, (_("Permits"), "")),
    }
    return render(request, "tripartite/permit_list.html", context)


@asks
def parking_permit_new(request: SignedInRequest, code: str) -> HttpResponse:
    """For whoever came with paper."""
    lot = lot_for(request, code)
    form = DeskForm(request.POST if request.method == "POST" else None, lot=lot)

    def do() -> Permit:
        facts = form.cleaned_data
        return ask(
            lot, facts["household"], by=request.user, wish=facts["wish"], cars=facts["cars"], key=facts["key"],
            asked_at=midday(facts["asked_on"]),
        )  # fmt: skip

    return form_page(
        request, form, do, title=_("Enter a permit asked for on paper"), back=reverse("parking_permits", args=[code]),
        crumbs=trail(lot), after=lambda made: made.get_absolute_url(),
    )  # fmt: skip


@require_safe
def parking_permits_export(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    if kind not in exports.WRITERS:
        raise Http404
    lot = lot_for(request, code)
    record("permit.export", lot, by=request.user)
    return sheet(exports.permits(lot, kind), f"parking-{code}", kind)


@require_safe
def parking_permit(request: SignedInRequest, pk: int) -> HttpResponse:
    row = permit_for(request, pk)
    keeps = request.user.has_perm(KEEP_PARKING, row)
    context: dict[str, Any] = {
        "row": row,
        "cars": list(row.cars.all()),
        "place": waiting.list_of(row.lot).get(row.pk) if row.status == "waiting" else None,
        "house": queries.house(row),
        "events": [(event, EVENTS.get(event.verb, event.verb)) for event in row.events.all()],
        "dues": list(row.dues.order_by("-month")[:24]),
        "available": MACHINE.available(row, request.user),
        "keeps": keeps,
        "breadcrumb": _trail(row, keeps),
    }
    return render(request, "tripartite/permit_detail.html", context)


def _trail(row: Permit, keeps: bool, *more: tuple[str, str]) -> list[tuple[str, str]]:
    way = (_("Permits"), reverse("parking_permits", args=[row.lot.place_id]))
    own = (_("My parking"), reverse("my_parking"))
    return trail(row.lot, way if keeps else own, (str(row), row.get_absolute_url()), *more)


@asks
def parking_permit_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told so."""
    if verb not in FORMS:
        raise Http404
    row = permit_for(request, pk)
    rule = MACHINE[verb]
    if not request.user.has_perm(rule.permission or "", row):
        raise PermissionDenied
    first = {"seen": last_seen(row)} if request.method != "POST" else None
    form: VerbForm = FORMS[verb](
        request.POST if request.method == "POST" else None, initial=first, permit=row
    )
    closed = not rule.is_open(row)
    if request.method == "POST":
        done, closed = ONCE.by_form(row, verb, form, by=request.user, sources=rule.sources)
        if done is not None:
            messages.success(request, _("Done: %(what)s") % {"what": rule.label})
            return redirect(row.get_absolute_url())
        closed = closed or not rule.is_open(row)
    keeps = request.user.has_perm(KEEP_PARKING, row)
    context = {
        "form": form,
        "title": str(rule.label),
        "back": row.get_absolute_url(),
        "style": "danger" if rule.style == "danger" else "primary",
        "permit": row,
        "cars": list(row.cars.all()),
        "house": queries.house(row),
        "closed": closed,
        "breadcrumb": _trail(row, keeps, (str(rule.label), "")),
    }
    return render(request, "tripartite/parking_form.html", context, status=CONFLICT if closed else 200)
