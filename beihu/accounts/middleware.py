"""Who may go on to a page: whoever is signed in, and, of staff, has shown the second factor."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from . import sessions

View = Callable[..., HttpResponse]


def before_second_factor(view: View) -> View:
    """A page for people who still have to enrol or show their second factor."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


class SignInRequired(LoginRequiredMiddleware):
    """Django's, which leads back after signing in also when the page was a fragment or a form.

    The page to come back to is then the one the fragment or form stood on: what was posted is gone.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: View
    ) -> HttpResponseRedirect | HttpResponseClientRedirect:
        back = request.get_full_path()
        fragment = bool(getattr(request, "htmx", False))
        if fragment or request.method not in ("GET", "HEAD"):
            back = _page_it_stood_on(request)
        answer = redirect_to_login(
            back, self.get_login_url(view_func), self.get_redirect_field_name(view_func)
        )
        return HttpResponseClientRedirect(answer.url) if fragment else answer


def _page_it_stood_on(request: HttpRequest) -> str:
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class SessionMiddleware:
    """Keeps the session's age, and leads staff to the second factor where it is required.

    Ended sessions need no look-up here: their rows are gone (see `sessions.end`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: Any, _kwargs: Any
    ) -> HttpResponse | HttpResponseRedirect | None:
        user = request.user
        if not user.is_authenticated:
            return None
        way = request.session.get(sessions.WAY)
        if way:
            sessions.touch(request)
        owed = settings.STAFF_TOTP_REQUIRED and way != sessions.BY_CODE
        if not owed or user.is_verified() or getattr(view, "before_second_factor", False):
            return None
        return redirect("staff_totp")
