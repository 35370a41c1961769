"""For the committee and the office: the repairs, one of them with its quotes and its way, and its verbs."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.listing import filters, link
from beihu.once import last_seen
from beihu.scope import find, reach_of, under
from beihu.sheets.writing import CONTENT_TYPES
from buildings.places.codes import Level
from buildings.places.exports import record_export
from buildings.places.models import Place
from buildings.posts.roles import KEEP_HANDS, KEEP_PARTY, VIEW_ISSUE, VIEW_LEDGER
from tripartite.issues.models import Issue
from tripartite.issues.views.access import with_right

from ... import papers
from ...asking import ask, trail
from .. import actions, exports, limits, queries
from ..forms import FORMS, PILES, FilterForm, LimitsForm, ProposeForm
from ..models import Repair, RepairLimits, RepairQuerySet, RepairQuote
from ..once import ONCE
from ..states import MACHINE

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _listed(request: SignedInRequest) -> tuple[RepairQuerySet, str, int | None]:
    """What this person reads, as the address narrows it."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        raise Http404
    rows = Repair.objects.visible_to(request.user, VIEW_LEDGER)
    if place := form.cleaned_data["place"]:
        rows = rows.filter(under("place_id", place))
    return rows, form.cleaned_data["pile"] or "open", form.cleaned_data["after"]


@require_safe
@with_right(VIEW_LEDGER)
def repair_list(request: SignedInRequest) -> HttpResponse:
    rows, pile, after = _listed(request)
    found = queries.page(rows.select_related("place__parent"), pile=pile, after=after)
    address = filters(request.GET, ("pile", "place"))
    mine = Place.objects.open().filter(
        code__in=[one.prefix for one in reach_of(request.user, KEEP_HANDS)], level=Level.COMPOUND
    )
    context = {
        "rows": found.rows,
        "pile": pile,
        "piles": [(name, label, link(address, pile=name)) for name, label in PILES],
        "following": link(address, after=str(found.following)) if found.following else "",
        "first": link(address) if after else "",
        "query": address.urlencode(),
        "compounds": list(mine.order_by("code")[:20]),
        "breadcrumb": [(_("Repairs"), "")],
    }
    return render(request, "tripartite/repair_list.html", context)


@require_safe
@with_right(VIEW_LEDGER)
def repair_export(request: SignedInRequest, kind: str) -> StreamingHttpResponse:
    """What the filter leaves, as a table; logged before the first byte."""
    if kind not in exports.WRITERS:
        raise Http404
    rows, pile, _after = _listed(request)
    rows = rows.filter(status__in=queries.PILES[pile]) if pile in queries.PILES else rows
    query = filters(request.GET, ("pile", "place")).urlencode()
    record_export("repair.export", rows, by=request.user, right=VIEW_LEDGER, kind=kind, filters=query)
    name = f"repairs-{timezone.localdate():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(
        exports.stream(kind, rows), content_type=CONTENT_TYPES[kind], headers=headers
    )


@require_safe
def repair(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = queries.with_photos(Repair.objects.visible_to(request.user, VIEW_LEDGER))
    row = get_object_or_404(rows.select_related("asked_by", "entry", "issue"), pk=pk)
    available = MACHINE.available(row, request.user)
    context = {
        "row": row,
        "quotes": row.quotes.all(),
        "approvals": row.approvals.select_related("by"),
        "events": row.events.select_related("actor"),
        "main_verbs": [one for one in available if one.style == "primary"],
        "other_verbs": [one for one in available if one.style != "primary"],
        "limits": limits.limits_of(row.place_id),
        "sets_limits": request.user.has_perm(KEEP_PARTY, row.place),
        "breadcrumb": trail(row.place_id, (_("Repairs"), reverse("repair_list")), (row.what[:24], "")),
    }
    return render(request, "tripartite/repair_detail.html", context)


@form_page
def repair_new(request: SignedInRequest, code: str) -> HttpResponse:
    place = find(Place.objects.all(), request.user, KEEP_HANDS, inside=VIEW_LEDGER, code=code)
    if len(code) != Level.COMPOUND:
        raise Http404
    issues = Issue.objects.visible_to(request.user, VIEW_ISSUE).filter(under("place_id", code)).defer("grams")
    form = ProposeForm(
        request.POST if request.method == "POST" else None, places=queries.spots(place), issues=issues
    )

    def do() -> Repair:
        facts = dict(form.cleaned_data)
        return actions.propose(Place.objects.get(code=facts.pop("building")), by=request.user, **facts)

    back = f"{reverse('repair_list')}?place={code}"
    return ask(
        request,
        form,
        do,
        title=_("Ask for a repair"),
        back=back,
        breadcrumb=trail(code, (_("Repairs"), back)),
    )


@form_page
def repair_limits(request: SignedInRequest, code: str) -> HttpResponse:
    place = find(Place.objects.all(), request.user, KEEP_PARTY, inside=VIEW_LEDGER, code=code)
    if len(code) != Level.COMPOUND:
        raise Http404
    now: RepairLimits = limits.limits_of(code)
    first = {name: getattr(now, name) for name in LimitsForm.base_fields}
    form = LimitsForm(request.POST if request.method == "POST" else None, initial=first)

    def do() -> str:
        limits.set_limits(place, by=request.user, **form.cleaned_data)
        return reverse("public_repairs", args=[code])

    back = f"{reverse('repair_list')}?place={code}"
    return ask(
        request,
        form,
        do,
        title=_("Limits of repairs"),
        back=back,
        breadcrumb=trail(code, (_("Repairs"), back)),
    )


@require_safe
def repair_quote(request: SignedInRequest, key: uuid.UUID) -> HttpResponseBase:
    """The paper of a quote, to those who read the repair."""
    quote = get_object_or_404(RepairQuote.objects.select_related("repair"), key=key)
    if not request.user.has_perm(VIEW_LEDGER, quote.repair):
        raise Http404
    return papers.download(quote.file, f"quote-{quote.pk}")


@form_page
def repair_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in FORMS:
        raise Http404
    rule = MACHINE[verb]
    rows = Repair.objects.select_related("place")
    row: Repair = find(rows, request.user, KEEP_HANDS, inside=VIEW_LEDGER, pk=pk)
    if not request.user.has_perm(rule.permission or "", row):
        raise PermissionDenied
    given: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = FORMS[verb](**given, initial={"seen": last_seen(row)}, row=row)
    late: list[bool] = []

    def do() -> Repair | None:
        done, closed = ONCE.by_form(row, verb, form, by=request.user, sources=rule.sources)
        late.append(closed)
        return done  # type: ignore[no-any-return]

    return ask(
        request,
        form,
        do,
        title=str(rule.label),
        back=row.get_absolute_url(),
        style=rule.style,
        closed=lambda: any(late) or not rule.is_open(row),
        breadcrumb=trail(
            row.place_id, (_("Repairs"), reverse("repair_list")), (row.what[:24], row.get_absolute_url())
        ),
        row=row,
        words=row.public_what,
    )
