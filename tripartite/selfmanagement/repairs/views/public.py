"""For everybody: what was repaired in a compound, for how much, and how it looked before and after. No person is named."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.views.codes import leads_on
from buildings.posts.roles import VIEW_LEDGER

from ... import papers
from ...asking import trail
from .. import queries
from ..forms import FilterForm
from ..limits import limits_of
from ..models import RepairPhoto
from ..states import SHOWN


@login_not_required
@require_safe
@leads_on
def public_repairs(request: HttpRequest, code: str) -> HttpResponse:
    place = Place.objects.get(code=code)
    form = FilterForm(request.GET)
    if len(code) != Level.COMPOUND or not form.is_valid():
        raise Http404
    found = queries.page(queries.with_photos(queries.at(code).shown()), after=form.cleaned_data["after"])
    context = {
        "place": place,
        "rows": found.rows,
        "following": f"?after={found.following}" if found.following else "",
        "first": "?" if form.cleaned_data["after"] else "",
        "totals": queries.totals(code),
        "limits": limits_of(code),
        "breadcrumb": trail(code, (_("Repairs"), "")),
    }
    return render(request, "tripartite/repair_public.html", context)


@login_not_required
@require_safe
def repair_photo(request: HttpRequest, key: uuid.UUID, variant: str) -> HttpResponseBase:
    """Of a repair that is done for everybody, before that for those who read it; the same 404 to all others."""
    photo = get_object_or_404(RepairPhoto.objects.select_related("repair"), key=key)
    public = photo.repair.status in SHOWN
    reads = public or (request.user.is_authenticated and request.user.has_perm(VIEW_LEDGER, photo.repair))
    if variant not in ("thumb", "image") or not reads:
        raise Http404
    return papers.download(getattr(photo, variant), str(photo.pk), inline=True, public=public)
