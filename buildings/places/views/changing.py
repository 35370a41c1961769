"""The forms of the tree's verbs, for those who hold CHANGE_PLACE."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from beihu.states import Refused

from .. import actions, panels
from ..codes import Level
from ..forms import CloseForm, MergeForm, MoveForm, OpenForm, ReasonForm, RenameForm
from ..models import Place
from ..queries import find_place
from .codes import leads_on, staff_place

either = require_http_methods(["GET", "HEAD", "POST"])


@either
@leads_on
def place_open(request: HttpRequest, code: str) -> HttpResponse:
    parent = staff_place(request, code)
    form = OpenForm(request.POST or None)

    @transaction.atomic
    def save(data: dict[str, Any]) -> Place:
        for name in data["names"]:
            actions.open_place(parent, name=name, by=request.user)
        number = len(data["names"])
        messages.success(
            request,
            ngettext("%(number)s place opened.", "%(number)s places opened.", number) % {"number": number},
        )
        return parent

    return _answer(request, parent, form, save, title=_("Open places here"), submit=_("Open these places"))


@either
@leads_on
def place_rename(request: HttpRequest, code: str) -> HttpResponse:
    place = staff_place(request, code)
    form = RenameForm(request.POST or None, initial={"name": place.name})

    def save(data: dict[str, Any]) -> Place:
        renamed = actions.rename_place(place, name=data["name"], by=request.user, reason=data["reason"])
        messages.success(request, _("Renamed. The old name still finds this place."))
        return renamed

    return _answer(request, place, form, save, title=_("Rename"), submit=_("Rename"))


@either
@leads_on
def place_close(request: HttpRequest, code: str) -> HttpResponse:
    place = staff_place(request, code)
    below = _below(place)
    form = CloseForm(request.POST or None, below=sum(number for _level, number in below))

    def save(data: dict[str, Any]) -> Place:
        actions.close_place(place, by=request.user, reason=data["reason"], whole=data.get("whole", False))
        messages.success(request, _("Closed. It can be reopened here."))
        return place

    return _answer(
        request,
        place,
        form,
        save,
        title=pgettext("place", "Close"),
        submit=_("Close this place"),
        style="danger",
        below=below,
    )


@either
@leads_on
def place_reopen(request: HttpRequest, code: str) -> HttpResponse:
    place = staff_place(request, code)
    form = ReasonForm(request.POST or None)

    def save(data: dict[str, Any]) -> Place:
        messages.success(request, _("Open again."))
        return actions.reopen_place(place, by=request.user, reason=data["reason"])

    return _answer(
        request, place, form, save, title=pgettext("place", "Reopen"), submit=pgettext("place", "Reopen")
    )


@either
@leads_on
def place_move(request: HttpRequest, code: str) -> HttpResponse:
    """First choose where to, then look at what comes along and say why."""
    place = staff_place(request, code)
    form = MoveForm(request.POST or None, initial=_chosen(request), listed=len(code) <= Level.COMMUNITY)

    def save(data: dict[str, Any]) -> Place:
        moved = actions.move_place(
            place, under=data["place"], by=request.user, reason=data["reason"], code=data.get("code", "")
        )
        messages.success(request, _("Moved with everything below. Old codes and printed QR codes lead here."))
        return moved

    return _answer(
        request, place, form, save, title=pgettext("place", "Move"), submit=_("Move now"), target=_target(request),
        target_level=len(place.parent_id or ""), under=(place.parent and place.parent.parent_id) or "", below=_below(place), counts=panels.counts(code, request.user),
    )  # fmt: skip


@either
@leads_on
def place_merge(request: HttpRequest, code: str) -> HttpResponse:
    """First choose what takes this place over, then look at what comes along and say why."""
    place = staff_place(request, code)
    form = MergeForm(request.POST or None, initial=_chosen(request))

    def save(data: dict[str, Any]) -> Place:
        into = actions.merge_place(place, into=data["place"], by=request.user, reason=data["reason"])
        messages.success(request, _("Merged. The old name, codes and printed QR codes lead here."))
        return into

    return _answer(
        request, place, form, save, title=pgettext("place", "Merge"), submit=_("Merge now"), style="danger", target=_target(request),
        target_level=len(code), under=place.parent_id or "", below=_below(place), counts=panels.counts(code, request.user),
    )  # fmt: skip


def _answer(
    request: HttpRequest, place: Place, form: Form, save: Callable[[dict[str, Any]], Place], **context: Any
) -> HttpResponse:
    """The form, with what is wrong; or the deed done and the place's page."""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(save(form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    trail = [(place.short_name, place.get_absolute_url()), (context["title"], "")]
    return render(
        request, "buildings/place_form.html", {"place": place, "form": form, "breadcrumb": trail, **context}
    )


def _below(place: Place) -> list[tuple[str, int]]:
    """What lies open below, by level: [("building", 12), ("doorway", 31)]."""
    rows = Place.objects.under(place.code).open().exclude(code=place.code)
    counted = rows.values_list("level").annotate(Count("code")).order_by("level")
    return [(str(Level(level).label), number) for level, number in counted]


def _target(request: HttpRequest) -> Place | None:
    return find_place((request.POST or request.GET).get("place", ""))


def _chosen(request: HttpRequest) -> dict[str, Any]:
    return {"place": request.GET.get("place", "")}
