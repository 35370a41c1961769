"""Send a file, then say what its columns mean: a guess, a preview of twenty rows, and choices to correct it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beihu.accounts.requests import SignedInRequest
from beihu.sheets.reading import Unreadable
from beihu.states import Refused
from buildings.places.views.codes import leads_on, staff_place
from buildings.posts.roles import KEEP_ROSTER

from .. import actions, opening
from ..forms import ColumnsForm, SendForm, SheetForm
from ..layouts import Look, look
from ..models import RosterImport
from ..states import MACHINE
from ..work import local
from .access import roster_of, trail

either = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = 409


@either
@leads_on
def roster_send(request: HttpRequest, code: str) -> HttpResponse:
    place = staff_place(request, code, KEEP_ROSTER)
    sent = request.method == "POST"
    form = SendForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            roster = actions.send(place, upload=form.cleaned_data["upload"], by=request.user)
            return redirect("roster_columns", pk=roster.pk)
        except Refused as no:
            form.add_error("upload", str(no))
    crumbs = trail(place, (_("Import a roster"), ""))
    return render(request, "buildings/roster_send.html", {"form": form, "place": place, "breadcrumb": crumbs})


@either
def roster_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """The layout by GET, the columns by POST; both on one page."""
    row = roster_of(request, pk)
    if not MACHINE["check"].is_open(row):
        return _closed(request, row)
    try:
        sheets, found = _look(request, row)
    except Unreadable as no:
        return _closed(request, row, no.said())
    saved = row.layout if row.layout.get("line") == found.headings.line else {}
    said = {
        "fields": saved.get("fields"),
        "complete": row.complete,
        "relation": row.relation,
        "opens": row.opens_doorways,
    }
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        found=found, said=said, may_open=opening.may_open(request.user, row),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            return _check(request, row, form)
        except Refused as no:
            form.add_error(None, str(no))
    return render(request, "buildings/roster_columns.html", _context(request, row, sheets, found, form))


def _look(request: HttpRequest, row: RosterImport) -> tuple[SheetForm, Look]:
    with local(row.file) as path:
        saved = row.layout
        first = look(path, saved.get("sheets"), saved.get("line", 0), saved.get("depth", 1))
        asked = any(name in request.GET for name in ("sheets", "line", "depth"))
        sheets = SheetForm(request.GET if asked else None, names=first.names)
        found = look(path, **sheets.wanted()) if asked and sheets.is_valid() else first
    if not asked:
        seen = {"sheets": found.chosen, "line": found.headings.line, "depth": found.headings.depth}
        sheets = SheetForm(initial=seen, names=first.names)
    return sheets, found


def _check(request: SignedInRequest, row: RosterImport, form: ColumnsForm) -> HttpResponse:
    data = form.cleaned_data
    actions.check(
        row, by=request.user, layout=form.layout(), complete=data["complete"], relation=data["relation"],
        opens=data.get("opens", False),
    )  # fmt: skip
    return redirect(row)


def _context(
    request: HttpRequest, row: RosterImport, sheets: SheetForm, found: Look, form: ColumnsForm
) -> dict[str, Any]:
    asked = {"sheets": found.chosen, "line": found.headings.line, "depth": found.headings.depth}
    return {
        "row": row,
        "sheets": sheets,
        "found": found,
        "shown": list(zip(found.headings.titles, found.headings.fields, strict=True)),
        "form": form,
        "action": f"{request.path}?{urlencode(asked, doseq=True)}",
        "breadcrumb": trail(row.place, (row.name, row.get_absolute_url()), (_("Columns"), "")),
    }


def _closed(request: HttpRequest, row: RosterImport, words: str = "") -> HttpResponse:
    context = {"row": row, "words": words, "breadcrumb": trail(row.place, (row.name, row.get_absolute_url()))}
    return render(request, "buildings/roster_closed.html", context, status=CONFLICT)
