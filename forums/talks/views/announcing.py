"""Whoever calls meetings announces talks: everything on one page, with evenings that suit."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.scope import reach_of
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.queries import find_place
from buildings.posts.roles import CALL_MEETING
from tripartite.issues.queries import NESTED
from tripartite.issues.views.access import keeps_words, kept_words, with_right
from tripartite.meetings.views.access import chain

from .. import actions
from ..forms.announcing import AnnounceForm, TalkForm
from ..models import Talk
from ..series import announce_next
from .access import to_call_or_404, trail

SHOWN = 100


@keeps_words
@with_right(CALL_MEETING)
def talk_new(request: SignedInRequest) -> HttpResponse:
    """`place` says where, `day` when."""
    place = _place(request.GET.get("place", ""))
    if place is None or not request.user.has_perm(CALL_MEETING, place):
        return render(request, "forums/talk_where.html", {"places": _places(request)})
    given = request.POST if request.method == "POST" else kept_words(request)
    first: dict[str, Any] = {"uid": uuid.uuid4()}
    if day := _day(request.GET.get("day", "")):
        first["day"] = day
    form = AnnounceForm(given, initial=first, place=place, user=request.user)
    if request.method == "POST" and form.is_valid() and (made := _announce(request, place, form)):
        messages.success(request, _("It is announced. Print the poster and hang it up."))
        return redirect(made)
    context = {"form": form, "place": place, "evenings": form.evenings}
    crumbs = [*chain(place), (_("Announce a talk"), "")]
    return render(request, "forums/talk_new.html", context | {"breadcrumb": crumbs})


def _announce(request: SignedInRequest, place: Place, form: AnnounceForm) -> Talk | None:
    facts, every = form.facts(), form.cleaned_data["every"]
    try:
        talk = actions.announce(by=request.user, place=place, **facts)
        if every and talk.series is None:
            actions.repeat(talk, by=request.user, every=every)
            announce_next(talk.series)  # type: ignore[arg-type]
        return talk
    except Refused as no:
        form.add_error(None, str(no))
    return None


@keeps_words
def talk_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Doorways, sign-up, places."""
    talk = to_call_or_404(request, pk)
    given = request.POST if request.method == "POST" else kept_words(request)
    form = TalkForm(given, talk=talk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(talk, by=request.user, **form.signing())
            messages.success(request, _("Saved."))
            return redirect(talk)
        except Refused as no:
            form.add_error(None, str(no))
    context = {"form": form, "talk": talk, "breadcrumb": trail(talk, (_("Change"), ""))}
    return render(request, "forums/talk_change.html", context)


def _place(code: str) -> Place | None:
    if not (code.isascii() and code.isdecimal() and Level.COMMUNITY <= len(code) <= Level.COMPOUND):
        return None
    found = find_place(code)
    if found is None or found.closed_on:
        return None
    return Place.objects.select_related(NESTED).get(code=found.code)


def _places(request: SignedInRequest) -> list[Place]:
    """Communities and compounds where this person calls meetings."""
    found = Place.objects.none()
    for reach in reach_of(request.user, CALL_MEETING):
        found |= Place.objects.open().under(reach.prefix)
    return list(found.filter(level__in=(Level.COMMUNITY, Level.COMPOUND)).order_by("code")[:SHOWN])


def _day(given: str) -> Any:
    try:
        return parse_date(given[:10])
    except ValueError:
        return None
