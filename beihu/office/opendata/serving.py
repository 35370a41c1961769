"""How an open address answers: limited, cached, with a tag, and with an error that says what to do.

Counter and copies live in the broker's Valkey. Where that is away everything is answered anew and nobody is refused.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
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
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": f"public, max-age={KEPT}",
    "Vary": "Accept-Language, Cookie",  # the language of the labels
}
KNOWN = (
    "service_request_id", "service_code", "status", "start_date", "end_date", "place", "page_size", "after", "since", "until",
)  # fmt: skip
Answer = tuple[bytes, dict[str, str], Sequence[int]]  # body, headers, keys of the rows that may be withdrawn
Still = Callable[[Sequence[int], datetime], bool]


class Bad(Exception):
    """What was asked for cannot be answered; `words` for the person who wrote the query."""

    def __init__(self, words: str, status: int = 400):
        super().__init__(words)
        self.words, self.status = words, status


def to_json(what: Any) -> bytes:
    """Signs of HTML as escapes: it reads the same, and nothing that was typed can be taken for a page."""
    text = json.dumps(what, ensure_ascii=False, separators=(",", ":"))
    return text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}).encode()


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


def _kept(key: str, make: Callable[[], Answer], still: Still | None) -> tuple[bytes, dict[str, str]]:
    """The copy, unless a row in it has been withdrawn or published anew since; packed, for the broker shares its memory."""
    now = timezone.now()
    try:
        if found := caches["open"].get(key):
            packed, headers, rows, at = found
            if still is None or not rows or still(rows, at):
                return zlib.decompress(packed), headers
    except (RedisError, OSError):
        return make()[:2]
    body, headers, rows = make()
    with suppress(RedisError, OSError):
        caches["open"].set(key, (zlib.compress(body), headers, list(rows), now), KEPT)
    return body, headers


View = Callable[..., HttpResponse]


def served(content_type: str = JSON, still: Still | None = None) -> Callable[[Callable[..., Any]], View]:
    """For a function of the request that may raise Bad. `still`: may a copy of these rows, made then, be shown?"""

    def decorate(make: Callable[..., Answer]) -> View:
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
            known = [request.GET.get(one, "") for one in KNOWN]
            asked = json.dumps([request.get_host(), request.path, known, get_language()])
            name = hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()
            try:
                body, headers = _kept(f"open:2:{name}", lambda: make(request, **key), still)
            except Bad as bad:
                return refusal(bad.words, bad.status)
            tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            if tag in request.headers.get("If-None-Match", ""):
                return HttpResponseNotModified(headers=OPEN | {"ETag": tag})
            return HttpResponse(body, content_type=content_type, headers=OPEN | {"ETag": tag} | headers)

        return view

    return decorate
