"""Who owes what: for those who collect, and for nobody else."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import InvalidPage
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from beihu.scope import find
from beihu.sheets.writing import CONTENT_TYPES
from beihu.states import Refused
from buildings.households.models import Household
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import COLLECT_FEE, VIEW_FEE
from tripartite.issues.queries import place_names

from .. import actions, exports, queries
from ..forms import PartForm, PayForm
from ..ledger import Payment
from ..models import Bill, Waiver
from ..reminding import remind
from ..states import MACHINE
from .forming import form_page
from .sums import compound, form_methods


@require_safe
def fee_bills(request: SignedInRequest, code: str) -> HttpResponse | StreamingHttpResponse:
    place = compound(request, code)
    pile, kind = request.GET.get("state", "open"), request.GET.get("as", "")
    if pile not in queries.PILES or kind not in ("", *exports.MAKERS):
        raise Http404
    rows = queries.bills(code, pile)
    if kind:
        record("fee.export", place, by=request.user, kind=kind, pile=pile)
        answer = StreamingHttpResponse(exports.stream(rows, kind), content_type=CONTENT_TYPES[kind])
        answer["Content-Disposition"] = f'attachment; filename="bills.{kind}"'
        return answer
    try:
        found = queries.page(rows, request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    known = place_names(row.household.place_id for row in found.rows)
    context = {
        "place": place,
        "rows": [(row, known.get(row.household.place_id, "")) for row in found.rows],
        "next": f"?state={pile}&after={found.following}" if found.following else "",
        "previous": f"?state={pile}" if request.GET.get("after") else "",
        "pile": pile,
        "piles": [("open", pgettext("bill", "Open")), ("overdue", _("Overdue")), ("all", _("All"))],
        "breadcrumb": queries.trail(place, (_("Bills"), "")),
    }
    return render(request, "tripartite/bill_list.html", context)


def _home(request: SignedInRequest, pk: int) -> tuple[Household, Place]:
    home: Household = find(Household.objects.all(), request.user, COLLECT_FEE, inside=VIEW_FEE, pk=pk)
    return home, Place.objects.get(code=home.place_id[: Level.COMPOUND])


def _address(home: Household) -> str:
    return reverse("fee_home", args=[home.pk])


@require_safe
def fee_home(request: SignedInRequest, pk: int) -> HttpResponse:
    """One household: its bills, its payments, what waits to be decided."""
    home, place = _home(request, pk)
    bills = Bill.objects.filter(household=home)
    context = {
        "home": home,
        "where": place_names([home.place_id]).get(home.place_id, ""),
        "rows": bills.select_related("tariff", "shared").order_by("-month", "-pk")[: queries.MOST],
        "open": queries.open_of(bills),
        "waivers": queries.waivers(bills),
        "payments": Payment.objects.filter(household=home).select_related("receipt__counter")[: queries.MOST],
        "breadcrumb": queries.trail(place, (home.room, "")),
    }
    return render(request, "tripartite/fee_home.html", context)


@form_methods
def fee_pay(request: SignedInRequest, pk: int) -> HttpResponse:
    home, place = _home(request, pk)
    form = PayForm(request.POST if request.method == "POST" else None, place=place)
    return form_page(
        request, form, lambda: actions.pay(home, by=request.user, **form.cleaned_data), title=_("Take a payment"),
        back=_address(home), breadcrumb=queries.trail(place, (home.room, _address(home))),
    )  # fmt: skip


@require_POST
def fee_remind(request: SignedInRequest, pk: int) -> HttpResponse:
    home, _place = _home(request, pk)
    _told(request, lambda: remind(home, by=request.user), _("The owners were reminded in private."))
    return redirect(_address(home))


def _told(request: SignedInRequest, do: Callable[[], Any], words: str) -> None:
    try:
        do()
        messages.success(request, words)
    except Refused as no:
        messages.error(request, str(no))


def _part(request: SignedInRequest, row: Any, verb: Any, title: str, most: Any) -> HttpResponse:
    home = row.household
    place = Place.objects.get(code=home.place_id[: Level.COMPOUND])
    form = PartForm(request.POST if request.method == "POST" else None, initial={"amount": most})
    return form_page(
        request, form, lambda: verb(row, by=request.user, **form.cleaned_data), title=title, back=_address(home),
        breadcrumb=queries.trail(place, (home.room, _address(home))),
    )  # fmt: skip


@form_methods
def fee_refund(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Payment.objects.select_related("household", "party")
    payment = find(rows, request.user, COLLECT_FEE, inside=VIEW_FEE, pk=pk)
    return _part(request, payment, actions.refund, _("Give money back"), payment.left)


@form_methods
def fee_waive(request: SignedInRequest, pk: int) -> HttpResponse:
    bill = find(Bill.objects.select_related("household"), request.user, COLLECT_FEE, inside=VIEW_FEE, pk=pk)
    return _part(request, bill, actions.ask, _("Ask for a waiver"), bill.open)


@require_POST
def fee_waiver(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in MACHINE:
        raise Http404
    rows = Waiver.objects.select_related("bill__household")
    waiver = find(rows, request.user, COLLECT_FEE, inside=VIEW_FEE, pk=pk)
    _told(request, lambda: actions.decide(waiver, verb, by=request.user), _("The waiver is decided."))
    return redirect("fees_at", waiver.bill.household.place_id[: Level.COMPOUND])
