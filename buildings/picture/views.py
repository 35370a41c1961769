"""One address for each place: a building is drawn, a compound or a community is a plan of what lies in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buildings.places.codes import Level
from buildings.places.views.codes import leads_on

from .looking import Looking, look, may_go_up, picture, tiles, total


@require_safe
@leads_on
def place_picture(request: HttpRequest, code: str) -> HttpResponse:
    """Who may look, and at what, stands in `looking.py`."""
    seen = look(code, request.user, request.GET.get("by", ""))
    if len(code) == Level.DOORWAY:
        by = f"?by={seen.measure.key}" if seen.measure else ""
        return redirect(f"{reverse('picture', args=[code[: Level.BUILDING]])}{by}#d-{code}")
    context = _frame(seen)
    if len(code) == Level.BUILDING:
        return render(request, "buildings/picture.html", context | {"picture": picture(seen)})
    found = tiles(seen)
    return render(request, "buildings/plan.html", context | {"tiles": found, "total": total(found)})


def _frame(seen: Looking) -> dict[str, Any]:
    names = {Level.COMMUNITY: _("Map of the community"), Level.COMPOUND: _("Plan of the compound")}
    trail = [(one.short_name, one.get_absolute_url()) for one in seen.above]
    return {
        "place": seen.place,
        "breadcrumb": [
            *trail,
            (seen.place.short_name, seen.place.get_absolute_url()),
            (names.get(Level(len(seen.place.code)), _("Building picture")), ""),
        ],
        "may_go_up": may_go_up(seen),
        "staff": seen.staff,
        "measure": seen.measure,
        "choices": seen.choices,
    }
