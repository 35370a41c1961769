"""The five numbers and the gaps of a place, each with the list behind it, and from a gap the way to fill it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_ORGANISATION

from .. import coverage as figures
from .. import queries
from .access import place_for, trail

PAGE = 50
GAPS = {
    "doorways": gettext_lazy("Doorways without centre household"),
    "buildings": gettext_lazy("Buildings without group"),
    "groups": gettext_lazy("Groups without leader"),
}


@require_safe
def coverage(request: SignedInRequest, code: str) -> HttpResponse:
    """How far the chain reaches: the same number of queries at every level."""
    place = place_for(request, code)
    children = list(Place.objects.open().filter(parent=place).order_by("code"))
    lines = figures.lines(place, children)
    whole = figures.whole(lines, code)
    context = {
        "place": place,
        "five": figures.five(code),
        "gaps": [(name, GAPS[name], whole[name]) for name in figures.GAPS],
        "lines": [
            (line, [(name, GAPS[name], line.figures.get(name)) for name in figures.GAPS]) for line in lines
        ],
        "labels": GAPS.values(),
        "has_tree": len(code) >= Level.STREET,
        "has_picture": Level.COMMUNITY <= len(code) < Level.DOORWAY,
        "leads_down": len(code) < Level.BUILDING,
        "breadcrumb": trail(request, place),
    }
    return render(request, "buildings/coverage.html", context)


@require_safe
def coverage_list(request: SignedInRequest, code: str, name: str) -> HttpResponse:
    """The rows behind one figure."""
    place = place_for(request, code)
    if name not in GAPS and name not in figures.FIVE:
        raise Http404
    label = GAPS.get(name) or figures.FIVE[name][0]
    start = int(given) if (given := request.GET.get("from", "")).isdecimal() and len(given) < 9 else 0
    rows = _rows(name, code)
    total = rows.count()
    found = list(rows[start : start + PAGE])
    keeps = request.user.has_perm(KEEP_ORGANISATION, place)
    here = f"{request.path}?{urlencode({'from': start})}" if start else request.path
    context = {
        "place": place,
        "name": name,
        "label": label,
        "is_gap": name in GAPS,
        "total": total,
        "rows": [_row(name, row, keeps, here) for row in found],
        "previous": f"?from={max(start - PAGE, 0)}" if start else "",
        "following": f"?from={start + PAGE}" if start + PAGE < total else "",
        "breadcrumb": trail(request, place, (str(label), "")),
    }
    return render(request, "buildings/coverage_list.html", context)


def _rows(name: str, code: str) -> Any:
    rows = figures.rows_of(name, code)
    match name:
        case "doorways" | "buildings":
            return rows.select_related("parent__parent").order_by("code")
        case "centres":
            return rows.select_related("household", "place__parent__parent").order_by("place_id")
        case "families":
            return rows.select_related("household__place__parent__parent", "centre").order_by(
                "household__place_id", "pk"
            )
    return queries.shown(rows).order_by("place_id", "pk")


def _row(name: str, row: Any, keeps: bool, here: str) -> dict[str, Any]:
    """What it is called, where it lies, where it leads, and the way to fill the gap."""
    after = urlencode({"next": here})
    match name:
        case "doorways":
            fill = f"{reverse('centre_verb', args=[row.code, 'name'])}?{after}"
            found = {
                "title": _path(row),
                "url": reverse("centre", args=[row.code]),
                "fill": (fill, _("Name a household")),
            }
        case "buildings":
            fill = f"{reverse('party_found', args=[row.code])}?kind=group&{after}"
            found = {
                "title": _path(row),
                "url": reverse("coverage", args=[row.code]),
                "fill": (fill, _("Found a group")),
            }
        case "centres":
            found = {
                "title": f"{_path(row.place)} · {row.household.room}",
                "url": reverse("centre", args=[row.place_id]),
                "since": row.since,
            }
        case "families":
            found = {
                "title": f"{_path(row.household.place)} · {row.household.room}",
                "url": reverse("centre", args=[row.centre.place_id]),
                "since": row.since,
            }
        case _:
            verb = "elect" if row.own_members else "admit"
            words = _("Enter who leads it") if row.own_members else _("Admit its members first")
            found = {
                "title": row.name,
                "url": row.get_absolute_url(),
                "place": row.place.short_name,
                "leader": row.leader,
            }
            if name == "groups":
                found["fill"] = (f"{reverse('organisation_verb', args=[row.pk, verb])}?{after}", words)
    return found if keeps else found | {"fill": None}


def _path(place: Place) -> str:
    """德富花园 · 1栋 · 2单元, from the compound down."""
    steps, step = [place.short_name], place.parent
    while step is not None and len(step.code) >= Level.COMPOUND:
        steps.insert(0, step.short_name)
        step = step.parent if len(step.code) > Level.COMPOUND else None
    return " · ".join(steps)
