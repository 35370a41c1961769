"""Putting a household on a list: behind which door, then why and with whose consent."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beihu.accounts.requests import SignedInRequest
from beihu.scope import reach_of, under
from beihu.states import Refused
from buildings.households.models import Household
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_CARE

from .. import actions
from ..forms.entries import PutOnForm, WhereForm

MOST = 400  # doorways to choose from: of a community, hardly ever more


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(KEEP_CARE, raise_exception=True)
def care_new(request: SignedInRequest) -> HttpResponse:
    """Which household? Then on to its form."""
    doorways = _doorways(request)
    form = WhereForm(
        request.POST if request.method == "POST" else None,
        behind=doorways,
        initial={"doorway": request.GET.get("place", "")},
    )
    if request.method == "POST" and form.is_valid() and form.household is not None:
        return redirect("care_put_on", form.household.pk)
    crumbs = [(_("Care"), reverse("care_list")), (_("Put a household on the list"), "")]
    return render(
        request, "buildings/care_new.html", {"form": form, "doorways": doorways, "breadcrumb": crumbs}
    )


def _doorways(request: SignedInRequest) -> list[tuple[str, str]]:
    """Of the places this person keeps, narrowed by the address; by their codes, as somebody would walk."""
    within = Q(pk__in=[])
    for reach in reach_of(request.user, KEEP_CARE):
        within |= under("code", reach.prefix)
    rows = Place.objects.open().filter(within, level=Level.DOORWAY).select_related("parent__parent")
    place = request.GET.get("place", "")
    if place.isascii() and place.isdecimal() and len(place) <= 24:
        rows = rows.filter(under("code", place))
    return [(one.code, _named(one)) for one in rows.order_by("code")[:MOST]]


def _named(doorway: Any) -> str:
    return f"{doorway.parent.parent.short_name} {doorway.parent.short_name} {doorway.short_name}"


@require_http_methods(["GET", "HEAD", "POST"])
def care_put_on(request: SignedInRequest, household: int) -> HttpResponse:
    """Why, what is needed, and who consented."""
    kept = Household.objects.visible_to(request.user, KEEP_CARE).select_related("place__parent__parent")
    home = get_object_or_404(kept, pk=household)
    if not home.place.is_open:
        raise Http404
    form = PutOnForm(request.POST if request.method == "POST" else None, household=home)
    if request.method == "POST" and form.is_valid():
        try:
            entry = actions.put_on(home, by=request.user, **form.facts())
            messages.success(request, _("On the list. Now choose who looks after the household."))
            return redirect("care_verb", entry.pk, "assign")
        except Refused as no:
            form.add_error(None, str(no))
    crumbs = [(_("Care"), reverse("care_list")), (_("Put a household on the list"), "")]
    context = {"form": form, "household": home, "breadcrumb": crumbs}
    return render(request, "buildings/care_put_on.html", context)
