"""The models of this wing's rooms, gathered for Django."""

from .households.models import Household, Membership
from .places.models import Place, PlaceAlias
from .posts.models import Post
from .volunteers.ledger import ActivityReminder, Counted, Door, DoorHelper, Hours, TeamDay
from .volunteers.models import Activity, Need, SignUp, Skill, TeamMember, TeamPlace, VolunteerTeam
from .volunteers.thanked import ActivityLink, Certificate, Thanks

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
