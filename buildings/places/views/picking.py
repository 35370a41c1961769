"""Choosing a place without JavaScript: community → compound → building → doorway, or by search."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from ..choosing import PICKED, pick
from ..codes import Level
from ..models import Place

LEVELS = {str(level.value): (level,) for level in Level}


@login_not_required
@require_safe
def place_pick(request: HttpRequest) -> HttpResponse:
    """`next` is where the choice goes, with `place=<code>`; `level` narrows it to one kind of place."""
    level, words = request.GET.get("level", ""), request.GET.get("q", "")[:100]
    level = level if level in LEVELS else ""
    target = request.GET.get("next", "")
    target = target if _stays_here(target) else ""
    picker = pick(request.GET.get("under", ""), words, LEVELS.get(level, PICKED))

    def deeper(place: Place) -> str:
        return "?" + urlencode({"next": target, "level": level, "under": place.code})

    rows = [
        (step, deeper(step.place) if step.deeper else chosen(target, step.place)) for step in picker.steps
    ]
    context = {
        "picker": picker,
        "rows": rows,
        "trail": [(place, deeper(place)) for place in picker.above],
        "chosen": chosen(target, picker.at) if picker.at and picker.may_choose else "",
        "q": words,
        "next": target,
        "level": level,
    }
    return render(request, "buildings/place_pick.html", context)


def chosen(target: str, place: Place) -> str:
    """Back to who asked, with the place; to the place's page when nobody did."""
    if not target:
        return reverse("place_detail", args=[place.code])
    return f"{target}{'&' if '?' in target else '?'}{urlencode({'place': place.code})}"


def _stays_here(target: str) -> bool:
    """A path of this site: whole addresses and tricks with slashes lead elsewhere."""
    return target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
