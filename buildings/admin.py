"""The admin pages of this wing's rooms, gathered for Django."""

from .party import admin as party
from .places import admin as places
from .posts import admin as posts

__all__ = ["care", "joint", "party", "places", "posts"]
from .care import admin as care
from .joint import admin as joint
