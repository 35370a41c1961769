"""The chain of a street: which preset, and its kinds one by one."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ORGANISATION, VIEW_ORGANISATION

from .. import actions
from ..chains import chains, chosen
from ..forms.chains import ChainForm, KindForm
from ..models import OrganisationKind
from .access import ask_or_do, place_for, trail

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _street(request: SignedInRequest, code: str, right: str = VIEW_ORGANISATION) -> Place:
    if len(code) != Level.STREET:
        raise Http404
    return place_for(request, code, right)


@require_safe
def party_chain(request: SignedInRequest, code: str) -> HttpResponse:
    place = _street(request, code)
    kinds = list(OrganisationKind.objects.filter(place=place).order_by("-offered", "order", "pk"))
    names = {kind.slug: kind.name for kind in kinds}
    levels = dict(Level.choices)
    context = {
        "place": place,
        "kinds": [
            (kind, [levels[level] for level in kind.levels], [names.get(slug, slug) for slug in kind.under])
            for kind in kinds
        ],
        "chain": chains().get(chosen(kinds)),
        "keeps": request.user.has_perm(KEEP_ORGANISATION, place),
        "breadcrumb": trail(request, place, (_("Chain of organisations"), ""), page="party_tree"),
    }
    return render(request, "buildings/party_chain.html", context)


@form_page
def chain_choose(request: SignedInRequest, code: str) -> HttpResponse:
    place = _street(request, code, KEEP_ORGANISATION)
    kinds = list(OrganisationKind.objects.filter(place=place))
    form = ChainForm(request.POST if request.method == "POST" else None, initial={"key": chosen(kinds)})
    back = reverse("party_chain", args=[code])
    return ask_or_do(
        request,
        form,
        lambda: actions.choose_chain(place, by=request.user, **form.cleaned_data),
        title=_("Choose the chain"),
        back=back,
        breadcrumb=[*trail(request, place, page="party_tree"), (_("Chain of organisations"), back)],
        note=_(
            "What was founded stays. Names and numbers that were changed here are set back to those of the chain."
        ),
    )


@form_page
def kind_change(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = OrganisationKind.objects.select_related("place")
    kind = find(rows, request.user, KEEP_ORGANISATION, inside=VIEW_ORGANISATION, pk=pk)
    form = KindForm(request.POST if request.method == "POST" else None, organisation_kind=kind)
    back = reverse("party_chain", args=[kind.place_id])
    return ask_or_do(
        request,
        form,
        lambda: actions.change_kind(kind, by=request.user, **form.cleaned_data),
        title=_("Change the kind"),
        back=back,
        breadcrumb=[*trail(request, kind.place, page="party_tree"), (_("Chain of organisations"), back)],
        about=kind.name,
    )
