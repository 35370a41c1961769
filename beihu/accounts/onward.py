"""Where a person goes after signing in: `next`, when it leads to a page of this portal."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def asked(request: HttpRequest) -> str:
    """The path in the `next` of the request, '' for none and for one that leads elsewhere.

    What does not begin with a slash is no path: `redirect` would take it for the name of a view.
    """
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    fit = safe and target.startswith("/") and target.isprintable() and len(target) <= 2000
    return target if fit else ""


def onward(request: HttpRequest) -> str:
    return asked(request) or reverse("home")


def with_next(request: HttpRequest, name: str) -> str:
    """The address of one of our own steps, `next` carried along."""
    target = asked(request)
    return reverse(name) + (f"?{urlencode({'next': target})}" if target else "")
