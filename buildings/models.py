"""The models of this wing's rooms, gathered for Django."""

from .households.models import Household, Membership
from .joint.models import JointCommittee, JointMember, Pledge, PledgeEvent
from .places.models import Place, PlaceAlias
from .posts.models import Post

__all__ = [
    "Household",
    "JointCommittee",
    "JointMember",
    "Membership",
    "Place",
    "PlaceAlias",
    "Pledge",
    "PledgeEvent",
    "Post",
]
