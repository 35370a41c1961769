"""For everybody: a party with its history, a company wherever it works, the rules of a place with their sources."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_PARTY

from .. import queries, terms
from ..companies import PropertyCompany
from ..models import Party
from ..rules import city_has_own, city_name
from ..verbs import available
from ..wording import chapters
from .trail import trail_to


@login_not_required
@require_safe
def party(request: HttpRequest, pk: int) -> HttpResponse:
    """One body's seat: since when, terms with members, contracts, who was lent; verbs for whoever keeps it."""
    found = get_object_or_404(Party.objects.select_related("place"), pk=pk)
    keeps = request.user.has_perm(KEEP_PARTY, found)
    context = {
        "party": found,
        "terms": [_term(request.user, term, keeps=keeps) for term in queries.terms_of(found)],
        "contracts": queries.lines(found.contracts.all())
        if found.kind == Party.Kind.PROPERTY_COMPANY
        else [],
        "across": [(one, available("across", one, request.user)) for one in queries.across_of(found)],
        "verbs": available("party", found, request.user),
        "keeps": keeps,
        "breadcrumb": trail_to(found.place_id, (found.name, "")),
    }
    return render(request, "tripartite/party_detail.html", context)


def _term(user: Any, term: Any, *, keeps: bool) -> dict[str, Any]:
    """A term with its members and, for staff and while it runs, what it departs from."""
    runs = term.until is None
    return {
        "term": term,
        "members": [(one, available("member", one, user)) for one in term.members.all()],
        "verbs": available("term", term, user),
        "findings": terms.findings_of(term) if keeps and runs else [],
    }


@login_not_required
@require_safe
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """A firm in all its compounds, the running contracts first."""
    found = get_object_or_404(PropertyCompany, pk=pk)
    context = {
        "company": found,
        "contracts": queries.contracts_of_company(pk),
        "breadcrumb": [(_("property companies"), ""), (found.name, "")],
    }
    return render(request, "tripartite/company_detail.html", context)


@login_not_required
@require_safe
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """Which rules apply here, and from which text."""
    place = get_object_or_404(Place, code=code)
    if len(code) < Level.CITY:
        raise Http404
    context = {
        "place": place,
        "chapters": chapters(code),
        "city": city_name(code),
        "has_own": city_has_own(code),
        "breadcrumb": trail_to(code, (_("Rules"), "")),
    }
    return render(request, "tripartite/party_rules.html", context)
