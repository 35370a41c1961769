"""The drawn households by their doors: for whoever runs the evaluation and carries paper to them."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.sheets.writing import CONTENT_TYPES

from .. import exports, queries
from ..models import Evaluation
from .access import for_maker, trail


def _drawn(request: SignedInRequest, pk: int) -> Evaluation:
    row = for_maker(request.user, pk)
    if not row.seed:
        raise Http404
    return row


@require_safe
def evaluation_drawn(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _drawn(request, pk)
    doorways: dict[str, list[str]] = {}
    for home in queries.homes(row):
        doorways.setdefault(home.where, []).append(home.room)
    context = {
        "row": row,
        "doorways": doorways.items(),
        "frame": len(row.frame),
        "breadcrumb": trail(row, (_("Drawn households"), "")),
    }
    return render(request, "forums/evaluation_drawn.html", context)


@require_safe
def drawn_export(request: SignedInRequest, pk: int, kind: str) -> StreamingHttpResponse:
    row = _drawn(request, pk)
    if kind not in CONTENT_TYPES:
        raise Http404
    exports.record_export(row, by=request.user, kind=kind)
    headers = {"Content-Disposition": f'attachment; filename="evaluation-{row.pk}-drawn.{kind}"'}
    return StreamingHttpResponse(exports.stream(row, kind), content_type=CONTENT_TYPES[kind], headers=headers)
