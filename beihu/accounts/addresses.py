"""Where a request comes from, and with what."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

UNKNOWN = "0.0.0.0"  # noqa: S104 # nosec
BROWSERS = (  # first match wins: each of them also names those below it
    ("MicroMessenger", "WeChat"),
    ("HarmonyOS", "HarmonyOS"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("OpenHarmony", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def client_address(request: HttpRequest) -> str:
    """The address of the browser: what our own outermost proxy saw, never what the browser claims.

    With `TRUSTED_PROXIES` = n the n-th X-Forwarded-For entry from the right was written by our own proxy;
    everything to its left is hearsay.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(hops) >= settings.TRUSTED_PROXIES:
            seen = hops[-settings.TRUSTED_PROXIES].strip()
    return _plain(seen)


def _plain(text: str) -> str:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return UNKNOWN
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def network(address: str) -> str:
    """What limits count by: an IPv4 address, or the /64 an IPv6 customer has all to himself."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)


def browser_name(agent: str) -> str:
    """ "Chrome, Android" from a User-Agent header, as far as it tells."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(dict.fromkeys(part for part in (browser, system) if part)) or _("unknown browser")
