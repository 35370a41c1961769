"""How an open address answers: limited, cached, with a tag, and with an error that says what to do.

Counter and copies live in the broker's Valkey. Where that is away everything is answered anew and nobody is refused.
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from beihu.accounts.addresses import client_address, network

KEPT = 300  # seconds
JSON = "application/json; charset=utf-8"
OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": f"public, max-age={KEPT}"}


class Bad(Exception):
    """What was asked for cannot be answered; `words` for the person who wrote the query."""

    def __init__(self, words: str, status: int = 400):
        super().__init__(words)
        self.words, self.status = words, status


def to_json(what: Any) -> bytes:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()


def refusal(words: str, status: int) -> HttpResponse:
    """In the shape of GeoReport v2."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
    body = to_json([{"code": status, "description": words}])
    return HttpResponse(body, status=status, content_type=JSON, headers=headers)


def _count(request: HttpRequest) -> int:
    """How many this address has asked for in this minute, this one included; 0 where nobody counts."""
    key = f"open:{network(client_address(request))}:{timezone.now():%H%M}"
    try:
        caches["open"].add(key, 0, 60)
        return int(caches["open"].incr(key))
    except (RedisError, OSError, ValueError):
        return 0


def _kept(key: str, make: Callable[[], tuple[bytes, dict[str, str]]]) -> tuple[bytes, dict[str, str]]:
    try:
        if found := caches["open"].get(key):
            return found  # type: ignore[no-any-return]
    except (RedisError, OSError):
        return make()
    made = make()
    with suppress(RedisError, OSError):
        caches["open"].set(key, made, KEPT)
    return made


View = Callable[..., HttpResponse]


def served(content_type: str = JSON) -> Callable[[Callable[..., Any]], View]:
    """For a function of the request that returns (body, headers); it may raise Bad."""

    def decorate(make: Callable[..., tuple[bytes, dict[str, str]]]) -> View:
        @login_not_required
        @require_safe
        @wraps(make)
        def view(request: HttpRequest, **key: str) -> HttpResponse:
            if _count(request) > settings.OPEN_DATA_A_MINUTE:
                answer = refusal(
                    _("Too many requests from this address. Wait a minute and go on more slowly."), 429
                )
                answer["Retry-After"] = str(60 - timezone.now().second)
                return answer
            asked = json.dumps([request.path, sorted(request.GET.lists()), get_language()])
            name = hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()
            try:
                body, headers = _kept(f"open:{name}", lambda: make(request, **key))
            except Bad as bad:
                return refusal(bad.words, bad.status)
            tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            if tag in request.headers.get("If-None-Match", ""):
                return HttpResponseNotModified(headers=OPEN | {"ETag": tag})
            return HttpResponse(body, content_type=content_type, headers=OPEN | {"ETag": tag} | headers)

        return view

    return decorate
