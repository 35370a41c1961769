"""The lists, the page of one evaluation, and the sheet to hang up."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.scope import reach_of
from buildings.places.models import Place
from buildings.places.paper import draw
from buildings.places.views.codes import leads_on
from buildings.posts.roles import MAKE_EVALUATION, VIEW_EVALUATION
from tripartite.issues.queries import chain_of

from .. import queries, results
from ..making import STANDS_AT
from ..models import Evaluation
from ..moving import may
from ..states import ASKED, Status
from .access import runs, to_read, trail
from .showing import shown


@login_not_required
@require_safe
def evaluation_list(request: HttpRequest) -> HttpResponse:
    """What is published, newest first; for staff before that what is going on in their area."""
    user = request.user
    staff = user.is_authenticated and bool(reach_of(user, VIEW_EVALUATION))
    found = queries.page(Evaluation.objects.published(), after=_number(request))
    context = {
        "going": queries.of_staff(user) if staff else [],
        "staff": staff,
        "may_make": user.is_authenticated and bool(reach_of(user, MAKE_EVALUATION)),
        "rows": found.rows,
        "following": f"?after={found.following}" if found.following else "",
        "breadcrumb": [(_("Evaluations"), "")],
    }
    return render(request, "forums/evaluation_list.html", context)


@login_not_required
@require_safe
@leads_on
def public_evaluations(request: HttpRequest, code: str) -> HttpResponse:
    """Of one place: what is being asked now, with the way to answer, and what came out before."""
    place = Place.objects.get(code=code)
    if len(code) not in STANDS_AT:
        raise Http404
    rows = queries.at(code)
    found = queries.page(rows.published(), after=_number(request))
    chain = [(one.short_name, f"/places/{one.code}/") for one in chain_of(code)]
    context = {
        "place": place,
        "open": list(rows.filter(status=Status.OPEN).select_related(*queries.WITH).order_by("-pk")),
        "rows": found.rows,
        "following": f"?after={found.following}" if found.following else "",
        "breadcrumb": [*chain, (_("Evaluations"), "")],
    }
    return render(request, "forums/evaluation_board.html", context)


@login_not_required
@require_safe
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """The result for everybody; for staff before that how far it is, and what to do next."""
    row = to_read(request.user, pk)
    user = request.user
    mine = runs(user, row)
    result = row.result if row.status == Status.PUBLISHED else None
    if result is None and mine:
        result = results.result_of(row)
    verbs = may(user, row) if user.is_authenticated else []
    looks = user.is_authenticated and user.has_perm(VIEW_EVALUATION, row)
    context: dict[str, Any] = {
        "row": row,
        "result": shown(row, result) if result else None,
        "criteria": [] if result else row.criteria.all(),
        "answered": results.answered(row) if row.status in ASKED and not result else None,
        "pursuits": row.pursuits.select_related("commitment", "criterion") if row.published_at else [],
        "verbs": verbs,
        "looks": looks,
        "runs": mine,
        "about": looks and not mine and row.is_about(user),
        "breadcrumb": trail(row),
    }
    return render(request, "forums/evaluation_detail.html", context)


@login_not_required
@require_safe
def evaluation_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet of A4 for the notice board, with the way back to the page and the fingerprint of the figures."""
    row = to_read(request.user, pk)
    if row.status != Status.PUBLISHED or row.result is None:
        raise Http404
    url = settings.BASE_URL.rstrip("/") + row.get_absolute_url()
    context = {
        "row": row,
        "result": shown(row, row.result),
        "qr": draw(url),
        "breadcrumb": trail(row, (_("To hang up"), "")),
    }
    return render(request, "forums/evaluation_sheet.html", context)


def _number(request: HttpRequest) -> int | None:
    given = request.GET.get("after", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= 18 else None
