"""The secret in the QR code of an activity: what proves that somebody stood there.

On paper it holds for the activity, until the leader asks for a new one. On a screen it changes every three minutes, and
the one before still opens: a photograph of it sent to somebody at home is worth nothing soon after. Neither is kept in
the database: both are reckoned from the portal's key and the number of the turn.
"""

import time

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from .ledger import Door
from .models import Activity

SIGNS = 12  # hexadecimal: 48 bits
TURNS = 180  # seconds a code on a screen is shown
SALT = "buildings.volunteers.door"


def turn_of(activity: Activity) -> int:
    return Door.objects.filter(activity=activity).values_list("turn", flat=True).first() or 0


def paper_code(activity: Activity) -> str:
    return _code(f"{activity.pk}:{turn_of(activity)}")


def screen_code(activity: Activity) -> str:
    return _code(f"{activity.pk}:{turn_of(activity)}:{_now()}")


def opens(activity: Activity, code: str) -> bool:
    """Whether this code, read off the paper or off the screen, belongs to the activity."""
    stem = f"{activity.pk}:{turn_of(activity)}"
    known = [_code(one) for one in (stem, f"{stem}:{_now()}", f"{stem}:{_now() - 1}")]
    return any(constant_time_compare(code, one) for one in known)


def address(activity: Activity, code: str) -> str:
    """What the QR code says."""
    return settings.BASE_URL.rstrip("/") + reverse("activity_here", args=[activity.pk, code])


def _now() -> int:
    return int(time.time()) // TURNS


def _code(what: str) -> str:
    return salted_hmac(SALT, what, algorithm="sha256").hexdigest()[:SIGNS]
