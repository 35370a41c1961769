"""For the committee: who is hired, the plan, what was paid and what is to be paid."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from beihu.scope import find
from beihu.sheets.writing import CONTENT_TYPES
from buildings.places.codes import Level
from buildings.places.exports import record_export
from buildings.places.models import Place
from buildings.posts.roles import KEEP_HANDS, VIEW_PLACE

from ... import papers
from ...asking import ask, trail
from .. import actions, exports, paying, queries, rota
from ..forms import FORMS, HireForm, titles
from ..models import HandPay, HiredHand

form_page = require_http_methods(["GET", "HEAD", "POST"])
DAYS_SHOWN = 14
VERBS: dict[str, Callable[..., Any]] = {
    "plan": actions.plan, "unplan": actions.unplan, "change_day": actions.change_day, "pay": paying.pay, "end": actions.end,
}  # fmt: skip


def _compound(request: SignedInRequest, code: str) -> Place:
    place: Place = find(Place.objects.all(), request.user, KEEP_HANDS, inside=VIEW_PLACE, code=code)
    if len(code) != Level.COMPOUND:
        raise Http404
    return place


def _hand(request: SignedInRequest, pk: int) -> HiredHand:
    rows = HiredHand.objects.select_related("place")
    row: HiredHand = find(rows, request.user, KEEP_HANDS, inside=VIEW_PLACE, pk=pk)
    return row


@require_safe
def hand_list(request: SignedInRequest, code: str) -> HttpResponse:
    place = _compound(request, code)
    rows = list(queries.rated(HiredHand.objects.filter(place=place)).order_by("-until", "job", "pk")[:100])
    context = {
        "place": place,
        "rows": [one for one in rows if one.until is None or one.until > timezone.localdate()],
        "former": [one for one in rows if one.until and one.until <= timezone.localdate()],
        "breadcrumb": trail(code, (_("Hired hands"), "")),
    }
    return render(request, "tripartite/hand_list.html", context)


@form_page
def hand_new(request: SignedInRequest, code: str) -> HttpResponse:
    place = _compound(request, code)
    given: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = HireForm(**given)
    back = reverse("hand_list", args=[code])
    return ask(
        request,
        form,
        lambda: actions.hire(place, by=request.user, **form.cleaned_data),
        title=_("Hire somebody"),
        back=back,
        breadcrumb=trail(code, (_("Hired hands"), back)),
    )


@require_safe
def hand_export(request: SignedInRequest, code: str, kind: str) -> StreamingHttpResponse:
    """What was paid at a compound, month by month; logged before the first byte."""
    place = _compound(request, code)
    if kind not in exports.WRITERS:
        raise Http404
    rows = HandPay.objects.filter(hand__place=place)
    record_export("hand.export", rows, by=request.user, right=KEEP_HANDS, kind=kind)
    headers = {"Content-Disposition": f'attachment; filename="pay-{timezone.localdate():%Y%m%d}.{kind}"'}
    return StreamingHttpResponse(
        exports.stream(kind, rows), content_type=CONTENT_TYPES[kind], headers=headers
    )


@require_safe
def hand(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _hand(request, pk)
    today = timezone.localdate()
    context = {
        "row": row,
        "shifts": [one for one in row.shifts.all() if one.until is None or one.until > today],
        "changes": rota.changes(row, today)[:DAYS_SHOWN],
        "payments": row.payments.select_related("entry")[:24],
        "due": [(month, rota.reckon(row, month)) for month in paying.months_due(row)],
        "verbs": titles().items(),
        "breadcrumb": trail(
            row.place_id, (_("Hired hands"), reverse("hand_list", args=[row.place_id])), (row.shown_name, "")
        ),
    }
    return render(request, "tripartite/hand_detail.html", context)


@require_safe
def hand_contract(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The contract, to those who keep the hands; each look is logged."""
    row = _hand(request, pk)
    answer = papers.download(row.contract, f"contract-{row.pk}")
    record("hand.contract", row, by=request.user)
    return answer


@form_page
def hand_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in FORMS:
        raise Http404
    row = _hand(request, pk)
    form = FORMS[verb](request.POST if request.method == "POST" else None, row=row)

    def do() -> HiredHand:
        VERBS[verb](row, by=request.user, **form.facts())
        return row

    return ask(
        request,
        form,
        do,
        title=str(titles()[verb]),
        back=row.get_absolute_url(),
        style="danger" if verb == "end" else "primary",
        breadcrumb=trail(
            row.place_id,
            (_("Hired hands"), reverse("hand_list", args=[row.place_id])),
            (row.shown_name, row.get_absolute_url()),
        ),
        words=f"{row.get_job_display()} · {row.shown_name}",
    )
