"""The admin pages of this wing's rooms, gathered for Django."""

from .places import admin as places
from .posts import admin as posts
from .volunteers import ledger_admin

__all__ = ["ledger_admin", "places", "posts"]
