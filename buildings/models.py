"""The models of this wing's rooms, gathered for Django."""

from .households.models import Household, Membership
from .places.models import Place, PlaceAlias
from .posts.models import Post
from .volunteers.ledger import ActivityReminder, Counted, Door, DoorHelper, TeamDay
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
from .volunteers.thanked import Certificate

__all__ = [
    "Activity",
    "ActivityLink",
    "ActivityReminder",
    "Certificate",
    "Counted",
    "Door",
    "DoorHelper",
    "Hours",
    "Household",
    "Membership",
    "Need",
    "Place",
    "PlaceAlias",
    "Post",
    "SignUp",
    "Skill",
    "TeamDay",
    "TeamMember",
    "TeamPlace",
    "Thanks",
    "VolunteerTeam",
]
