"""What an import would change, how far the worker is, and the verbs that decide on it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.posts.roles import KEEP_ROSTER

from .. import actions, errors, reading
from ..forms import ReasonForm
from ..models import RosterImport
from ..states import MACHINE
from .access import roster_of, trail

CONFLICT = 409
VERBS = ("merge", "undo", "discard")
THANKS = {
    "merge": gettext_lazy("It is being written. You can leave this page; you are told when it is done."),
    "undo": gettext_lazy("It is being undone. You can leave this page."),
    "discard": gettext_lazy("Thrown away. Nothing was changed."),
}


@require_safe
@permission_required(KEEP_ROSTER, raise_exception=True)
def roster_list(request: SignedInRequest) -> HttpResponse:
    rows = RosterImport.objects.visible_to(request.user, KEEP_ROSTER).select_related("place", "by")
    found, following = reading.page(rows, request.GET.get("before", ""))
    context = {
        "rows": found,
        "places": reading.where_to_send(request.user),
        "next_url": f"?before={following}" if following else "",
        "breadcrumb": [(_("Roster imports"), "")],
    }
    return render(request, "buildings/roster_list.html", context)


@require_safe
def roster_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    row = roster_of(request, pk)
    return render(
        request,
        "buildings/roster_detail.html",
        reading.shown(row, request.user) | {"breadcrumb": trail(row.place, (row.name, ""))},
    )


@require_safe
def roster_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again while the worker is at it."""
    row = roster_of(request, pk)
    response = render(request, "buildings/_roster_progress.html", {"row": row})
    if not row.works:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def roster_faults(request: SignedInRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """The rows that were not taken as they are, as a workbook; logged before the first byte."""
    row = roster_of(request, pk)
    if not row.file or not row.report.get("troubles"):
        raise Http404
    record("roster.faults", row, by=request.user, file=row.name)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = StreamingHttpResponse(errors.workbook(row), content_type=kind)
    name = _("%(name)s – faults.xlsx") % {"name": row.name.rsplit(".", 1)[0]}
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def roster_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told so."""
    if verb not in VERBS:
        raise Http404
    row = roster_of(request, pk)
    rule = MACHINE[verb]
    form = ReasonForm(request.POST if request.method == "POST" else None) if verb == "undo" else None
    refusal = "" if rule.is_open(row) else _("This is not possible now.")
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _do(row, verb, request.user, form)
            messages.success(request, str(THANKS[verb]))
            return redirect("roster_list" if verb == "discard" else row)
        except Refused as no:
            refusal = str(no)
    context = {"row": row, "rule": rule, "form": form, "refusal": refusal, **_around(row, rule, request)}
    return render(request, "buildings/roster_verb.html", context, status=CONFLICT if refusal else 200)


def _do(row: RosterImport, verb: str, by: Any, form: ReasonForm | None) -> None:
    if verb == "undo" and form is not None:
        actions.undo(row, by=by, reason=form.cleaned_data["reason"])
    elif verb == "merge":
        actions.merge(row, by=by)
    else:
        actions.discard(row, by=by)


def _around(row: RosterImport, rule: Any, request: HttpRequest) -> dict[str, Any]:
    if not request.user.has_perm(KEEP_ROSTER, row):
        raise PermissionDenied
    return {
        "numbers": reading.numbers(row),
        "left_out": sum(many for fault, many in reading.faults(row) if not fault.taken),
        "here": request.path,
        "breadcrumb": trail(row.place, (row.name, row.get_absolute_url()), (str(rule.label), "")),
    }
