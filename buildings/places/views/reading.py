"""The place page, the search, and what a doorway's QR code opens."""

from datetime import date
from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import panels
from ..codes import LEVELS, Level
from ..models import Place, PlaceAlias
from ..paper import name_of
from ..queries import around, home, search_places
from ..rights import CHANGE_PLACE, VIEW_PLACE
from .codes import leads_on, link


@login_not_required
@require_safe
def place_search(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").split())[:100]
    near = home()
    context = {
        "q": words,
        "found": search_places(words, near=near) if words else None,
        "home": Place.objects.filter(code=near).first() if not words else None,
        "breadcrumb": [(_("Places"), "")],
    }
    return render(request, "buildings/place_search.html", context)


@login_not_required
@require_safe
@leads_on
def place_detail(request: HttpRequest, code: str) -> HttpResponse:
    """For everybody: where it lies, what lies in it, who answers. For staff of the place: people, counts, paper."""
    place, above, children = around(code)
    staff = request.user.has_perm(VIEW_PLACE, place)
    context = {
        "place": place,
        "breadcrumb": [*((one.short_name, one.get_absolute_url()) for one in above), (place.short_name, "")],
        "other_names": _other_names(place),
        "children": [child for child in children if child.is_open],
        "closed_children": [child for child in children if not child.is_open],
        "public_panels": panels.panels(panels.Slot.PUBLIC, place, request.user),
        "file_url": link("issue_new", query=f"?place={code}")
        if place.is_open and len(code) >= Level.COMMUNITY
        else "",
        "issues_url": link("public_issues", code[: Level.BUILDING]) if len(code) >= Level.COMMUNITY else "",
        "staff": staff,
    }
    if staff:
        context |= _for_staff(request, place)
    return render(request, "buildings/place_detail.html", context)


class OtherName(NamedTuple):
    kind: str
    words: str
    until: date | None


def _other_names(place: Place) -> list[OtherName]:
    """What `around` read of its aliases, in words."""
    kinds = dict(PlaceAlias.Kind.choices)
    return [
        OtherName(
            str(kinds[row["kind"]]),
            " ".join(filter(None, [row["name"], row["code"]])),
            date.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in place.other_names  # type: ignore[attr-defined]
    ]


def _for_staff(request: HttpRequest, place: Place) -> dict[str, object]:
    level = len(place.code)
    return {
        "counts": panels.counts(place.code, request.user),
        "staff_panels": panels.panels(panels.Slot.STAFF, place, request.user),
        "may_change": request.user.has_perm(CHANGE_PLACE, place),
        "may_open_below": Level.COMMUNITY <= level < LEVELS[-1] and place.is_open,
        "picture_url": link("picture", place.code) if level >= Level.COMMUNITY else "",
        "has_poster": level >= Level.COMPOUND,
        "has_posters": level == Level.BUILDING,
        "appoint_url": link("appoint", place.code)
        if request.user.has_perm("buildings.fill_post", place)
        else "",
    }


@login_not_required
@require_safe
@leads_on
def doorway(request: HttpRequest, code: str) -> HttpResponse:
    """You are at …: file an issue here, join the household, whom to call, what neighbours reported."""
    place, above, _children = around(code)
    if len(code) < Level.COMPOUND:
        return redirect(place)
    where, part_of = name_of([*above, place])
    context = {
        "place": place,
        "where": where,
        "part_of": part_of,
        "contact": panels.contacts([code]).get(code),
        "panels": panels.panels(panels.Slot.DOORWAY, place, request.user),
        "file_url": link("issue_new", query=f"?place={code}"),
        "join_url": link("join_household", code) if len(code) == Level.DOORWAY else "",
        "issues_url": link("public_issues", code[: Level.BUILDING]),
    }
    return render(request, "buildings/doorway.html", context)
