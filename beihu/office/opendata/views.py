"""The open addresses, and the page that explains them."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.office.tallies.measures import measures
from beihu.sheets.writing import CONTENT_TYPES, csv_lines

from . import figures, requests
from .serving import KEPT, KNOWN, Answer, Bad, served, to_json

CSV = CONTENT_TYPES["csv"]


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """For people: what there is, under which licence, how often it changes."""
    context = {
        "licence": settings.OPEN_DATA_LICENCE,
        "a_minute": settings.OPEN_DATA_A_MINUTE,
        "minutes": KEPT // 60,
        "measures": [
            (key, one.label)
            for key, one in measures().items()
            if one.public and one.day is not None and one.aspect is None
        ],
        "origin": request.build_absolute_uri("/").rstrip("/"),
        "breadcrumb": [(_("About and contact"), reverse("about")), (_("Open data"), "")],
    }
    return render(request, "office/open_data.html", context)


@served()
def open_discovery(request: HttpRequest) -> Answer:
    address = request.build_absolute_uri(reverse("open_data")) + "v2"
    return to_json(
        {
            "changeset": "2026-11-27T00:00:00+08:00",
            "contact": _("See the page about this portal."),
            "key_service": _("No key is needed."),
            "endpoints": [
                {"specification": "http://wiki.open311.org/GeoReport_v2", "url": address, "type": "production", "formats": ["application/json"]}
            ],
        }
    ), {}, []  # fmt: skip


@served()
def open_services(request: HttpRequest) -> Answer:
    return to_json(requests.services()), {}, []


@served(still=requests.still_public)
def open_requests(request: HttpRequest) -> Answer:
    """Also as `issues.json`: the rows are flat as they are."""
    rows, older, keys = requests.answer(request.GET)
    return to_json(rows), _next(request, older), keys


@served(still=requests.still_public)
def open_request(request: HttpRequest, ref: str) -> Answer:
    rows, _older, keys = requests.answer({"service_request_id": ref})
    if not rows:
        raise Bad(_("There is no public issue with this number."), 404)
    return to_json(rows), {}, keys


@served()
def open_xml(request: HttpRequest, ref: str) -> Answer:
    raise Bad(_("XML is not offered: ask for the same address with json at its end."), 406)


@served(CSV, still=requests.still_public)
def open_issues_csv(request: HttpRequest) -> Answer:
    rows, older, keys = requests.answer(request.GET)
    lines = csv_lines(requests.COLUMNS, ([_cell(row[name]) for name in requests.COLUMNS] for row in rows))
    return b"".join(lines), _next(request, older), keys


@served()
def open_figures_json(request: HttpRequest) -> Answer:
    return to_json([one._asdict() for one in figures.rows(request.GET)]), {}, []


@served(CSV)
def open_figures_csv(request: HttpRequest) -> Answer:
    return b"".join(csv_lines(figures.COLUMNS, figures.rows(request.GET))), {}, []


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _next(request: HttpRequest, older: str) -> dict[str, str]:
    """Where the next page is, as RFC 8288 says it."""
    if not older:
        return {}
    query = {name: request.GET[name] for name in KNOWN if name in request.GET} | {"after": older}
    return {"Link": f'<{request.build_absolute_uri(request.path)}?{urlencode(query)}>; rel="next"'}
