"""A doorway's page: its centre household, who helps, who did before; and the verbs."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ORGANISATION, VIEW_ORGANISATION

from .. import actions
from ..forms.roots import AddFamilyForm, NameCentreForm
from ..forms.verbs import ReasonForm
from ..models import AssistingFamily, CentreHousehold
from .access import ask_or_do, place_for, trail

form_page = require_http_methods(["GET", "HEAD", "POST"])
LABELS = {
    "name": gettext_lazy("Name the centre household"),
    "change": gettext_lazy("Change the centre household"),
    "release": gettext_lazy("Release the centre household"),
    "add": gettext_lazy("Add an assisting family"),
}


def _doorway(request: SignedInRequest, code: str, right: str = VIEW_ORGANISATION) -> Place:
    if len(code) != Level.DOORWAY:
        raise Http404
    return place_for(request, code, right)


@require_safe
def centre(request: SignedInRequest, code: str) -> HttpResponse:
    place = _doorway(request, code)
    rows = CentreHousehold.objects.filter(place=place).select_related("household")
    history = list(rows.prefetch_related("families__household__place").order_by("-since", "-pk"))
    present = next((row for row in history if row.until is None), None)
    context = {
        "place": place,
        "present": present,
        "families": [one for one in present.families.all() if one.until is None] if present else [],
        "before": [row for row in history if row.until is not None],
        "keeps": place.is_open and request.user.has_perm(KEEP_ORGANISATION, place),
        "labels": LABELS,
        "breadcrumb": trail(request, place),
    }
    return render(request, "buildings/centre.html", context)


@form_page
def centre_verb(request: SignedInRequest, code: str, verb: str) -> HttpResponse:
    """Name, change, release the centre household of a doorway; add a family that helps it."""
    if verb not in LABELS:
        raise Http404
    place = _doorway(request, code, KEEP_ORGANISATION)
    present = CentreHousehold.objects.open().filter(place=place).select_related("household").first()
    closed = _closed(verb, place, present)
    kinds: dict[str, Any] = {"release": ReasonForm, "add": AddFamilyForm}
    form = kinds.get(verb, NameCentreForm)(
        request.POST if request.method == "POST" else None,
        subject=present if verb in kinds and present else place,
        user=request.user,
    )

    def do() -> Any:
        if present is not None and verb == "release":
            return actions.release_centre(present, by=request.user, **form.facts())
        if present is not None and verb == "add":
            return actions.add_family(present, by=request.user, **form.facts())
        return actions.name_centre(place, by=request.user, **form.facts())

    back = reverse("centre", args=[code])
    note = _("The families that help it are released with it.") if verb == "release" else ""
    return ask_or_do(
        request, form, do, title=LABELS[verb], back=back, breadcrumb=trail(request, place), closed=closed,
        about=place.short_name, note=note, icon="home", style="danger" if verb == "release" else "primary",
    )  # fmt: skip


def _closed(verb: str, place: Place, present: CentreHousehold | None) -> str:
    if not place.is_open:
        return _("“%(name)s” is closed.") % {"name": place.name}
    if verb == "name" and present:
        return _("This doorway has a centre household already: %(room)s.") % {"room": present.household.room}
    if verb != "name" and not present:
        return _("This doorway has no centre household. Name one first.")
    return ""


@form_page
def family_release(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = AssistingFamily.objects.select_related("household__place", "centre__place")
    row = find(rows, request.user, KEEP_ORGANISATION, inside=VIEW_ORGANISATION, pk=pk)
    place = row.centre.place
    form = ReasonForm(request.POST if request.method == "POST" else None, subject=row, user=request.user)
    return ask_or_do(
        request,
        form,
        lambda: actions.release_family(row, by=request.user, **form.facts()),
        title=_("Release the assisting family"),
        back=reverse("centre", args=[place.code]),
        breadcrumb=trail(request, place),
        closed=_("This has ended already. Reload the page to see what is true now.") if row.until else "",
        about=f"{row.household.place.short_name} {row.household.room}",
    )
