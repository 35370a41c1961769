"""The text-message gateway: HTTP and JSON, signed, with our delivery id as the idempotency key.

    POST {SMS_GATEWAY_URL}        {"id": …, "to": "+8613…", "text": …}
    GET  {SMS_GATEWAY_URL}/{id}   → 200 {"state": "accepted" | "delivered" | "failed"}, 404 {"state": "unseen"}

Both carry `Idempotency-Key: <id>`, `X-Timestamp: <unix seconds>` and `X-Signature`, the hexadecimal
HMAC-SHA256 under SMS_GATEWAY_SECRET of `<timestamp>.<body>` (POST) or `<timestamp>.<id>` (GET).
A gateway of another shape is reached through an adapter that speaks this.
"""

import hashlib
import hmac
import http.client
import json
import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .channels import Verdict
from .models import Delivery

REFUSED_FOR_GOOD = {400, 413, 422}  # of this message; 401, 403, 404, 429 are our configuration or their load
DEAD = {"failed", "rejected", "undeliverable"}
ANSWER_LIMIT = 64 * 1024


class Gateway:
    batch = 8

    def __init__(self, url: str, secret: str):
        self.url = urlsplit(url)
        self.secret = secret.encode()
        if self.url.scheme not in {"http", "https"} or not self.url.hostname:
            raise ImproperlyConfigured("SMS_GATEWAY_URL must begin with https:// or http:// and name a host.")

    def send(self, delivery: Delivery) -> Verdict:
        body = json.dumps(
            {"id": str(delivery.pk), "to": delivery.address, "text": delivery.body}, ensure_ascii=False
        )
        try:
            status, _answer = self._call("POST", self.url.path or "/", delivery, body)
        except ConnectionRefusedError:
            return Verdict("later", "connection refused")
        except (OSError, http.client.HTTPException) as error:
            return Verdict("doubt", type(error).__name__)
        if 200 <= status < 300:
            return Verdict("sent")
        if status in REFUSED_FOR_GOOD:
            return Verdict("failed", f"HTTP {status}")
        return Verdict("doubt" if status >= 500 or status == 409 else "later", f"HTTP {status}")

    def ask(self, delivery: Delivery) -> Verdict:
        try:
            status, answer = self._call("GET", f"{self.url.path.rstrip('/')}/{delivery.pk}", delivery)
        except (OSError, http.client.HTTPException) as error:
            return Verdict("doubt", type(error).__name__)
        state = answer.get("state")
        if status == 404 and state == "unseen":
            return Verdict("unseen", "not seen by the gateway")
        if status != 200 or not isinstance(state, str):
            return Verdict("doubt", f"HTTP {status} when asked")
        return Verdict("failed" if state in DEAD else "sent", state)

    def _call(self, method: str, path: str, delivery: Delivery, body: str = "") -> tuple[int, dict[str, Any]]:
        kind = http.client.HTTPSConnection if self.url.scheme == "https" else http.client.HTTPConnection
        connection = kind(self.url.hostname or "", self.url.port, timeout=settings.SMS_GATEWAY_TIMEOUT)
        stamp = str(int(time.time()))
        signed = f"{stamp}.{body or delivery.pk}".encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": str(delivery.pk),
            "X-Timestamp": stamp,
            "X-Signature": hmac.new(self.secret, signed, hashlib.sha256).hexdigest(),
        }
        try:
            connection.request(method, path, body.encode() or None, headers)
            response = connection.getresponse()
            return response.status, _json(response.read(ANSWER_LIMIT))
        finally:
            connection.close()


def _json(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
