"""What is missing or about to be: vacant posts, terms that end, people with many posts. Each row leads to its deed."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beihu.scope import reach_of, under
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.queries import lineage_of

from .. import queries, vacancies
from ..granting import may_appoint, may_end
from ..kinds import PostKind
from ..models import Post
from ..roles import FILL
from ..warnings import MOST_POSTS
from .access import place_to_fill, trail

DAYS = (7, 30, 60, 90, 365)
USUAL = 60


@require_safe
@permission_required(FILL, raise_exception=True)
def posts_vacant(request: HttpRequest) -> HttpResponse:
    """Wanted less serving at a place, kind by kind and place by place below it; the seats themselves where one is near."""
    place = place_to_fill(request.user, _code(request.GET.get("place", "")) or _home(request.user))
    tallies = vacancies.by_kind(place.code)
    kind = next((one for one in tallies if one.code == request.GET.get("kind")), None)
    found = vacancies.seats(place.code, kind.code if kind else "")
    context = {
        "place": place,
        "kind": kind,
        "tallies": tallies,
        "children": vacancies.by_child(place.code, kind.code if kind else ""),
        "seats": [(one, _mine(request.user, one)) for one in found],
        "more": len(found) == vacancies.SEATS,
        "total": sum(one.vacant for one in tallies),
        "above": [one for one in lineage_of([place])[place.code] if request.user.has_perm(FILL, one)],
        "breadcrumb": trail((_("Vacant posts"), "")),
    }
    return render(request, "buildings/posts_vacant.html", context)


def _mine(user: Any, seat: vacancies.Seat) -> bool:
    return may_appoint(user, kind=seat.kind, role=seat.kind.role, place=seat.place)


def _code(given: str) -> str:
    return given if given.isascii() and given.isdigit() and len(given) <= 24 else ""


def _home(user: Any) -> str:
    """Where this person fills posts: the widest place; for the operator the first street that has kinds."""
    prefix: str = min((reach.prefix for reach in reach_of(user, FILL)), key=lambda code: (len(code), code))
    if prefix:
        return prefix
    first = PostKind.objects.order_by("place_id").values_list("place_id", flat=True).first()
    street = Place.objects.filter(level=Level.STREET).order_by("code").values_list("code", flat=True)
    return first or street.first() or ""


@require_safe
@permission_required(FILL, raise_exception=True)
def posts_ending(request: HttpRequest) -> HttpResponse:
    """Terms that end within so many days, the first ones first."""
    given = request.GET.get("days", "")
    days = min(int(given), DAYS[-1]) if given.isascii() and given.isdigit() and len(given) <= 4 else USUAL
    code = _code(request.GET.get("place", ""))
    rows = Post.objects.visible_to(request.user, FILL).ending(days)
    rows = rows.filter(under("place_id", code)) if code else rows
    try:
        found, following = queries.ending_after(rows, request.GET.get("after", ""))
    except InvalidPage as error:
        raise Http404 from error
    query = request.GET.copy()
    query["after"] = following
    context = {
        "rows": [(post, may_end(request.user, post)) for post in found],
        "days": days,
        "choices": DAYS,
        "code": code,
        "place": Place.objects.visible_to(request.user, FILL).filter(code=code).first() if code else None,
        "next_url": f"?{query.urlencode()}" if following else "",
        "breadcrumb": trail((_("Terms that end"), "")),
    }
    return render(request, "buildings/posts_ending.html", context)


@require_safe
@permission_required(FILL, raise_exception=True)
def posts_many(request: HttpRequest) -> HttpResponse:
    """People with so many posts that one may ask whether it is too much."""
    given = request.GET.get("least", "")
    least = max(int(given), 2) if given.isascii() and given.isdigit() and len(given) <= 2 else MOST_POSTS + 1
    found = queries.burdened(Post.objects.visible_to(request.user, FILL), least)
    context = {
        "found": [
            (one.person, [(post, may_end(request.user, post)) for post in one.posts], len(one.posts))
            for one in found
        ],
        "least": least,
        "choices": (2, 3, 4, 6, 10),
        "breadcrumb": trail((_("People with many posts"), "")),
    }
    return render(request, "buildings/posts_many.html", context)
