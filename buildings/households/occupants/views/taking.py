"""Taking the roster of a place away as a table."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beihu.audit.revealing import REVEAL
from beihu.states import Refused
from buildings.places.views.codes import leads_on, staff_place
from buildings.posts.roles import KEEP_ROSTER

from .. import exports
from ..forms import KINDS, TakeAwayForm
from .trail import trail_to

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "HEAD", "POST"])
@leads_on
def roster_export(request: HttpRequest, code: str) -> Any:
    """`?kind=csv` sends it masked; a POST with a reason sends it in full, to those who may reveal."""
    place = staff_place(request, code, KEEP_ROSTER)
    reveals = request.user.has_perm(REVEAL, place)
    kind = request.GET.get("kind", "")
    if request.method == "GET" and kind in KINDS:
        return _sent(exports.take_away(place, by=request.user, kind=kind))
    form = TakeAwayForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _sent(exports.take_away(place, by=request.user, full=True, **form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "place": place,
        "form": form,
        "reveals": reveals,
        "number": exports.people(place).count(),
        "breadcrumb": trail_to(place, (_("Take the roster away"), "")),
    }
    return render(request, "buildings/roster_export.html", context)


def _sent(export: exports.Export) -> StreamingHttpResponse:
    response = StreamingHttpResponse(export.stream(), content_type=TYPES[export.kind])
    name = _("Roster") + f" {export.place.short_name}.{export.kind}"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
