"""Work groups' robots: a webhook that takes one line of text, WeCom style.

    POST {url}   {"msgtype": "text", "text": {"content": …}}   → 200 {"errcode": 0}

A robot cannot be asked afterwards, so what is in doubt is never sent again. Only hosts of `ROBOT_HOSTS` are spoken
to, over https (http on loopback and in DEBUG), redirects are not followed, and nothing personal is in the text.
"""

import http.client
import json
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from .channels import Verdict
from .models import Delivery, Robot

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
BUSY = {-1, 45009, 45033}  # WeCom: busy; too many messages in a minute; too many at once
ANSWER_LIMIT = 64 * 1024


def address(url: str) -> SplitResult | None:
    """The parts of an address that a robot may have, None for any other."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        usual = parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    plain = parts.scheme == "http" and (settings.DEBUG or host in LOOPBACK)
    printable = url.isascii() and url.isprintable() and " " not in url
    return (
        parts
        if usual and printable and host in settings.ROBOT_HOSTS and (parts.scheme == "https" or plain)
        else None
    )


class Robots:
    """All robots, read once for a run."""

    batch = 4

    def __init__(self) -> None:
        self.urls = {f"robot:{row.pk}": row.url for row in Robot.objects.filter(closed_at__isnull=True)}

    def send(self, delivery: Delivery) -> Verdict:
        if delivery.address not in self.urls:
            return Verdict("failed", "no such robot")
        parts = address(self.urls[delivery.address])
        if parts is None:
            return Verdict("failed", "address not allowed")
        text = json.dumps({"msgtype": "text", "text": {"content": delivery.body}}, ensure_ascii=False)
        try:
            return judge(*post(parts, text.encode()))
        except ConnectionRefusedError:
            return Verdict("later", "connection refused")
        except (OSError, http.client.HTTPException) as error:
            return Verdict("doubt", type(error).__name__)

    def ask(self, delivery: Delivery) -> Verdict:
        return Verdict("lost", "a robot cannot be asked")


def judge(status: int, answer: bytes) -> Verdict:
    """What the answer of a robot means."""
    if status >= 500:
        return Verdict("doubt", f"HTTP {status}")
    if status == 429:
        return Verdict("later", "HTTP 429")
    if not 200 <= status < 300:
        return Verdict("failed", f"HTTP {status}")
    try:
        code = json.loads(answer).get("errcode", 0)
    except (ValueError, AttributeError):
        return Verdict("doubt", "no answer that can be read")
    if code == 0:
        return Verdict("sent")
    return Verdict("later" if code in BUSY else "failed", f"errcode {str(code)[:20]}")


def post(parts: SplitResult, body: bytes) -> tuple[int, bytes]:
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=settings.SMS_GATEWAY_TIMEOUT)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json; charset=utf-8"})
        response = connection.getresponse()
        return response.status, response.read(ANSWER_LIMIT)
    finally:
        connection.close()
