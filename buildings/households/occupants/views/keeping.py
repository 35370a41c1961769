"""One page for every verb of the roster: the form that asks for its facts, and the deed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from beihu.audit.masking import mask_name
from beihu.scope import find
from beihu.states import Refused
from buildings.places.views.codes import leads_on, staff_place
from buildings.posts.roles import KEEP_ROSTER, VIEW_PLACE

from ...models import Household, Occupant
from .. import dwellings, moving, retention
from ..forms import (
    ChangeForm,
    CorrectForm,
    DwellingForm,
    EraseForm,
    MoveInForm,
    MoveOutForm,
    OpenHouseholdForm,
)
from .trail import trail_into, trail_to

form_page = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = 409
ENDED = _lazy("This entry has ended: it is history and no longer changes.")
Deed = Callable[..., Any]


def _household(request: HttpRequest, pk: int) -> Household:
    rows = Household.objects.select_related("place")
    return find(rows, request.user, KEEP_ROSTER, inside=VIEW_PLACE, pk=pk)


def _occupant(request: HttpRequest, pk: int) -> Occupant:
    rows = Occupant.objects.select_related("household__place")
    return find(rows, request.user, KEEP_ROSTER, inside=VIEW_PLACE, pk=pk)


def _ask(
    request: HttpRequest,
    household: Household,
    title: str | Promise,
    form: forms.Form,
    deed: Deed,
    **shown: Any,
) -> HttpResponse:
    """GET asks, POST does; whoever comes too late is told so, and keeps the words typed."""
    status = CONFLICT if shown.get("closed") else 200
    if status == 200 and form.is_bound and form.is_valid():
        try:
            deed(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("Recorded: %(what)s") % {"what": title})
            return redirect(household)
    context = {
        "household": household, "title": title, "form": form, "breadcrumb": trail_into(household, (str(title), ""))
    }  # fmt: skip
    return render(request, "buildings/occupant_verb.html", context | shown, status=status)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@form_page
def occupant_move_in(request: HttpRequest, pk: int) -> HttpResponse:
    household = _household(request, pk)
    form = MoveInForm(_posted(request))
    return _ask(request, household, _("Move in"), form, lambda **facts: moving.move_in(household, **facts))


@form_page
def occupant_move_out(request: HttpRequest, pk: int) -> HttpResponse:
    household = _household(request, pk)
    form = MoveOutForm(
        _posted(request), household=household, initial={"occupants": request.GET.getlist("who")[:1]}
    )
    closed = (
        "" if household.occupants.current().exists() else _("Nobody is entered here, so nobody can move out.")
    )
    return _ask(
        request, household, _("Move out"), form, lambda **facts: moving.move_out(household, **facts), closed=closed, style="danger"
    )  # fmt: skip


@form_page
def occupant_change(request: HttpRequest, pk: int) -> HttpResponse:
    who = _occupant(request, pk)
    first = {"relation": who.relation, "share": who.share or ""}
    form = ChangeForm(_posted(request), initial=first)
    return _ask_about(request, who, _("Change what somebody is here"), form, moving.change_occupant)


@form_page
def occupant_correct(request: HttpRequest, pk: int) -> HttpResponse:
    who = _occupant(request, pk)
    title = _("Correct name or phone")
    return _ask_about(request, who, title, CorrectForm(_posted(request)), moving.correct_occupant)


@form_page
def occupant_erase(request: HttpRequest, pk: int) -> HttpResponse:
    who = _occupant(request, pk)
    title, closed = _("Erase somebody"), _("Nobody is named here any more.") if who.erased_at else ""
    form, deed = EraseForm(_posted(request)), retention.erase_occupant
    lead = _("Name and phone are erased for good; that somebody owned it or lived here stays.")
    return _ask_about(request, who, title, form, deed, closed=closed, lead=lead, style="danger")


def _ask_about(
    request: HttpRequest, who: Occupant, title: str, form: forms.Form, deed: Deed, **shown: Any
) -> HttpResponse:
    shown.setdefault("closed", "" if who.is_current else ENDED)
    shown["who"] = f"{mask_name(who.name) or '—'} · {who.get_relation_display()}"
    return _ask(request, who.household, title, form, lambda **facts: deed(who, **facts), **shown)


@form_page
def household_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Its floor area with the source, and its use."""
    household = _household(request, pk)
    first = {name: getattr(household, name) for name in ("use", "area", "area_source")}
    form = DwellingForm(_posted(request), initial=first)
    return _ask(
        request, household, _("Correct area or use"), form, lambda **facts: dwellings.correct_area(household, **facts)
    )  # fmt: skip


@form_page
@leads_on
def household_open(request: HttpRequest, code: str) -> HttpResponse:
    """A room that the roster does not know yet."""
    place = staff_place(request, code, KEEP_ROSTER)
    form = OpenHouseholdForm(_posted(request))
    if form.is_bound and form.is_valid():
        try:
            return redirect(dwellings.open_household(place, by=request.user, **form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    title = _("Add a room")
    context = {"title": title, "form": form, "place": place, "breadcrumb": trail_to(place, (title, ""))}
    return render(
        request, "buildings/occupant_verb.html", context, status=CONFLICT if form.non_field_errors() else 200
    )
