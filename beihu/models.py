"""The models of the ground floor's rooms, gathered for Django."""

from .accounts.models import OneTimeCode, User, UserSession
from .audit.models import AuditEntry
from .notifications.models import Delivery, Heartbeat, Notification, Preference, Proxy, Robot

__all__ = [
    "AuditEntry",
    "Delivery",
    "Heartbeat",
    "Notification",
    "OneTimeCode",
    "Preference",
    "Proxy",
    "Robot",
    "User",
    "UserSession",
]
