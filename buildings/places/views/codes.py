"""Old codes lead on, and codes outside one's scope lead nowhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from ..models import Place
from ..queries import find_place
from ..rights import CHANGE_PLACE, VIEW_PLACE

View = Callable[..., HttpResponse]


def leads_on(view: View) -> View:
    """Places that are gone from this code: 301 to the same page of the new one, so that paper stays valid."""

    @wraps(view)
    def inner(request: HttpRequest, code: str) -> HttpResponse:
        try:
            return view(request, code)
        except Place.DoesNotExist:
            place = find_place(code)
        if place is None or request.resolver_match is None:
            raise Http404
        url = reverse(request.resolver_match.view_name, args=[place.code])
        if request.method not in ("GET", "HEAD"):
            return redirect(url)
        query = request.META.get("QUERY_STRING", "")
        response = HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)
        response["Cache-Control"] = "no-cache"  # a place may move back one day
        return response

    return inner


def staff_place(request: HttpRequest, code: str, permission: str = CHANGE_PLACE) -> Place:
    """A place in this person's scope: Http404 outside, PermissionDenied inside without the right."""
    place = Place.objects.select_related("parent").get(code=code)
    if request.user.has_perm(permission, place):
        return place
    if request.user.has_perm(VIEW_PLACE, place):
        raise PermissionDenied
    raise Http404


def link(name: str, *args: Any, query: str = "") -> str:
    """The address of a page that another room may have, '' when it has not."""
    try:
        return reverse(name, args=args) + query
    except NoReverseMatch:
        return ""
