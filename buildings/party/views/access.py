"""Which place or row somebody may open, where its page lies, and the one way in which a verb is asked and done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.scope import find
from beihu.states import Refused
from buildings.places.codes import Level, lineage
from buildings.places.models import Place
from buildings.posts.roles import VIEW_ORGANISATION

CONFLICT = 409
Trail = list[tuple[str, str]]


def place_for(request: SignedInRequest, code: str, right: str = VIEW_ORGANISATION) -> Place:
    """The place, for whoever holds the right there; 403 for those who only see the organisations, 404 for others."""
    return find(Place.objects.all(), request.user, right, inside=VIEW_ORGANISATION, code=code)


def trail(request: SignedInRequest, place: Place, *more: tuple[str, str], page: str = "coverage") -> Trail:
    """The places from the street down, each leading to its page as far as this person may look, then what follows."""
    codes = [code for code in lineage(place.code) if len(code) >= Level.STREET]
    above = Place.objects.filter(code__in=codes).order_by("code") if len(codes) > 1 else [place]
    steps = [
        (
            one.short_name,
            reverse(page, args=[one.code]) if request.user.has_perm(VIEW_ORGANISATION, one) else "",
        )
        for one in above
    ]
    return [*(steps or [(place.short_name, reverse(page, args=[place.code]))]), *more]


def back_to(request: SignedInRequest, otherwise: str) -> str:
    """A page of ours that a link or a form named, or the other one."""
    wanted = (request.POST.get("next") or request.GET.get("next", ""))[:500]
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if ours else otherwise


def ask_or_do(
    request: SignedInRequest,
    form: Any,
    do: Callable[[], Any],
    *,
    title: Any,
    back: str,
    breadcrumb: Trail,
    closed: Any = "",
    done: str = "",
    after: Callable[[Any], str] | None = None,
    **more: Any,
) -> HttpResponse:
    """GET asks, POST does. `closed`: a sentence why the verb is not open (409). A refusal keeps what was typed."""
    if request.method == "POST" and not closed and form.is_valid():
        try:
            made = do()
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, done or _("Done: %(what)s") % {"what": title})
            return redirect(back_to(request, after(made) if after else back))
    context = {
        "form": form,
        "heading": title,
        "back": back_to(request, back),
        "next": back_to(request, ""),
        "closed": closed,
        "here": request.path,
        "breadcrumb": [*breadcrumb, (str(title), "")],
    }
    status = CONFLICT if closed else 200
    return render(request, "buildings/party_verb.html", context | more, status=status)
