"""The board of a place, the lists behind its figures, places side by side, the wall and the sheet."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.actions import record
from beihu.office.tallies.asking import FOREVER, Ask
from beihu.office.tallies.measures import measures
from beihu.office.tallies.models import Correction
from beihu.scope import reach_of
from beihu.sheets.writing import CONTENT_TYPES, csv_lines, in_language, xlsx_bytes
from buildings.places.codes import LEVELS, Level
from buildings.places.models import Place
from buildings.places.paper import draw
from buildings.places.queries import home
from buildings.posts.roles import VIEW_DASHBOARD, VIEW_PLACE

from . import board, cases, indicators, periods, pictures
from .periods import Period
from .showing import Shown

CORRECTED = timedelta(days=30)  # how far back corrections are listed
MOST = 200


@require_safe
def dashboards(request: SignedInRequest) -> HttpResponse:
    """The board of one's own place; a choice where there are several."""
    codes = sorted(
        {reach.prefix for reach in reach_of(request.user, VIEW_DASHBOARD)}, key=lambda code: (len(code), code)
    )
    if not codes:
        raise PermissionDenied
    if codes == [""]:
        codes = [home()[: Level.DISTRICT] or "0"]
    if len(codes) > 1:
        places = Place.objects.filter(code__in=codes).order_by("code")
        return render(
            request, "office/dashboard_choose.html", {"places": places, "breadcrumb": [(_("Figures"), "")]}
        )
    return dashboard(request, codes[0])


@require_safe
def dashboard(request: SignedInRequest, code: str) -> HttpResponse:
    shown, context = _board(request, code)
    periods_offered = [(key, label, key == shown.board.period.key) for key, label in periods.NAMES.items()]
    context |= {
        "periods": periods_offered,
        "sets": [(one, one.key == shown.board.chosen.key) for one in indicators.sets().values()],
    }
    return render(request, "office/dashboard.html", context)


@require_safe
def dashboard_wall(request: SignedInRequest, code: str) -> HttpResponse:
    """For a screen that hangs there: large, by itself, nothing to open and nobody's name."""
    _shown, context = _board(request, code, leads=False)
    return render(request, "office/dashboard_wall.html", context)


@require_safe
def dashboard_report(request: SignedInRequest, code: str) -> HttpResponse:
    """The same figures on A4, with the way back to the screen."""
    shown, context = _board(request, code, leads=False)
    address = f"{reverse('dashboard', args=[code])}?{shown.query}"
    context["qr"] = draw(request.build_absolute_uri(address))
    return render(request, "office/dashboard_report.html", context)


@require_safe
def dashboard_compare(request: SignedInRequest, code: str) -> HttpResponse:
    """Places in this one side by side; all of them until some are chosen."""
    shown, context = _board(request, code)
    wanted = set(request.GET.getlist("with"))
    lines = [
        line for line in shown.board.lines if not wanted or line.place.code in wanted
    ] or shown.board.lines
    context |= {
        "choices": [(line.place, not wanted or line.place.code in wanted) for line in shown.board.lines],
        "head": [*shown.health_head, *shown.wings_head],
        "rows": [shown.all_of(line) for line in lines],
        "whole": shown.all_of(shown.board.whole),
    }
    return render(request, "office/dashboard_compare.html", context)


@require_safe
def dashboard_pictures(request: SignedInRequest, code: str) -> HttpResponse:
    """The same figures drawn, each with its table."""
    shown, context = _board(request, code, more=pictures.asks)
    context["charts"] = pictures.of(shown.board)
    return render(request, "office/dashboard_pictures.html", context)


@require_safe
def dashboard_corrections(request: SignedInRequest, code: str) -> HttpResponse:
    """Days that were over and changed nevertheless: what somebody read then is not what stands there now."""
    line, _children, _compounds = _line(request, code)
    if len(code) not in (Level.STREET, Level.COMMUNITY):
        raise Http404
    since = timezone.localdate() - CORRECTED
    found = Correction.objects.filter(place=code, known_on__gte=since).order_by(
        "-known_on", "-day", "measure"
    )
    context = {
        "place": line[-1],
        "rows": [(row, measures()[row.measure].label) for row in found[:MOST] if row.measure in measures()],
        "breadcrumb": [*_trail(request, line), (_("Corrections"), "")],
    }
    return render(request, "office/dashboard_corrections.html", context)


@require_safe
def dashboard_cases(request: SignedInRequest, code: str, key: str) -> HttpResponse:
    """The rows behind a figure; their number is the figure."""
    place, line, found, window = _cases(request, code, key)
    start = int(given) if (given := request.GET.get("from", "")).isdecimal() and len(given) < 9 else 0
    count = found.count()
    query = request.GET.copy()
    query.pop("from", None)
    here = f"{query.urlencode()}&" if query else ""
    context = {
        "place": place,
        "measure": found.measure,
        "key": key,
        "count": count,
        "rows": found.page(start),
        "window": window is not None,
        "days": (None if window[0] == FOREVER else window[0], window[1] - timedelta(days=1))
        if window
        else None,
        "query": query.urlencode(),
        "previous": f"?{here}from={max(start - cases.PAGE, 0)}" if start else "",
        "following": f"?{here}from={start + cases.PAGE}" if start + cases.PAGE < count else "",
        "breadcrumb": [*_trail(request, line), (str(found.measure.label), "")],
    }
    return render(request, "office/dashboard_cases.html", context)


@require_safe
def dashboard_cases_export(request: SignedInRequest, code: str, key: str, kind: str) -> HttpResponseBase:
    place, _line, found, _window = _cases(request, code, key)
    if kind not in ("csv", "xlsx"):
        raise Http404
    count = found.count()
    record("dashboard.export", place, by=request.user, measure=key, rows=count)
    head = [_("Title"), _("Where"), _("State"), _("Day"), _("Why it is left out"), _("Decided as")]
    rows = (
        [
            case.title,
            case.place,
            case.state,
            case.day.isoformat() if case.day else "",
            case.reason,
            case.approver,
        ]
        for start in range(0, count, 1000)
        for case in found.page(start, 1000)
    )
    lines = csv_lines(head, rows) if kind == "csv" else xlsx_bytes(head, rows)
    headers = {"Content-Disposition": f'attachment; filename="{key}-{code}.{kind}"'}
    return StreamingHttpResponse(in_language(lines), content_type=CONTENT_TYPES[kind], headers=headers)


def _line(
    request: SignedInRequest, code: str, deepest: int = Level.BUILDING
) -> tuple[list[Place], list[Place], list[Place]]:
    """404 for strangers, 403 for staff of the place without the right."""
    if len(code) not in LEVELS or len(code) > deepest:
        raise Http404
    line, children, compounds = board.around(code)
    if not line:
        raise Http404
    if not request.user.has_perm(VIEW_DASHBOARD, line[-1]):
        if request.user.has_perm(VIEW_PLACE, line[-1]):
            raise PermissionDenied
        raise Http404
    return line, children, compounds


def _trail(request: SignedInRequest, line: list[Place]) -> list[tuple[str, str]]:
    """From the widest place whose board this person may see."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return [(_("Figures"), reverse("dashboards"))] + [
        (place.short_name, f"{reverse('dashboard', args=[place.code])}{query}")
        for place in line
        if len(place.code) <= Level.BUILDING and request.user.has_perm(VIEW_DASHBOARD, place)
    ]


def _board(
    request: SignedInRequest,
    code: str,
    *,
    leads: bool = True,
    more: Callable[[str, Period], list[Ask]] = lambda _code, _period: [],
) -> tuple[Shown, dict[str, Any]]:
    line, children, compounds = _line(request, code)
    place = line[-1]
    sets = indicators.sets()
    chosen = sets.get(request.GET.get("set", "")) or sets[indicators.DEFAULT]
    period = periods.read(request.GET)
    found = board.of_place(place, children, compounds, period, chosen, more(code, period))
    shown = Shown(found, cases.readable(request.user, place), leads)
    trail = _trail(request, line)
    return shown, {
        "place": place,
        "shown": shown,
        "board": found,
        "period": found.period,
        "breadcrumb": [*trail[:-1], (trail[-1][0], "")],
    }


def _cases(
    request: SignedInRequest, code: str, key: str
) -> tuple[Place, list[Place], cases.Cases, tuple[date, date] | None]:
    line, _children, _compounds = _line(
        request, code, Level.DOORWAY
    )  # a building's figures lead to its doorways
    if (kind := cases.kind_of(key)) is None:
        raise Http404
    if not request.user.has_perm(kind.right, line[-1]):
        raise PermissionDenied
    window = None
    if measures()[key].day is not None:
        today = timezone.localdate()
        period = periods.read(request.GET)
        window = (
            (FOREVER, today)
            if request.GET.get("late")
            else (today, today + timedelta(days=7))
            if request.GET.get("week")
            else (period.since, period.until)
        )
    since, until = window or (None, None)
    aspect = request.GET.get("aspect", "")[:24]
    return line[-1], line, cases.behind(key, code, since, until, aspect.replace("\0", "")), window
