"""Pages of mediation. Each look at a case is logged; to all but its mediators it is not there."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from beihu.scope import find, reach_of
from buildings.places.models import Place
from buildings.places.paper import draw
from buildings.posts.roles import OPEN_MEDIATION, SERVE_MEDIATION, VIEW_PLACE
from tripartite.issues.views.access import with_right

from ..asking import ask, trail
from . import actions, queries
from .forms import FORMS, OpenForm
from .models import STANDS_AT, MediationCase
from .states import MACHINE

form_page = require_http_methods(["GET", "HEAD", "POST"])
MOST = 100


def _case(request: SignedInRequest, pk: int) -> MediationCase:
    rows = MediationCase.objects.visible_to(request.user, SERVE_MEDIATION).select_related("place")
    return get_object_or_404(rows, pk=pk)


def _trail(row: MediationCase, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(row.place_id, (_("Mediations"), reverse("mediation_list")), *more)


def _name(row: MediationCase) -> str:
    return _("Case %(number)s") % {"number": row.pk}


@require_safe
@with_right(VIEW_PLACE)
def mediation_list(request: SignedInRequest) -> HttpResponse:
    """The cases one mediates, without names; and for those who may open one, counts by kind and quarter."""
    rows = MediationCase.objects.visible_to(request.user, SERVE_MEDIATION).select_related("place")
    found = list(rows.order_by("-pk")[:MOST])
    if found:
        record("mediation.list", found[0].place, by=request.user, cases=[row.pk for row in found])
    opens = bool(reach_of(request.user, OPEN_MEDIATION))
    context = {
        "rows": found,
        "opens": opens,
        "counts": queries.counts(request.user) if opens else [],
        "fewest": queries.FEWEST,
        "breadcrumb": [(_("Mediations"), "")],
    }
    return render(request, "tripartite/mediation_list.html", context)


@form_page
def mediation_new(request: SignedInRequest, code: str) -> HttpResponse:
    place = find(Place.objects.all(), request.user, OPEN_MEDIATION, inside=VIEW_PLACE, code=code)
    if len(code) not in STANDS_AT:
        raise Http404
    people = actions.may_mediate(place)
    form = OpenForm(request.POST if request.method == "POST" else None, people=people)

    def do() -> Any:
        case = actions.open_case(place, by=request.user, **form.cleaned_data)
        return case if request.user.has_perm(SERVE_MEDIATION, case) else reverse("mediation_list")

    back = reverse("mediation_list")
    return ask(
        request,
        form,
        do,
        title=_("Open a mediation"),
        back=back,
        breadcrumb=trail(code, (_("Mediations"), back)),
    )


@require_safe
def mediation(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _case(request, pk)
    record("mediation.look", row, by=request.user)
    available = MACHINE.available(row, request.user)
    context = {
        "row": row,
        "sides": row.sides.all(),
        "mediators": row.mediators.select_related("user"),
        "sessions": row.sessions.all(),
        "points": row.points.all(),
        "main_verbs": [one for one in available if one.style == "primary"],
        "other_verbs": [one for one in available if one.style != "primary"],
        "breadcrumb": _trail(row, (_name(row), "")),
    }
    return render(request, "tripartite/mediation_detail.html", context)


@require_safe
def mediation_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """The agreement on one sheet of A4, with a line for everybody's signature."""
    row = _case(request, pk)
    if not row.agreement:
        raise Http404
    record("mediation.print", row, by=request.user)
    context = {
        "row": row,
        "sides": row.sides.all(),
        "mediators": row.mediators.select_related("user"),
        "points": row.points.all(),
        "qr": draw(settings.BASE_URL.rstrip("/") + row.get_absolute_url()),
        "breadcrumb": _trail(row, (_name(row), row.get_absolute_url()), (_("Agreement"), "")),
    }
    return render(request, "tripartite/mediation_paper.html", context)


@form_page
def mediation_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in FORMS:
        raise Http404
    row = _case(request, pk)
    rule = MACHINE[verb]
    if not request.user.has_perm(rule.permission or "", row):
        raise PermissionDenied
    record("mediation.look", row, by=request.user)
    form = FORMS[verb](request.POST if request.method == "POST" else None, row=row)

    def do() -> MediationCase:
        return actions.ACTIONS[verb](row, by=request.user, **form.facts())

    def closed() -> bool:
        row.refresh_from_db(fields=["status", "followed_on"])
        return not rule.is_open(row)

    return ask(
        request,
        form,
        do,
        title=str(rule.label),
        back=row.get_absolute_url(),
        style=rule.style,
        closed=closed,
        breadcrumb=_trail(row, (_name(row), row.get_absolute_url())),
        row=row,
    )
