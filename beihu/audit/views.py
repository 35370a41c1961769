"""Looking at the log, and looking at personal data, which is logged."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from beihu.sheets.writing import csv_lines
from beihu.states import Refused

from . import actions, queries
from .forms import AuditFilterForm, ReasonForm
from .models import AuditEntry
from .revealing import REVEAL, SOURCES
from .words import target_name, verb_name

VIEW_AUDIT = "beihu.view_auditentry"


def _asked(request: HttpRequest) -> tuple[AuditFilterForm, Any]:
    """The filter and the rows it leaves; nonsense in the address is left out."""
    form = AuditFilterForm(request.GET)
    form.is_valid()
    rows = AuditEntry.objects.visible_to(request.user, VIEW_AUDIT)
    return form, queries.filtered(rows, form.cleaned_data)


@require_GET
@permission_required(VIEW_AUDIT, raise_exception=True)
def audit_log(request: HttpRequest) -> HttpResponse:
    form, rows = _asked(request)
    try:
        found, following = queries.page_after(rows, request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    query = request.GET.copy()
    query["after"] = following
    address = query.urlencode()
    context = {
        "form": form,
        "entries": found,
        "query": address,
        "next_url": f"?{address}" if following else "",
    }
    return render(request, "audit/auditentry_list.html", context)


@require_GET
@permission_required(VIEW_AUDIT, raise_exception=True)
def audit_export(request: HttpRequest) -> StreamingHttpResponse:
    """What the filter leaves, as CSV."""
    _form, rows = _asked(request)
    header = [_("Time"), _("Who"), _("What"), _("Record"), _("Place code"), _("Why")]
    lines = (
        [
            row.at,
            str(row.actor or _("the portal")),
            verb_name(row.verb),
            target_name(row.target),
            row.place_id,
            row.reason,
        ]
        for row in rows.select_related("actor").order_by("-pk").iterator(2000)
    )
    response = StreamingHttpResponse(csv_lines(header, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, _("audit log") + ".csv") or ""
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(REVEAL, raise_exception=True)
def reveal(request: HttpRequest, kind: str, pk: str, field: str) -> HttpResponse:
    """Ask why, then show one value in full. As a page, or as a fragment for htmx."""
    if kind not in SOURCES or field not in SOURCES[kind].fields or not pk.isdecimal():
        raise Http404
    obj = get_object_or_404(SOURCES[kind].rows_for(request.user), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "label": SOURCES[kind].fields[field].label, "kind": kind, "obj": obj}
    if form.is_valid():
        try:
            context["value"] = actions.reveal(obj, field, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error("reason", str(refusal))
    page = "audit/_reveal.html" if request.htmx else "audit/reveal.html"  # type: ignore[attr-defined]
    return render(request, page, context)
