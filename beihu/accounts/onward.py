"""Where a person goes after signing in: `next`, when it leads to a page of this portal."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def asked(request: HttpRequest) -> str:
    """The `next` of the request, '' for none and for one that leads elsewhere."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe and target.isprintable() and len(target) <= 2000 else ""


def onward(request: HttpRequest) -> str:
    return asked(request) or reverse("home")


def with_next(request: HttpRequest, name: str) -> str:
    """The address of one of our own steps, `next` carried along."""
    target = asked(request)
    return reverse(name) + (f"?{urlencode({'next': target})}" if target else "")
