"""What we keep about a person: handed out on request, erased on request (PIPL art. 45, 47).

Rooms that keep personal data register here, in their wing's `AppConfig.ready`: how to hand it out, and how
to erase it so that the records the law wants kept stay without the person.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Q

from beihu.notifications.family import concerning
from beihu.notifications.models import Preference, Proxy

from .models import User


class Share(NamedTuple):
    """One room's share: `export(user)` answers plain data for JSON, `erase(user)` forgets the person."""

    export: Callable[[User], Any]
    erase: Callable[[User], None]


SHARES: dict[str, Share] = {}


def register(name: str, *, export: Callable[[User], Any], erase: Callable[[User], None]) -> None:
    SHARES[name] = Share(export, erase)


def export(user: User) -> dict[str, Any]:
    """Everything, by room, as plain data."""
    account = {
        "username": user.username,
        "phone": user.phone,
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "large_type": user.large_type,
        "created_at": user.created_at,
        "last_login": user.last_login,
    }
    seen = list(
        user.user_sessions.order_by("created_at").values("browser", "address", "created_at", "seen_at")
    )
    told = list(user.notifications.order_by("created_at").values("title", "body", "created_at", "read_at"))
    return {
        "account": account,
        "sessions": seen,
        "notifications": told,
        "reached": list(Preference.objects.filter(user=user).values("sms", "email", "quiet")),
        "family": [
            {
                "receives": proxy.receiver_id == user.pk,
                "asked_at": proxy.asked_at,
                "agreed_at": proxy.agreed_at,
            }
            for proxy in concerning(user)
        ],
        **{name: share.export(user) for name, share in SHARES.items()},
    }


def erase(user: User) -> None:
    """Inside a transaction with the person's row locked: forget everything but the bare number of the row."""
    for share in SHARES.values():
        share.erase(user)
    user.notifications.all().delete()
    Preference.objects.filter(user=user).delete()
    Proxy.objects.filter(Q(elder=user) | Q(receiver=user)).delete()
    user.phone, user.name, user.email, user.language = None, "", "", ""
    user.username = f"erased-{user.pk}"
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
