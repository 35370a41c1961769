"""Finding the row a page is about: outside one's area it does not exist, inside without the right it is forbidden."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beihu.scope import find
from buildings.places.models import Place

from ..models import Post
from ..roles import FILL, VIEW_PLACE

CONFLICT = 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


def post_to_change(user: Any, pk: int) -> Post:
    """A post this person may end and renew."""
    rows = Post.objects.filter(pk=pk)
    if found := rows.appointed_by(user).select_related("user", "place", "kind").first():
        return found
    if rows.visible_to(user, VIEW_PLACE).exists():
        raise PermissionDenied
    raise Http404


def place_to_fill(user: Any, code: str) -> Place:
    place: Place = find(Place.objects.all(), user, FILL, inside=VIEW_PLACE, code=code)
    return place


def trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """From the list of posts on; without more this is the list itself."""
    return [(_("Posts"), reverse("posts") if more else ""), *more]


def too_late(request: HttpRequest, post: Post) -> HttpResponse:
    """The post has ended already: said in words, with the way to see how it stands."""
    context = {"post": post, "breadcrumb": trail((post.title, ""))}
    return render(request, "buildings/post_over.html", context, status=CONFLICT)
