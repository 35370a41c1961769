"""Which kinds of posts a street has: the list, taking over the shipped ones, making and changing one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beihu.scope import find
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place

from .. import configuring
from ..forms.kinds import PostKindForm, PresetForm
from ..kinds import PostKind
from ..roles import APPOINT, VIEW_PLACE
from ..vacancies import by_kind
from .access import form_page, trail


def _street(request: HttpRequest, code: str) -> Place:
    rows = Place.objects.filter(level=Level.STREET)
    street: Place = find(rows, request.user, APPOINT, inside=VIEW_PLACE, code=code)
    return street


def _kind(request: HttpRequest, pk: int) -> PostKind:
    kind: PostKind = find(PostKind.objects.all(), request.user, APPOINT, inside=VIEW_PLACE, pk=pk)
    return kind


@form_page
def post_kinds(request: HttpRequest, code: str) -> HttpResponse:
    """The street's kinds; below them those of the shipped ones that it does not have."""
    street = _street(request, code)
    kinds = list(PostKind.objects.filter(place=street))
    form = PresetForm(
        request.POST if request.method == "POST" else None, without={kind.code for kind in kinds}
    )
    if form.is_valid():
        try:
            taken = configuring.take_presets(street, by=request.user, codes=form.cleaned_data["codes"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Taken over: %(n)s") % {"n": len(taken)})
            return redirect("post_kinds", street.code)
    numbers = {one.code: one for one in by_kind(street.code)} if kinds else {}
    context = {
        "street": street,
        "rows": [(kind, numbers.get(kind.code)) for kind in kinds],
        "form": form,
        "breadcrumb": trail((_("Kinds of posts"), "")),
    }
    return render(request, "buildings/post_kinds.html", context)


@form_page
def post_kind_new(request: HttpRequest, code: str) -> HttpResponse:
    street = _street(request, code)
    form = PostKindForm(request.POST if request.method == "POST" else None)
    return _written(
        request, form, street, lambda facts: configuring.add_kind(by=request.user, place=street, **facts)
    )


@form_page
def post_kind_change(request: HttpRequest, pk: int) -> HttpResponse:
    kind = _kind(request, pk)
    form = PostKindForm(request.POST if request.method == "POST" else None, instance=kind)

    def change(facts: dict[str, Any]) -> PostKind:
        return configuring.change_kind(kind, by=request.user, **facts)

    return _written(request, form, kind.place, change, kind)


def _written(
    request: HttpRequest, form: PostKindForm, street: Place, write: Any, kind: PostKind | None = None
) -> HttpResponse:
    if form.is_valid():
        try:
            write(form.facts())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("post_kinds", street.code)
    context = {
        "form": form,
        "kind": kind,
        "street": street,
        "breadcrumb": trail((_("Kinds of posts"), _list(street)), (kind.name if kind else _("A new kind"), "")),
    }  # fmt: skip
    return render(request, "buildings/post_kind_form.html", context)


def _list(street: Place) -> str:
    return reverse("post_kinds", args=[street.code])


@require_POST
def post_kind_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes an open kind, opens a closed one again."""
    kind = _kind(request, pk)
    try:
        if "reopen" in request.POST:
            configuring.reopen_kind(kind, by=request.user)
        else:
            configuring.close_kind(kind, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("post_kinds", kind.place_id)


@require_safe
def kinds_here(request: HttpRequest) -> HttpResponse:
    """From anywhere to the kinds of one's own street."""
    rows = Place.objects.filter(level=Level.STREET).visible_to(request.user, APPOINT).order_by("code")
    with_kinds = rows.filter(post_kinds__isnull=False).distinct()
    street = with_kinds.first() or rows.first()
    if street is None:
        raise PermissionDenied
    return redirect("post_kinds", street.code)
