"""The admin pages of this wing's rooms, gathered for Django."""

from .care import admin as care
from .joint import admin as joint
from .party import admin as party
from .places import admin as places
from .posts import admin as posts
from .volunteers import ledger_admin

__all__ = ["care", "joint", "ledger_admin", "party", "places", "posts"]
