"""The tree of a place, its elections, and the way in from anywhere."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import reach_of
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ORGANISATION, VIEW_ORGANISATION

from .. import actions, queries
from ..forms.verbs import FoundForm
from .access import ask_or_do, place_for, trail


@require_safe
def party_home(request: SignedInRequest) -> HttpResponse:
    """To the coverage of one's place; who has several chooses."""
    codes = sorted({reach.prefix for reach in reach_of(request.user, VIEW_ORGANISATION)})
    if not codes:
        raise PermissionDenied
    if codes == [""]:
        return redirect("place_search")
    if len(codes) == 1:
        return redirect("coverage", codes[0])
    places = Place.objects.filter(code__in=codes).select_related("parent").order_by("code")
    return render(
        request,
        "buildings/party_home.html",
        {"places": places, "breadcrumb": [(_("Party organisations"), "")]},
    )


@require_safe
def party_tree(request: SignedInRequest, code: str) -> HttpResponse:
    """What stands here and below; above a street the coverage page leads down first."""
    place = place_for(request, code)
    if len(code) < Level.STREET:
        return redirect("coverage", code)
    keeps = request.user.has_perm(KEEP_ORGANISATION, place)
    context = {
        "place": place,
        "tree": queries.tree(code),
        "may_found": keeps and place.is_open,
        "may_choose": keeps and len(code) == Level.STREET,
        "street": code[: Level.STREET],
        "breadcrumb": trail(request, place, page="party_tree"),
    }
    return render(request, "buildings/party_tree.html", context)


@require_safe
def party_elections(request: SignedInRequest, code: str) -> HttpResponse:
    """Elections due within half a year or late, and organisations without a term."""
    place = place_for(request, code)
    due, without = queries.elections(code)
    crumbs = trail(request, place, (_("Elections due"), ""), page="party_tree")
    context = {"place": place, "due": due, "without": without, "breadcrumb": crumbs}
    return render(request, "buildings/party_elections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def party_found(request: SignedInRequest, code: str) -> HttpResponse:
    """Found an organisation at a place; from a gap one comes with `?kind=group`."""
    place = place_for(request, code, KEEP_ORGANISATION)
    given = request.POST if request.method == "POST" else None
    initial = {"parent": request.GET["parent"]} if request.GET.get("parent", "").isdecimal() else {}
    form = FoundForm(
        given, place=place, user=request.user, wanted=request.GET.get("kind", ""), initial=initial
    )
    closed = (
        ""
        if form.kinds and place.is_open
        else _("Nothing can be founded here: the street has chosen no chain for it.")
    )
    return ask_or_do(
        request,
        form,
        lambda: actions.found(place=place, by=request.user, **form.cleaned_data),
        title=_("Found an organisation"),
        back=reverse("party_tree", args=[code])
        if len(code) >= Level.STREET
        else reverse("coverage", args=[code]),
        breadcrumb=trail(request, place, page="party_tree"),
        closed=closed,
        after=lambda made: made.get_absolute_url(),
        icon="plus",
    )
