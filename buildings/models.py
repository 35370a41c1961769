"""The models of this wing's rooms, gathered for Django."""

from .households.models import Household, Membership, Occupant
from .households.roster.models import RosterChange, RosterDoor, RosterImport, RosterLine
from .places.models import Place, PlaceAlias
from .posts.models import Post

__all__ = [
    "Household",
    "Membership",
    "Occupant",
    "Place",
    "PlaceAlias",
    "Post",
    "RosterChange",
    "RosterDoor",
    "RosterImport",
    "RosterLine",
]
