"""My parking: what I have and asked for, my place in the list, a visitor's plate for tonight."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from buildings.households.models import Household

from .. import permits, queries, waiting
from ..forms import AskForm, VisitorForm
from ..models import ParkingLot, Permit
from ..states import Status
from .access import form_page, trail

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def my_parking(request: SignedInRequest) -> HttpResponse:
    rows = list(queries.my_permits(request.user))
    places: dict[int, int] = {}
    for lot in {row.lot for row in rows if row.status == Status.WAITING}:
        places |= waiting.list_of(lot)
    context = {
        "lots": list(queries.my_households(request.user)),
        "rows": [(row, places.get(row.pk)) for row in rows],
        "rule": waiting.RULE,
        "breadcrumb": [(_("My parking"), "")],
    }
    return render(request, "tripartite/parking_mine.html", context)


@asks
def my_parking_ask(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for a permit."""
    lot, homes = _home(request, code)
    form = AskForm(request.POST if request.method == "POST" else None, homes=homes)

    def do() -> Permit:
        facts = form.cleaned_data
        return permits.ask(
            lot, form.household(), by=request.user, wish=facts["wish"], cars=facts["cars"], key=facts["key"]
        )

    return form_page(
        request, form, do, title=_("Ask for a parking permit"), back=reverse("my_parking"), crumbs=trail(lot), lot=lot,
        explain=waiting.RULE, said=_("Asked. You read the answer here."),
    )  # fmt: skip


@asks
def my_parking_visitor(request: SignedInRequest, code: str) -> HttpResponse:
    """A visitor's plate."""
    lot, homes = _home(request, code)
    form = VisitorForm(request.POST if request.method == "POST" else None, homes=homes)

    def do() -> Permit:
        return permits.welcome(lot, by=request.user, household=form.household(), **form.facts())

    return form_page(
        request, form, do, title=_("A visitor's plate"), back=reverse("my_parking"), crumbs=trail(lot), lot=lot,
        said=_("The gate knows this plate now."),
    )  # fmt: skip


def _home(request: SignedInRequest, code: str) -> tuple[ParkingLot, list[Household]]:
    """The lot where one lives; 404 for everybody else."""
    for lot, homes in queries.my_households(request.user).items():
        if lot.place_id == code:
            return lot, homes
    raise Http404
