"""How the portal shows itself to this person: language and large type (长辈模式), one tap each."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

TYPES = ("normal", "large")
TYPE_COOKIE = f"{settings.PREFIX}type"
YEAR = 365 * 24 * 3600


def type_of(request: HttpRequest) -> str:
    """What this browser was told last; on a new browser, what the person chose elsewhere."""
    chosen = request.COOKIES.get(TYPE_COOKIE)
    if chosen in TYPES:
        return chosen
    user = getattr(request, "user", None)
    return "large" if user is not None and user.is_authenticated and user.large_type else "normal"


@login_not_required
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Switch `type` or `language` and come back to the page the person was on."""
    response = HttpResponseRedirect(_way_back(request))
    wanted: dict[str, Any] = {}
    if (chosen := request.POST.get("type")) in TYPES:
        _remember(response, TYPE_COOKIE, chosen)
        wanted["large_type"] = chosen == "large"
    if (language := request.POST.get("language", "")) in dict(settings.LANGUAGES) and check_for_language(
        language
    ):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
        wanted["language"] = language
    keep(request.user, **wanted)
    return response


def keep(user: Any, **wanted: Any) -> None:
    """Write the choice to the person's own row, so that it follows them to their next browser."""
    if not user.is_authenticated:
        return
    changed = {name: value for name, value in wanted.items() if getattr(user, name) != value}
    if changed:
        get_user_model().objects.filter(pk=user.pk).update(**changed)


def keep_after_sign_in(request: HttpRequest, user: Any) -> None:
    """A visitor who chose large type and then signs in has chosen it for good."""
    if request.COOKIES.get(TYPE_COOKIE) == "large":
        keep(user, large_type=True)


def remember(response: HttpResponse, *, language: str, large: bool) -> None:
    """What was chosen on the account page holds for this browser at once."""
    _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    _remember(response, TYPE_COOKIE, "large" if large else "normal")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax", path="/"
    )


def _way_back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ) and urlsplit(target).path.startswith("/"):
        return target
    return reverse("home")
