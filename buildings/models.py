"""The models of this wing's rooms, gathered for Django."""

from .households.models import Household, Membership
from .places.models import Place, PlaceAlias
from .posts.models import Post
from .volunteers.models import (
    Activity,
    ActivityLink,
    Hours,
    Need,
    SignUp,
    Skill,
    TeamMember,
    TeamPlace,
    Thanks,
    VolunteerTeam,
)

__all__ = [
    "Activity",
    "ActivityLink",
    "Hours",
    "Household",
    "Membership",
    "Need",
    "Place",
    "PlaceAlias",
    "Post",
    "SignUp",
    "Skill",
    "TeamMember",
    "TeamPlace",
    "Thanks",
    "VolunteerTeam",
]
