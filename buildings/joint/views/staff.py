"""For staff: the committees, who sits in them, and what becomes of each pledge."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ORGANISATION, VIEW_ORGANISATION

from .. import actions, queries
from ..forms import FORMS, DissolveForm, FoundForm, PledgeForm, SeatForm
from ..models import STANDS_AT, JointCommittee, JointMember, Pledge
from ..states import MACHINE

CONFLICT = 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@permission_required(VIEW_ORGANISATION, raise_exception=True)
def joint_list(request: SignedInRequest) -> HttpResponse:
    context = {
        "rows": queries.committees(request.user)[: queries.MOST],
        "without": queries.without_one(request.user),
        "breadcrumb": [(_("Big committees"), "")],
    }
    return render(request, "buildings/joint_list.html", context)


@require_safe
def joint_committee(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(
        JointCommittee.objects.visible_to(request.user, VIEW_ORGANISATION).select_related("place"), pk=pk
    )
    members = list(row.members.order_by("until", "unit", "pk"))
    context = {
        "row": row,
        "members": [one for one in members if not one.is_released],
        "former": [one for one in members if one.is_released],
        "pledges": row.pledges.order_by("-pk")[: queries.PAGE],
        "keeps": request.user.has_perm(KEEP_ORGANISATION, row),
        "breadcrumb": [(_("Big committees"), reverse("joint_list")), (row.name, "")],
    }
    return render(request, "buildings/joint_detail.html", context)


@form_page
def joint_found(request: SignedInRequest, code: str) -> HttpResponse:
    place = find(Place.objects.all(), request.user, KEEP_ORGANISATION, inside=VIEW_ORGANISATION, code=code)
    if len(place.code) not in STANDS_AT:
        raise Http404
    form = FoundForm(request.POST if request.method == "POST" else None)

    def do() -> JointCommittee:
        return actions.found(place, by=request.user, **form.cleaned_data)

    def taken() -> bool:
        return JointCommittee.objects.open().filter(place=place).exists()

    title = _("Found the big committee of %(place)s") % {"place": place.short_name}
    return _page(request, form, do, title=title, back=reverse("joint_list"), closed=taken)


def _kept(request: SignedInRequest, pk: int) -> JointCommittee:
    rows = JointCommittee.objects.select_related("place")
    row: JointCommittee = find(rows, request.user, KEEP_ORGANISATION, inside=VIEW_ORGANISATION, pk=pk)
    return row


@form_page
def joint_dissolve(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _kept(request, pk)
    form = DissolveForm(request.POST if request.method == "POST" else None)

    def do() -> JointCommittee:
        return actions.dissolve(row, by=request.user, **form.cleaned_data)

    return _page(
        request,
        form,
        do,
        title=_("Dissolve the committee"),
        row=row,
        style="danger",
        closed=lambda: not row.is_open,
    )


@form_page
def joint_seat(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _kept(request, pk)
    form = SeatForm(request.POST if request.method == "POST" else None)

    def do() -> JointMember:
        return actions.seat(row, by=request.user, **form.cleaned_data)

    return _page(
        request, form, do, title=_("Seat a part-time member"), row=row, closed=lambda: not row.is_open
    )


@require_POST
def joint_release(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = JointMember.objects.select_related("committee")
    member = find(rows, request.user, KEEP_ORGANISATION, inside=VIEW_ORGANISATION, pk=pk)
    actions.release(member, by=request.user)
    messages.success(request, _("The seat has ended."))
    return redirect(member.committee)


@form_page
def pledge_new(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _kept(request, pk)
    form = PledgeForm(
        request.POST if request.method == "POST" else None,
        initial={"unit": request.GET.get("unit", "")[:80].replace("\x00", "")},
    )

    def do() -> Pledge:
        return actions.pledge(row, by=request.user, **form.cleaned_data)

    return _page(request, form, do, title=_("Write a pledge down"), row=row, closed=lambda: not row.is_open)


@form_page
def pledge_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Everybody may read a pledge, so the right alone decides: 403 without it."""
    if verb not in FORMS:
        raise Http404
    row = get_object_or_404(Pledge.objects.select_related("committee__place"), pk=pk)
    rule = MACHINE[verb]
    if not request.user.has_perm(rule.permission or "", row):
        raise PermissionDenied
    form = FORMS[verb](request.POST if request.method == "POST" else None)

    def do() -> Pledge:
        return actions.ACTIONS[verb](row, by=request.user, **form.facts())

    return _page(
        request,
        form,
        do,
        title=str(rule.label),
        pledge=row,
        style=rule.style,
        closed=lambda: not rule.is_open(row),
    )


def _page(
    request: SignedInRequest,
    form: forms.Form,
    do: Callable[[], Any],
    *,
    closed: Callable[[], bool],
    **more: Any,
) -> HttpResponse:
    """GET asks, POST does; whoever comes too late is told so, unless it is the second click on what was done."""
    about = more.get("row") or more.get("pledge")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                done = do()
            messages.success(request, _("Done: %(what)s") % {"what": more["title"]})
            return redirect(done.committee if isinstance(done, JointMember) else done)
        except Refused as no:
            form.add_error(None, str(no))
            if about is not None:
                about.refresh_from_db()
    crumbs = [(_("Big committees"), reverse("joint_list"))]
    if about is not None:
        crumbs.append(
            (str(more["row"]) if more.get("row") else more["pledge"].unit, about.get_absolute_url())
        )
    shut = closed()
    context = {
        "form": form,
        "closed": shut,
        "back": about.get_absolute_url() if about is not None else reverse("joint_list"),
        "breadcrumb": [*crumbs, (more["title"], "")],
        "style": "primary",
    } | more
    context["style"] = "danger" if context["style"] == "danger" else "primary"
    return render(request, "buildings/joint_form.html", context, status=CONFLICT if shut else 200)
