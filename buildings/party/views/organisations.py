"""One organisation's page, and the pages of its verbs, its members' and its seats'."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import mask_name
from beihu.audit.revealing import REVEAL
from beihu.scope import find
from buildings.posts.roles import KEEP_ORGANISATION, VIEW_ORGANISATION

from .. import actions, queries
from ..forms import verbs as forms
from ..models import OrganisationSeat, PartyMember, PartyOrganisation
from ..states import MACHINE, Standing
from .access import ask_or_do, trail

MOST_SHOWN = 300
form_page = require_http_methods(["GET", "HEAD", "POST"])
VERBS: dict[str, tuple[Any, Any]] = {
    "elect": (forms.ElectForm, actions.elect),
    "seat": (forms.SeatForm, actions.fill_seat),
    "admit": (forms.AdmitForm, actions.admit),
    "change": (forms.ChangeForm, actions.change),
    "override": (forms.OverrideForm, actions.override),
    "end-term": (forms.ReasonForm, actions.end_term),
    "dissolve": (forms.ReasonForm, actions.dissolve),
}
MEMBER_VERBS: dict[str, tuple[Any, Any, Any]] = {
    "confirm": (gettext_lazy("Full member from now on"), forms.NothingForm, actions.confirm),
    "transfer": (gettext_lazy("Transfer the member"), forms.TransferForm, actions.transfer),
    "release": (gettext_lazy("Release the member"), forms.ReasonForm, actions.release),
}


def _find(request: SignedInRequest, pk: int) -> PartyOrganisation:
    rows = PartyOrganisation.objects.visible_to(request.user, VIEW_ORGANISATION)  # type: ignore[attr-defined]
    return get_object_or_404(queries.shown(rows), pk=pk)


@require_safe
def party_organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _find(request, pk)
    keeps = request.user.has_perm(KEEP_ORGANISATION, row)
    members = list(row.members.open().select_related("user").order_by("name", "pk")[:MOST_SHOWN])
    terms = list(row.terms.prefetch_related("seats__member").order_by("-since", "-pk"))
    explained = list(row.overrides.select_related("by"))
    context = {
        "row": row,
        "available": MACHINE.available(row, request.user),
        "hints": [(one, next((why for why in explained if why.hint == one.key), None)) for one in row.hints],
        "children": queries.around(row),
        "terms": [(term, _seats(term, keeps)) for term in terms],
        "members": [(one, one.name if keeps else mask_name(one.name)) for one in members],
        "probationary": Standing.PROBATIONARY,
        "keeps": keeps and not row.dissolved_on,
        "reveals": keeps and request.user.has_perm(REVEAL, row),
        "sees_parent": row.parent is not None and request.user.has_perm(VIEW_ORGANISATION, row.parent),
        "breadcrumb": trail(request, row.place, (row.name, ""), page="party_tree"),
    }
    return render(request, "buildings/party_organisation.html", context)


def _seats(term: Any, keeps: bool) -> list[tuple[OrganisationSeat, str]]:
    """Who sits or sat, leaders first. Whoever leads is named to all who see the organisation, others to its keepers."""
    seats = sorted(
        term.seats.all(), key=lambda seat: (seat.position != "leader", seat.until is not None, seat.pk)
    )
    named = keeps or term.until is None
    return [(seat, seat.member.name if named else mask_name(seat.member.name)) for seat in seats]


@form_page
def organisation_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told so."""
    if verb not in VERBS and verb != "found":
        raise Http404
    row, rule = _find(request, pk), MACHINE[verb]
    if not request.user.has_perm(KEEP_ORGANISATION, row):
        raise PermissionDenied
    if verb == "found":
        return redirect(f"{reverse('party_found', args=[row.place_id])}?parent={row.pk}")
    closed = "" if row.status in rule.sources else _("This organisation has been dissolved.")
    closed = str(closed or (rule.condition(row) if rule.condition else "") or "")
    kind, action = VERBS[verb]
    form = kind(request.POST if request.method == "POST" else None, subject=row, user=request.user)
    return ask_or_do(
        request,
        form,
        lambda: action(row, by=request.user, **form.facts()),
        title=rule.label,
        back=row.get_absolute_url(),
        breadcrumb=[*trail(request, row.place, page="party_tree"), (row.name, row.get_absolute_url())],
        closed=closed,
        about=row.name,
        icon=rule.icon,
        style=rule.style,
    )


@form_page
def member_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Confirm, transfer or release one member."""
    if verb not in MEMBER_VERBS:
        raise Http404
    rows = PartyMember.objects.select_related("organisation__place", "organisation__kind")
    row = find(rows, request.user, KEEP_ORGANISATION, inside=VIEW_ORGANISATION, pk=pk)
    label, kind, action = MEMBER_VERBS[verb]
    closed = (
        _("This person is no longer a member here. Reload the page to see the list.") if row.until else ""
    )
    if verb == "confirm" and row.standing == Standing.FULL and not closed:
        closed = _("This person is a full member already.")
    form = kind(request.POST if request.method == "POST" else None, subject=row, user=request.user)
    return _about(
        request,
        form,
        lambda: action(row, by=request.user, **form.facts()),
        row.organisation,
        label,
        closed,
        row.name,
    )


@form_page
def seat_vacate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody leaves a seat before the term ends."""
    rows = OrganisationSeat.objects.select_related(
        "term__organisation__place", "term__organisation__kind", "member"
    )
    row = find(rows, request.user, KEEP_ORGANISATION, inside=VIEW_ORGANISATION, pk=pk)
    closed = _("This seat has been left already. Reload the page to see the list.") if row.until else ""
    form = forms.ReasonForm(
        request.POST if request.method == "POST" else None, subject=row, user=request.user
    )
    about = f"{row.member.name} · {row.get_position_display()}"
    organisation = row.term.organisation
    return _about(
        request,
        form,
        lambda: actions.vacate(row, by=request.user, **form.facts()),
        organisation,
        _("Vacate the seat"),
        closed,
        about,
    )


def _about(
    request: SignedInRequest,
    form: Any,
    do: Any,
    organisation: PartyOrganisation,
    label: Any,
    closed: str,
    about: str,
) -> HttpResponse:
    back = organisation.get_absolute_url()
    crumbs = [*trail(request, organisation.place, page="party_tree"), (organisation.name, back)]
    return ask_or_do(request, form, do, title=label, back=back, breadcrumb=crumbs, closed=closed, about=about)
