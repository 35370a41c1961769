"""The reports of a place: asked for, watched while they are made, taken away."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.office.dashboards import indicators, periods
from beihu.scope import find
from beihu.sheets.writing import CONTENT_TYPES
from beihu.states import Refused
from buildings.places.codes import LEVELS, Level
from buildings.places.models import Place
from buildings.places.views.codes import leads_on, staff_place
from buildings.posts.roles import VIEW_DASHBOARD, VIEW_PLACE

from . import actions
from .forms import OWN, ReportForm
from .models import Report
from .telling import DOCX

PAGE = 20
KINDS = {"docx": ("word", DOCX), "xlsx": ("workbook", CONTENT_TYPES["xlsx"])}


@require_http_methods(["GET", "HEAD", "POST"])
@leads_on
def report_list(request: HttpRequest, code: str) -> HttpResponse:
    """The reports of a place, newest first, and the form that asks for one."""
    if len(code) in LEVELS and len(code) > Level.BUILDING:
        raise Http404
    place = staff_place(request, code, VIEW_DASHBOARD)
    form = ReportForm(request.POST if request.method == "POST" else None, initial=_wanted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.ask_report(
                place, data["found"], set_key=data["set"], language=data["language"], by=request.user
            )
            return redirect("report_list", code)
        except Refused as no:
            form.add_error(None, str(no))
    rows, following = _page(place, request.GET.get("before", ""))
    context = {
        "place": place,
        "form": form,
        "rows": rows,
        "next_url": f"?before={following}" if following else "",
        "breadcrumb": [
            (_("Figures"), reverse("dashboards")),
            (place.short_name, reverse("dashboard", args=[code])),
            (_("Monthly report"), ""),
        ],
    }
    return render(request, "office/report_list.html", context)


@require_safe
def report_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """One row of the list, which asks again while a worker is at it."""
    return render(request, "office/_report_row.html", {"row": _report(request, pk)})


@require_safe
def report_file(request: SignedInRequest, pk: int, kind: str) -> HttpResponseBase:
    """The file itself, for whoever may see the figures there."""
    if kind not in KINDS:
        raise Http404
    report = _report(request, pk)
    name, content_type = KINDS[kind]
    try:
        opened = getattr(report, name).open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    actions.take_away(report, kind, by=request.user)
    title = f"report-{report.place_id}-{report.since:%Y%m%d}-{report.period.last:%Y%m%d}.{kind}"  # no name in a header
    response = FileResponse(opened, as_attachment=True, content_type=content_type, filename=title)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _report(request: SignedInRequest, pk: int) -> Report:
    """404 outside one's places, 403 inside without the right."""
    rows = Report.objects.select_related("place")
    found: Report = find(rows, request.user, VIEW_DASHBOARD, inside=VIEW_PLACE, pk=pk)
    return found


def _page(place: Place, before: str) -> tuple[list[Report], int]:
    """A page of reports, and before which number the next begins; 0 for none."""
    rows = Report.objects.filter(place=place).order_by("-pk")
    if before.isascii() and before.isdecimal() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0


def _wanted(request: HttpRequest) -> dict[str, Any]:
    """What the page of figures showed; last month when one comes from elsewhere."""
    period = periods.read(request.GET)
    asked = {"period", "since"} & request.GET.keys()
    chosen = request.GET.get("set", "")
    days = {} if period.key else {"since": period.since, "until": period.last}
    return {
        "period": (period.key or OWN) if asked else "last-month",
        "set": chosen if chosen in indicators.sets() else indicators.DEFAULT,
        "language": get_language(),
        **days,
    }
