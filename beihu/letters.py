"""Requests that name as their character set what is none, before Django reads them.

Python knows codecs that make no text ("hex"), or only of some bytes ("punycode"). Django asks only whether Python knows the name, and then fails
while it builds the request, too early for any of its error pages.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
CHARSET = re.compile(r"\bcharset\s*=\s*\"?([^\s;\"]*)", re.IGNORECASE)


class OnlyText:
    """A WSGI application that is not told of such a character set, and reads UTF-8 as it does without one."""

    def __init__(self, application: Application):
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        kind = environ.get("CONTENT_TYPE") or ""
        if any(not is_text(name) for name in CHARSET.findall(kind)):
            environ["CONTENT_TYPE"] = CHARSET.sub("charset=utf-8", kind)
        return self.application(environ, start_response)


def is_text(charset: str) -> bool:
    """Whether any bytes can be read in it."""
    try:
        return isinstance(b"\xff".decode(charset, "replace"), str)
    except (LookupError, ValueError):
        return False
