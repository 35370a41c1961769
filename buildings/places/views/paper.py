"""Posters to print: one doorway, or all doorways of a building."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..codes import Level
from ..paper import posters
from ..queries import around
from ..rights import VIEW_PLACE
from .codes import leads_on


@require_safe
@leads_on
def doorway_poster(request: HttpRequest, code: str) -> HttpResponse:
    """A4 poster of a doorway; a building or compound without doorways may hang its own."""
    place, above, _children = around(code)
    if len(code) < Level.COMPOUND or not request.user.has_perm(VIEW_PLACE, place):
        raise Http404
    context = {"posters": posters([place], above), "place": place}
    return render(request, "buildings/doorway_poster.html", context)


@require_safe
@leads_on
def building_posters(request: HttpRequest, code: str) -> HttpResponse:
    """The posters of every open doorway of a building, one sheet each."""
    place, above, children = around(code)
    if len(code) != Level.BUILDING or not request.user.has_perm(VIEW_PLACE, place):
        raise Http404
    doorways = [child for child in children if child.is_open]
    context = {"posters": posters(doorways, [*above, place]), "place": place}
    return render(request, "buildings/doorway_poster.html", context)
