"""For staff: what waits for an answer, what was reported, and tables to take away."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import reach_of
from beihu.sheets.writing import CONTENT_TYPES
from buildings.places.exports import record_export
from buildings.posts.roles import MODERATE_IDEA, VIEW_IDEA
from tripartite.issues.queries import COUNTED, place_names
from tripartite.issues.views.access import with_right

from .. import queries
from ..exports import stream_csv, stream_xlsx
from ..forms.lists import FilterForm

PILES = {
    "open": gettext_lazy("To answer"),
    "adopted": pgettext_lazy("ideas", "Adopted"),
    "answered": pgettext_lazy("ideas", "Answered"),
    "not_possible": pgettext_lazy("ideas", "Not possible"),
    "merged": pgettext_lazy("ideas", "Merged"),
    "withdrawn": pgettext_lazy("ideas", "Taken back"),
    "hidden": pgettext_lazy("ideas", "Hidden"),
    "all": gettext_lazy("All"),
}
SHEETS = {
    "csv": (stream_csv, CONTENT_TYPES["csv"]),
    "xlsx": (stream_xlsx, CONTENT_TYPES["xlsx"]),
}


@require_safe
@with_right(VIEW_IDEA)
def idea_list(request: SignedInRequest) -> HttpResponse:
    """The ideas of one's places; those to answer in the order of their days."""
    wanted = FilterForm(request.GET).wanted()
    found = queries.listed(request.user, **wanted)
    due_first = wanted["pile"] == "open"
    page = queries.page(
        found,
        by="answer_due" if due_first else "posted_at",
        after=request.GET.get("after", ""),
        latest_first=not due_first,
    )
    count = queries.count(found)
    moderates = bool(reach_of(request.user, MODERATE_IDEA))
    context = {
        "wanted": wanted,
        "rows": page.rows,
        "following": _link(wanted, after=page.following) if page.following else "",
        "first": _link(wanted) if request.GET.get("after") else "",
        "count": f"{COUNTED - 1}+" if count >= COUNTED else str(count),
        "piles": [(name, label, _link(wanted, pile=name, overdue="")) for name, label in PILES.items()],
        "place_name": place_names([wanted["place"]]).get(wanted["place"], "") if wanted["place"] else "",
        "no_place": _link(wanted, place=""),
        "query": _link(wanted)[1:],
        "reports": queries.waiting_reports(request.user).count() if moderates else None,
        "breadcrumb": [(_("Ideas"), "")],
    }
    return render(request, "forums/idea_list.html", context)


def _link(wanted: dict[str, Any], **changes: str) -> str:
    """The address of the list with something changed; the page of the old filter is left."""
    given = {"pile": wanted["pile"], "q": wanted["words"], "place": wanted["place"]}
    given |= {"overdue": "on" if wanted["overdue"] else ""} | changes
    return f"?{urlencode({name: value for name, value in given.items() if value})}"


@require_safe
@with_right(MODERATE_IDEA)
def idea_reports(request: SignedInRequest) -> HttpResponse:
    """What was reported and waits for a decision; how many reported it decides nothing."""
    found = queries.reported(request.user)
    crumbs = [(_("Ideas"), request.path.removesuffix("reports/")), (_("Reports"), "")]
    return render(request, "forums/idea_reports.html", {"found": found, "breadcrumb": crumbs})


@require_safe
@with_right(VIEW_IDEA)
def idea_export(request: SignedInRequest, kind: str) -> StreamingHttpResponse:
    """What the filter leaves, as a table; logged before the first byte."""
    if kind not in SHEETS:
        raise Http404
    wanted = FilterForm(request.GET).wanted()
    found = queries.listed(request.user, **wanted)
    record_export(
        "idea.export", found, by=request.user, right=VIEW_IDEA, kind=kind, filters=_link(wanted)[1:]
    )
    stream, content_type = SHEETS[kind]
    name = f"ideas-{timezone.localdate():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(stream(found), content_type=content_type, headers=headers)
