"""For everybody: the rates of a compound beside what was delivered. For a household's own members: bills and receipts."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import mask_name
from buildings.households.models import Membership, Occupant
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.paper import draw
from buildings.places.views.codes import leads_on
from buildings.posts.roles import COLLECT_FEE, OWN_BILL
from tripartite.issues.queries import place_names

from .. import chart, queries
from ..ledger import Payment
from ..models import Bill
from ..rates import back


@login_not_required
@require_safe
@leads_on
def public_fees(request: HttpRequest, code: str) -> HttpResponse:
    """Rates of a month: never a name, never a door, no building of fewer than ten households."""
    place = Place.objects.get(code=code)
    if len(code) != Level.COMPOUND:
        raise Http404
    try:
        month = (
            queries.month_of(request.GET.get("month", "")) if "month" in request.GET else queries.last_month()
        )
    except InvalidPage as error:
        raise Http404 from error
    found = queries.of_month(code, month)
    buildings = queries.public_buildings(code, found)
    context = {
        "place": place,
        "month": month,
        "rates": found if found.current.households >= 10 else None,
        "buildings": buildings,
        "delivered": queries.delivered(code, month),
        "history": chart.history(place),
        "earlier": f"?month={back(month, 1):%Y-%m}",
        "later": f"?month={queries.after(month):%Y-%m}"
        if queries.after(month) <= timezone.localdate()
        else "",
        "breadcrumb": [(place.short_name, place.get_absolute_url()), (_("Property fees"), "")],
    }
    return render(request, "tripartite/fees_public.html", context)


@require_safe
def my_bills(request: SignedInRequest) -> HttpResponse:
    """The bills of the households one is a verified member of, and the receipts of what was paid."""
    mine = Membership.objects.verified().filter(user=request.user).values("household")
    bills = Bill.objects.filter(household__in=mine)
    payments = Payment.objects.filter(household__in=mine).select_related("receipt__counter")[: queries.MOST]
    context = {
        "rows": bills.select_related("tariff", "shared", "household").order_by("-month", "-pk")[
            : queries.MOST
        ],
        "open": queries.open_of(bills),
        "waivers": queries.waivers(bills),
        "payments": payments,
        "breadcrumb": [(_("My bills"), "")],
    }
    return render(request, "tripartite/my_bills.html", context)


@require_safe
def fee_receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """A4, with a code that leads here again; the owner's name is masked."""
    rows = Payment.objects.visible_to(request.user, COLLECT_FEE) | Payment.objects.visible_to(
        request.user, OWN_BILL
    )
    payment = get_object_or_404(
        rows.distinct().select_related("household", "party", "receipt__counter", "refunds"), pk=pk
    )
    owner = (
        Occupant.objects.current()
        .filter(household=payment.household, relation=Membership.Relation.OWNER)
        .first()
    )
    context = {
        "payment": payment,
        "where": place_names([payment.household.place_id]).get(payment.household.place_id, ""),
        "owner": mask_name(owner.name) if owner else "",
        "lines": payment.allocations.select_related("bill__tariff", "bill__shared").order_by(
            "bill__due_on", "pk"
        ),
        "qr": draw(request.build_absolute_uri(reverse("fee_receipt", args=[pk]))),
        "breadcrumb": [(_("My bills"), reverse("my_bills")), (str(payment.receipt), "")],
    }
    return render(request, "tripartite/fee_receipt.html", context)
