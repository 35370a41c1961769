"""The admin pages of this wing's rooms, gathered for Django."""

from .accounts import admin as accounts
from .audit import admin as audit
from .notifications import admin as notifications

__all__ = ["accounts", "audit", "notifications"]
