"""Hotspots of a place, and the button that puts one on an agenda."""

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from beihu.scope import find
from beihu.sheets.writing import CONTENT_TYPES, in_language
from beihu.states import Refused
from buildings.places.codes import Level, cut
from buildings.places.models import Place
from buildings.posts.roles import CALL_MEETING, LIST_ISSUE, VIEW_PLACE
from tripartite.issues.queries import chain_of

from . import exports, queries
from .models import Hotspot
from .statistic import HISTORY, LEAST_HISTORY, RECENT, SHOWN_FROM
from .tabling import NoMeeting, table


@require_safe
def hotspots(request: SignedInRequest, code: str) -> HttpResponse:
    """At this place and below it, the surest first."""
    place = _place(request, code)
    rows = queries.rows(request.user, place)
    trail = [(one.short_name, reverse("place_detail", args=[one.code])) for one in chain_of(place.code)]
    context = {
        "place": place,
        "rows": rows[: queries.MOST],
        "more": len(rows) > queries.MOST,
        "look": queries.look_of(place),
        "recent": RECENT,
        "history": HISTORY,
        "least": LEAST_HISTORY,
        "shown_from": SHOWN_FROM,
        "breadcrumb": [*trail, (_("Hotspots"), "")],
    }
    return render(request, "office/hotspot_list.html", context)


@require_safe
def hotspot_export(request: SignedInRequest, code: str, kind: str) -> StreamingHttpResponse:
    """The same rows as a table; that it was taken away is logged."""
    place = _place(request, code)
    if kind not in exports.SHEETS:
        raise Http404
    rows = queries.rows(request.user, place)[: queries.MOST]
    record("hotspot.export", place, by=request.user, rows=len(rows))
    pieces = in_language(exports.SHEETS[kind](exports.head(), exports.lines(rows)))
    headers = {"Content-Disposition": f'attachment; filename="hotspots-{code}.{kind}"'}
    return StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[kind], headers=headers)


def _place(request: SignedInRequest, code: str) -> Place:
    """404 for strangers, 403 for staff of the place who do not read its inbox."""
    place: Place = find(Place.objects.all(), request.user, LIST_ISSUE, inside=VIEW_PLACE, code=code)
    return place


@require_POST
def hotspot_table(request: SignedInRequest, pk: int) -> HttpResponse:
    """On the agenda of the next joint meeting; where none is planned, on to drafting one."""
    rows = Hotspot.objects.select_related("place")
    row = find(rows, request.user, CALL_MEETING, inside=LIST_ISSUE, pk=pk)
    compound, at = cut(row.place_id, Level.COMPOUND), request.POST.get("at", "")
    try:
        item = table(row, by=request.user).item
        messages.success(request, _("On the agenda: %(what)s") % {"what": item})
    except NoMeeting as none:
        messages.info(request, str(none))
        return redirect(f"{reverse('meeting_new')}?place={compound}")
    except Refused as no:
        messages.error(request, str(no))
    return redirect("hotspots", at if at and row.place_id.startswith(at) else compound)
