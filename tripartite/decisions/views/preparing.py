"""A new vote, and one page for every verb of the office: the form that asks for its facts, and the deed."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from beihu.accounts.requests import SignedInRequest
from beihu.audit.masking import mask_name
from beihu.scope import find, reach_of, under
from beihu.states import Refused, Transition
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.queries import find_place
from buildings.places.views.codes import link
from buildings.posts.roles import KEEP_VOTE, VIEW_VOTE
from tripartite.issues.queries import place_names
from tripartite.issues.views.access import keeps_words, kept_words

from .. import actions
from ..deeds import machine_of
from ..forms.preparing import FORMS, NewForm
from ..models import Vote
from ..papers import waiting
from ..preparing import earliest, take_out
from ..results import content_of
from ..rolls import gaps, households_of, namesakes
from ..showing import lines
from .access import trail, trail_of, vote_for

CONFLICT = 409
MOST = 60  # places, or households without an area, that are listed
ACTIONS: dict[str, Callable[..., Any]] = {
    "edit": actions.edit, "put": actions.put, "drop": take_out, "freeze": actions.freeze, "thaw": actions.thaw,
    "unite": actions.unite, "announce": actions.announce, "cancel": actions.cancel, "count": actions.count,
}  # fmt: skip


@keeps_words
def vote_new(request: SignedInRequest) -> HttpResponse:
    """For whoever keeps votes at a compound; then straight on to its first motion."""
    place = _place(request)
    if place is None:
        return _where(request)
    given = request.POST if request.method == "POST" else kept_words(request)
    form = NewForm(given, initial={"key": uuid.uuid4(), "screen": ""}, place_code=place.code)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.draft(place, by=request.user, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("The vote is begun. Now say what is decided."))
            query = urlencode({"matter": request.GET.get("matter", "")})
            return redirect(f"{reverse('vote_verb', args=[row.pk, 'put'])}?{query}")
    context = {
        "form": form,
        "place": place,
        "here": request.get_full_path(),
        "breadcrumb": trail(place.code, request.user, (_("New vote"), "")),
    }
    return render(request, "tripartite/vote_new.html", context)


def _place(request: SignedInRequest) -> Place | None:
    """None when no compound has been chosen yet; 404 for one outside, 403 for staff without the right."""
    code = request.GET.get("place", "")
    if not code:
        if not reach_of(request.user, KEEP_VOTE):
            raise PermissionDenied
        return None
    known = find_place(code)
    if known is None or len(known.code) != Level.COMPOUND or known.closed_on:
        raise Http404
    place: Place = find(Place.objects.all(), request.user, KEEP_VOTE, inside=VIEW_VOTE, code=known.code)
    return place


def _where(request: SignedInRequest) -> HttpResponse:
    within = Q(pk__in=[])
    for reach in reach_of(request.user, KEEP_VOTE):
        within |= under("code", reach.prefix)
    places = Place.objects.open().filter(within, level=Level.COMPOUND).order_by("code")[:MOST]
    context = {
        "places": [(f"?{urlencode({'place': one.code, 'matter': request.GET.get('matter', '')})}", one) for one in places],
        "breadcrumb": [(_("Owners' votes"), reverse("vote_list")), (_("New vote"), "")],
    }  # fmt: skip
    return render(request, "tripartite/vote_where.html", context)


@keeps_words
def vote_verb(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """GET asks, POST does. Whoever comes too late is told so, and keeps the words typed."""
    if verb not in FORMS:
        raise Http404
    rule = machine_of(verb)[verb]
    row = vote_for(request, pk, rule.permission or "")
    given = request.POST if request.method == "POST" else kept_words(request)
    first = {"matter": request.GET.get("matter", "")} if verb == "put" else None
    form = FORMS[verb](given, initial=first, vote=row)
    if request.method == "POST" and form.is_valid():
        try:
            ACTIONS[verb](row, by=request.user, **form.facts())
        except Refused as no:
            row.refresh_from_db()
            if not _is_done(row, verb, form.facts()):
                form.add_error(None, str(no))
                return _ask(request, row, rule, form)
        messages.success(request, _("Done: %(what)s") % {"what": rule.label})
        return redirect(row)
    return _ask(request, row, rule, form)


def _is_done(row: Vote, verb: str, facts: dict[str, Any]) -> bool:
    """The second click on one form finds that the first has done it."""
    if verb == "put":
        return row.motions.filter(title=facts["title"].strip(), matter=facts["matter"]).exists()
    if verb == "freeze":
        return row.frozen_at is not None
    if verb == "thaw":
        return row.status == "draft" and row.frozen_at is None
    if verb == "unite":
        numbers = set(facts["units"])
        owners = list(row.units.filter(number__in=numbers).values_list("elector", flat=True))
        return len(owners) == len(numbers) > 1 and len(set(owners)) == 1
    return row.status == machine_of(verb)[verb].target


def _ask(request: SignedInRequest, row: Vote, rule: Transition, form: Any) -> HttpResponse:
    closed = not rule.is_open(row)
    sentence = rule.condition(row) if rule.condition and row.status in rule.sources else ""
    context: dict[str, Any] = {
        "row": row,
        "rule": rule,
        "form": form,
        "style": "danger" if rule.style == "danger" else "primary",
        "closed": closed,
        "sentence": sentence,
        "breadcrumb": trail_of(row, request.user, (str(rule.label), "")),
    }
    if not closed and rule.name in AROUND:
        context |= AROUND[rule.name](row)
    return render(request, "tripartite/vote_verb.html", context, status=CONFLICT if closed else 200)


def _freezing(row: Vote) -> dict[str, Any]:
    """What the roster lacks, with the way to each household that has no area."""
    missing = gaps(row)
    rows: Any = households_of(row)
    bare = rows.filter(area__isnull=True).in_order()[:MOST] if missing.without_area else []
    names = place_names(one.place_id for one in bare) if bare else {}
    return {
        "gaps": missing,
        "bare": [(f"{names[one.place_id]} {one.room}", link("household_detail", one.pk)) for one in bare],
    }


def _uniting(row: Vote) -> dict[str, Any]:
    """Owners of one name, masked, by the numbers of their units."""
    return {
        "namesakes": [
            (mask_name(group[0].name), [[unit.number for unit in one.units.all()] for one in group])
            for group in namesakes(row)
        ]
    }


def _announcing(row: Vote) -> dict[str, Any]:
    return {"motions": list(row.motions.all()), "earliest": earliest(row.place_id)}


def _counting(row: Vote) -> dict[str, Any]:
    """What would be published now, and which papers still wait."""
    return {
        "waiting": waiting(row).count(),
        "typing": link("vote_typing", row.pk),
        "lines": lines(content_of(row)),
    }


AROUND: dict[str, Callable[[Vote], dict[str, Any]]] = {
    "edit": lambda row: {"earliest": earliest(row.place_id)},
    "freeze": _freezing,
    "unite": _uniting,
    "announce": _announcing,
    "count": _counting,
}
