"""Statements: bring one in, and confirm its lines one by one."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import InvalidPage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import mask_name
from beihu.scope import find
from beihu.states import Refused
from buildings.households.models import Household
from buildings.places.models import Place
from buildings.posts.roles import COLLECT_FEE, VIEW_FEE
from tripartite.issues.queries import place_names

from .. import actions, queries
from ..forms import StatementForm
from ..ledger import StatementLine
from ..matching import door_in, doors
from ..till import collecting
from .forming import form_page
from .sums import compound, form_methods

LARGEST = 20 * 1024 * 1024


@form_methods
def fee_lines(request: SignedInRequest, code: str) -> HttpResponse:
    """What is not a payment yet, the newest first, with the guess for each; POST confirms the guesses that were read."""
    place = compound(request, code)
    rows = StatementLine.objects.filter(place=place, payment__isnull=True).select_related("suggested")
    if request.method == "POST":
        read = [
            int(one)
            for one in request.POST.getlist("line")
            if one.isascii() and one.isdecimal() and len(one) < 19
        ]
        _confirm_all(request, place, list(rows.filter(pk__in=read[: queries.PAGE], suggested__isnull=False)))
        return redirect("fee_lines", code)
    try:
        found = queries.page(rows.order_by("-pk"), request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    lines: list[StatementLine] = found.rows
    known = place_names(row.suggested.place_id for row in lines if row.suggested)
    context = {
        "place": place,
        "guessed": [row.pk for row in lines if row.suggested],
        "next": f"?after={found.following}" if found.following else "",
        "previous": request.path if request.GET.get("after") else "",
        "rows": [
            (row, mask_name(row.payer), known.get(row.suggested.place_id, "") if row.suggested else "")
            for row in lines
        ],
        "breadcrumb": queries.trail(place, (_("Statements"), "")),
    }
    return render(request, "tripartite/statement_lines.html", context)


def _confirm_all(request: SignedInRequest, place: Place, lines: list[StatementLine]) -> None:
    """Each by itself, so that one that is refused does not hold back the others."""
    party, entered = collecting(place), 0
    for line in lines:
        try:
            if party is None:
                raise Refused(_("Nobody collects fees in this compound now."))
            assert line.suggested is not None
            actions.confirm(line, by=request.user, household=line.suggested, party=party)
            entered += 1
        except Refused as no:
            messages.error(request, f"¥{line.amount}: {no}")
    messages.success(
        request,
        ngettext("%(n)s payment is entered.", "%(n)s payments are entered.", entered) % {"n": entered},
    )


def _bring(place: Place, *, by: Any, source: str, file: UploadedFile) -> None:
    if not file.size or file.size > LARGEST:
        raise Refused(_("The file is empty or too large."))
    with tempfile.NamedTemporaryFile() as copy:
        for piece in file.chunks():
            copy.write(piece)
        copy.flush()
        actions.bring(place, by=by, source=source, file=Path(copy.name))


@form_methods
def fee_statement(request: SignedInRequest, code: str) -> HttpResponse:
    place = compound(request, code)
    sent = request.method == "POST"
    form = StatementForm(request.POST if sent else None, request.FILES if sent else None, place=place)
    return form_page(
        request, form, lambda: _bring(place, by=request.user, **form.cleaned_data), title=_("Bring a statement in"),
        back=reverse("fee_lines", args=[code]), breadcrumb=queries.trail(place),
    )  # fmt: skip


@require_POST
def fee_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """`door` is what a person wrote (2-1-1001); without it the guess is meant."""
    rows = StatementLine.objects.select_related("place")
    line = find(rows, request.user, COLLECT_FEE, inside=VIEW_FEE, pk=pk)
    written = request.POST.get("door", "").strip()[:60]
    home: int | None = door_in(written, doors(line.place_id)) if written else line.suggested_id
    household = Household.objects.filter(pk=home).first() if home else None
    party = collecting(line.place)
    try:
        if household is None:
            raise Refused(_("No such door in this compound: write it like 2-1-1001."))
        if party is None:
            raise Refused(_("Nobody collects fees in this compound now."))
        actions.confirm(line, by=request.user, household=household, party=party)
        messages.success(request, _("The payment is entered."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("fee_lines", line.place_id)
