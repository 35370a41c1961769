"""The same strict headers on every answer: pages, errors, redirects, files; `no-store` on what is personal."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import cast

pytestmark = pytest.mark.django_db
SAMPLE = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000", "slug": "x", "str": "x", "path": "x"}
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}


def paths(patterns=None, prefix: str = "/") -> Iterator[str]:
    """One address for every pattern of the resolver."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            yield from paths(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield re.sub(r"\(\?P<\w+>[^)]*\)", "x", re.sub(r"<(?:(\w+):)?\w+>", _sample, route))


def _sample(match: re.Match) -> str:
    return SAMPLE.get(match[1] or "str", "1")


PATHS = sorted(
    {path for path in paths() if not path.startswith("/admin/")}
    | {"/admin/", "/nothing-here/", "/admin/login/"}
)


@pytest.fixture(autouse=True)
def https(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True


def wrong(response) -> dict[str, str | None]:
    found = {name: response.get(name) for name, value in EXPECTED.items() if response.get(name) != value}
    policy = response.get("Content-Security-Policy", "")
    if "default-src 'self'" not in policy or "unsafe" in policy or "object-src 'none'" not in policy:
        found["Content-Security-Policy"] = policy
    if not response.get("Permissions-Policy"):
        found["Permissions-Policy"] = None
    return found


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_answer_carries_the_headers(method):
    client = Client(raise_request_exception=False)
    answers = {path: getattr(client, method)(path, secure=True) for path in PATHS}
    assert {path: bad for path, answer in answers.items() if (bad := wrong(answer))} == {}


OPEN = ("public, max-age=300", "no-store")  # an answer, a refusal


def test_personal_answers_are_not_stored():
    client = Client(raise_request_exception=False)
    client.force_login(cast.here().worker)
    stored = {}
    for path in PATHS:
        answer = client.get(path, secure=True)
        if path.startswith("/open/") and path != "/open/":  # the same for everybody
            assert (wrong(answer), answer.get("Cache-Control") in OPEN) == ({}, True)
        elif wrong(answer) or "no-store" not in answer.get("Cache-Control", ""):
            stored[path] = (wrong(answer), answer.get("Cache-Control"))
    assert stored == {}


def test_redirect_to_https_carries_the_headers():
    answer = Client().get("/about/")
    del answer.headers["Location"]
    assert (answer.status_code, {name for name in wrong(answer) if name != "Strict-Transport-Security"}) == (
        301,
        set(),
    )


def test_refused_host_carries_the_headers():
    answer = Client().get("/", secure=True, headers={"host": "evil.example"})
    assert (answer.status_code, wrong(answer)) == (400, {})


def test_server_error_carries_the_headers(monkeypatch):
    monkeypatch.setattr("beihu.office.queries.my_latest", None)
    client = Client(raise_request_exception=False)
    client.force_login(cast.here().resident)
    answer = client.get("/", secure=True)
    assert (answer.status_code, wrong(answer)) == (500, {})


def test_expired_form_carries_the_headers():
    answer = Client(enforce_csrf_checks=True).post("/display/", secure=True)
    assert (answer.status_code, wrong(answer)) == (403, {})


def test_static_file_carries_the_headers(settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    answer = Client().get("/static/icons.svg", secure=True)
    assert (answer.status_code, wrong(answer) | {"X-Frame-Options": ""}) == (200, {"X-Frame-Options": ""})


def test_production_cookies_have_the_host_prefix():
    names = [
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "LANGUAGE_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
    ]
    code = f"from beihu import display, settings as s; print([getattr(s, n) for n in {names}], display.TYPE_COOKIE)"
    clean = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "x" * 60,
        "HTTPS": "True",
        "DJANGO_SETTINGS_MODULE": "beihu.settings",
    }
    out = subprocess.run(
        [sys.executable, "-c", code],
        env=clean,
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
    )
    assert (
        out.stdout.strip() == "['__Host-session', '__Host-csrf', '__Host-language', True, True] __Host-type"
    )
