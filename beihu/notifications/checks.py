"""System checks: is there a way out for messages?"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register()
def check_gateway(**kwargs: Any) -> list[CheckMessage]:
    """No gateway is a warning: messages stay due, nothing is lost. A wrong one is an error."""
    if not settings.SMS_GATEWAY_URL:
        silent = "No text messages go out: sign-in codes and notices wait until SMS_GATEWAY_URL is set."
        return [] if settings.DEV_OUTBOX else [Warning(silent, id="beihu.W010")]
    url = urlsplit(settings.SMS_GATEWAY_URL)
    found: list[CheckMessage] = []
    if url.scheme not in {"http", "https"} or not url.hostname:
        found.append(
            Error("SMS_GATEWAY_URL must begin with https:// or http:// and name a host.", id="beihu.E010")
        )
    elif url.scheme == "http" and url.hostname not in {"127.0.0.1", "::1", "localhost"}:
        found.append(Warning("SMS_GATEWAY_URL is not https: codes travel in the open.", id="beihu.W011"))
    if not settings.SMS_GATEWAY_SECRET:
        found.append(Warning("SMS_GATEWAY_SECRET is empty: the gateway cannot know us.", id="beihu.W012"))
    if settings.OUTBOX_LEASE < 4 * settings.SMS_GATEWAY_TIMEOUT:
        found.append(Warning("OUTBOX_LEASE is shorter than four times SMS_GATEWAY_TIMEOUT.", id="beihu.W013"))
    return found
