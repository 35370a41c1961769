"""The households of a place, and the page of one: the target of a tap in the building picture."""

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from beihu.audit.revealing import REVEAL
from beihu.scope import find
from buildings.places.codes import Level
from buildings.places.views.codes import leads_on, link, staff_place
from buildings.posts.roles import KEEP_ROSTER, VERIFY, VIEW_HOUSEHOLD, VIEW_PLACE

from ... import panels
from ...models import Household
from .. import matching, queries
from ..forms import FilterForm
from ..shares import total
from .trail import trail_into, trail_to


@require_safe
@leads_on
def place_households(request: HttpRequest, code: str) -> HttpResponse:
    """Of a doorway, a building, a compound, a community or a street, with who lives there, masked."""
    place = staff_place(request, code, VIEW_HOUSEHOLD)
    if len(code) < Level.STREET:
        raise Http404
    form = FilterForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name, "") for name in form.fields}
    keeps = request.user.has_perm(KEEP_ROSTER, place)
    rows = queries.of_place(
        Household.objects.visible_to(request.user, VIEW_HOUSEHOLD),
        place,
        full=keeps and request.user.has_perm(REVEAL, place),
        **wanted,
    )
    try:
        page = queries.page_after(rows, place, request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    query = request.GET.copy()
    query["after"] = page.following
    context = {
        "place": place,
        "form": form,
        "households": page.households,
        "number": queries.count(rows),
        "next_url": f"?{query.urlencode()}" if page.following else "",
        "keeps": keeps,
        "at_doorway": len(code) == Level.DOORWAY,
        "breadcrumb": trail_to(place, (pgettext("list", "Households"), "")),
    }
    return render(request, "buildings/dwelling_list.html", context)


@require_safe
def household_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, since when, with which share; the accounts; what other rooms say; for its keepers, what was before."""
    rows = Household.objects.select_related("place__parent__parent")
    household = find(rows, request.user, VIEW_HOUSEHOLD, inside=VIEW_PLACE, pk=pk)
    keeps = request.user.has_perm(KEEP_ROSTER, household)
    people = list(household.occupants.in_order())
    now = [one for one in people if one.is_current]
    members = list(household.memberships.open().select_related("user").order_by("verified_at", "pk"))
    found = matching.matches_among(members, now)
    followed = {one.follows_id for one in people}
    context = {
        "household": household,
        "keeps": keeps,
        "verifies": request.user.has_perm(VERIFY, household),
        "reveals": keeps and request.user.has_perm(REVEAL, household),
        "now": now,
        "owned": total(one.share for one in now),
        "before": sorted(
            (one for one in people if not one.is_current), key=lambda one: one.until, reverse=True
        )
        if keeps
        else [],
        "followed": followed,
        "members": [(one, found[one.pk]) for one in members],
        "told": panels.lines_of(household, request.user),
        "log": queries.log_of(household, people) if keeps else [],
        "picture_url": link("picture", household.place_id),
        "breadcrumb": trail_into(household),
    }
    return render(request, "buildings/household_detail.html", context)
