"""Configurations in which the web server refuses to start."""

import ipaddress
from typing import Any

LOCAL_NAMES = {"localhost", "testserver", "[::1]"}


def problems(settings: Any) -> list[str]:
    """One sentence for each thing that must not stand on the open net."""
    found = []
    public = [host for host in settings.ALLOWED_HOSTS if not is_local(host)]
    if "*" in settings.ALLOWED_HOSTS:
        found.append("ALLOWED_HOSTS is '*': name the hosts of the portal.")
    if settings.HTTPS and not settings.ALLOWED_HOSTS:
        found.append("ALLOWED_HOSTS is empty: name the hosts of the portal.")
    if settings.DEBUG and (public or settings.HTTPS):
        found.append("DEBUG is on, which shows settings and data to visitors: unset it.")
    if public and not settings.HTTPS:
        found.append(
            f"HTTPS is off for {public[0]}: set HTTPS=True behind a proxy that speaks TLS, "
            "or serve private addresses only."
        )
    if settings.HTTPS and settings.DEV_OUTBOX:
        found.append("DEV_OUTBOX shows everybody's sign-in codes: unset it and set SMS_GATEWAY_URL.")
    if settings.HTTPS and settings.DEMO:
        found.append("DEMO publishes passwords: unset it.")
    if settings.HTTPS and len(settings.SECRET_KEY) < 40:
        found.append("SECRET_KEY is shorter than 40 characters: make one with python -c "
                     "'import secrets; print(secrets.token_urlsafe(50))'.")  # fmt: skip
    return found


def is_local(host: str) -> bool:
    """Loopback, private address ranges, and names without a dot are not the open net."""
    if host in LOCAL_NAMES or "." not in host.strip("."):
        return host != "*"
    try:
        return ipaddress.ip_address(host.strip("[]")).is_private
    except ValueError:
        return host.endswith((".local", ".lan", ".internal", ".home.arpa"))
