"""Which lot or permit a page is about, where it lies, and the form page that most verbs share."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from beihu.sheets.writing import CONTENT_TYPES
from beihu.states import Refused
from buildings.posts.roles import KEEP_PARKING, OWN_PERMIT, VIEW_PLACE

from ..models import ParkingLot, Permit

CONFLICT = 409
Trail = list[tuple[str, str]]


def lot_for(request: SignedInRequest, code: str, right: str = KEEP_PARKING) -> ParkingLot:
    """The lot of a compound: 404 for strangers, 403 for staff of the place without the right."""
    rows: Any = ParkingLot.objects.select_related("place", "party")
    lot: ParkingLot = find(rows, request.user, right, inside=VIEW_PLACE, place_id=code)
    return lot


def permit_for(request: SignedInRequest, pk: int) -> Permit:
    """The keeper's, or one's own; 403 for staff of the place."""
    rows: Any = Permit.objects.select_related("lot__place", "household__place__parent", "space", "user")
    if own := rows.visible_to(request.user, OWN_PERMIT).filter(pk=pk).first():
        return own
    row: Permit = find(rows, request.user, KEEP_PARKING, inside=VIEW_PLACE, pk=pk)
    return row


def trail(lot: ParkingLot, *more: tuple[str, str]) -> Trail:
    place = lot.place
    return [
        (place.short_name, reverse("place_detail", args=[place.code])),
        (_("Parking"), lot.get_absolute_url()),
        *more,
    ]


def month_of(given: str) -> date:
    """2026-11 → its first day; Http404 for anything else."""
    try:
        year, month = given.split("-")
        if not (len(year) == 4 and len(month) == 2 and given.replace("-", "").isascii()):
            raise ValueError
        return date(int(year), int(month), 1)
    except ValueError as error:
        raise Http404 from error


def day_of(given: str) -> date:
    """2026-11-05; Http404 for anything else."""
    try:
        if len(given) != 10 or not given.isascii():
            raise ValueError
        return date.fromisoformat(given)
    except ValueError as error:
        raise Http404 from error


def form_page(
    request: SignedInRequest,
    form: forms.BaseForm,
    do: Callable[[], Any],
    *,
    title: str,
    back: str,
    crumbs: Trail,
    said: str = "",
    after: Callable[[Any], str] | None = None,
    **more: Any,
) -> HttpResponse:
    """GET asks, POST does; what is refused is said on top of the form."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                done = do()
            messages.success(request, said or _("Done: %(what)s") % {"what": title})
            return redirect(after(done) if after else back)
        except Refused as no:
            form.add_error(None, str(no))
    context = {
        "form": form,
        "title": title,
        "back": back,
        "style": "primary",
        "breadcrumb": [*crumbs, (title, "")],
    }
    return render(request, "tripartite/parking_form.html", context | more)


def sheet(pieces: Any, name: str, kind: str) -> StreamingHttpResponse:
    """A table to take away; kept by nobody on the way."""
    response = StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response
