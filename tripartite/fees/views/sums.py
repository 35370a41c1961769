"""Sums and rates for staff; tariffs, runs of a month, shared costs and the history for those who collect."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import InvalidPage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find, under
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import COLLECT_FEE, VIEW_FEE

from .. import actions, queries
from ..billing import preview
from ..forms import CompoundForm, EndForm, HistoryForm, RunForm, ShareForm, TariffForm
from ..models import Tariff, Waiver
from ..rates import aging
from ..states import Status
from .forming import form_page

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@permission_required(VIEW_FEE, raise_exception=True)
def fee_list(request: SignedInRequest) -> HttpResponse:
    context = {"rows": queries.compounds(request.user, VIEW_FEE), "breadcrumb": [(_("Property fees"), "")]}
    return render(request, "tripartite/fee_list.html", context)


@require_safe
def fees_at(request: SignedInRequest, code: str) -> HttpResponse:
    """Sums and rates of a month; how old the arrears are, and what waits, only for those who collect."""
    rows = Place.objects.visible_to(request.user, VIEW_FEE)
    place = get_object_or_404(rows, code=code, level=Level.COMPOUND)
    try:
        month = queries.month_of(request.GET.get("month", ""))
    except InvalidPage as error:
        raise Http404 from error
    collects = request.user.has_perm(COLLECT_FEE, place)
    context: dict[str, Any] = {
        "place": place,
        "month": month,
        "rates": queries.of_month(code, month),
        "tariffs": Tariff.objects.filter(place=place).select_related("party"),
        "collects": collects,
        "breadcrumb": queries.trail(place),
    }
    if collects:
        asked = Waiver.objects.filter(under("bill__household__place_id", code), status=Status.ASKED)
        context |= {"aging": aging(code), "asked": asked.select_related("bill__household")[: queries.PAGE]}
    return render(request, "tripartite/fees_at.html", context)


def compound(request: SignedInRequest, code: str) -> Place:
    """A compound in which this person collects: 403 for those who only read its sums, 404 for everybody else."""
    found: Place = find(
        Place.objects.filter(level=Level.COMPOUND), request.user, COLLECT_FEE, inside=VIEW_FEE, code=code
    )
    return found


def _new(
    request: SignedInRequest, code: str, form_class: type[CompoundForm], verb: Any, title: str
) -> HttpResponse:
    place = compound(request, code)
    form = form_class(request.POST if request.method == "POST" else None, place=place)
    back = reverse("fees_at", args=[code])
    return form_page(request, form, lambda: verb(place, by=request.user, **form.cleaned_data), title=title, back=back,
                     breadcrumb=queries.trail(place))  # fmt: skip


@form_methods
def fee_tariff(request: SignedInRequest, code: str) -> HttpResponse:
    return _new(request, code, TariffForm, actions.set_tariff, _("Set a tariff"))


@form_methods
def fee_share(request: SignedInRequest, code: str) -> HttpResponse:
    return _new(request, code, ShareForm, actions.share_cost, _("Share a cost"))


@form_methods
def fee_history(request: SignedInRequest, code: str) -> HttpResponse:
    return _new(request, code, HistoryForm, actions.enter_history, _("Enter the history"))


def _tariff(request: SignedInRequest, pk: int) -> Tariff:
    rows = Tariff.objects.select_related("place")
    found: Tariff = find(rows, request.user, COLLECT_FEE, inside=VIEW_FEE, pk=pk)
    return found


@form_methods
def fee_tariff_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """A price changes by ending the tariff and setting the next: what was billed by the old one stays."""
    tariff = _tariff(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    return form_page(
        request, form, lambda: actions.end_tariff(tariff, by=request.user, **form.cleaned_data),
        title=_("End the tariff “%(name)s”") % {"name": tariff.name}, back=reverse("fees_at", args=[tariff.place_id]),
        breadcrumb=queries.trail(tariff.place),
    )  # fmt: skip


@form_methods
def fee_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """First what it comes to, then the button that bills it."""
    tariff = _tariff(request, pk)
    given = request.POST if request.method == "POST" else request.GET if "month" in request.GET else None
    form, run, back = RunForm(given), None, reverse("fees_at", args=[tariff.place_id])
    if form.is_valid():
        try:
            if request.method == "POST":
                done = actions.bill_month(tariff, by=request.user, month=form.cleaned_data["month"])
                messages.success(
                    request,
                    _("%(count)s bills of %(sum)s yuan were made.")
                    % {"count": done.count, "sum": done.total},
                )
                return redirect(back)
            run = preview(tariff, form.cleaned_data["month"])
        except Refused as no:
            form.add_error(None, str(no))
    context = {
        "form": form, "tariff": tariff, "run": run, "month": form.cleaned_data.get("month") if form.is_bound else None,
        "back": back, "breadcrumb": queries.trail(tariff.place, (_("Bill a month"), "")),
    }  # fmt: skip
    return render(request, "tripartite/fee_run.html", context)
