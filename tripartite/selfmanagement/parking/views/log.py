"""The keeper's side of the gate's log: who left on a day, what was paid, and the day's takings into the ledger."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from beihu.states import Refused

from .. import dues, exports, queries
from .access import day_of, lot_for, sheet, trail

ENDS = (date(2000, 1, 1), date(2199, 12, 31))


@require_http_methods(["GET", "HEAD", "POST"])
def parking_visits(request: SignedInRequest, code: str, day: str) -> HttpResponse:
    """POST enters what the gate took on this day, once."""
    on = day_of(day)
    if not ENDS[0] <= on <= ENDS[1]:
        raise Http404
    lot = lot_for(request, code)
    if request.method == "POST":
        try:
            entry = dues.book_takings(lot, day=on, by=request.user)
            messages.success(request, _("In the ledger: %(amount)s yuan") % {"amount": entry.amount})
        except Refused as no:
            messages.error(request, str(no))
        return redirect("parking_visits", code, day)
    context = {
        "lot": lot,
        "day": on,
        "rows": queries.left_on(lot, on)[:1000],
        "takings": queries.takings(lot, on),
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "breadcrumb": trail(lot, (_("Log of the gate"), "")),
    }
    return render(request, "tripartite/parking_visits.html", context)


@require_safe
def parking_visits_export(request: SignedInRequest, code: str, kind: str) -> HttpResponseBase:
    if kind not in exports.WRITERS:
        raise Http404
    lot = lot_for(request, code)
    record("gate.export", lot, by=request.user)
    return sheet(exports.visits(lot, kind), f"gate-{code}", kind)
