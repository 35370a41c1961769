"""The models of this wing's rooms, gathered for Django."""

from .households.models import Household, Membership
from .places.models import Place, PlaceAlias
from .posts.models import Post
from .volunteers.ledger import ActivityReminder, Door, DoorHelper, Hours, Presence, TeamDay
from .volunteers.models import Activity, SignUp, VolunteerTeam
from .volunteers.thanked import Certificate, Helped, NameChoice, Outcome

__all__ = [
    "Activity", "ActivityReminder", "Certificate", "Door", "DoorHelper", "Helped", "Hours", "Household", "Membership",
    "NameChoice", "Outcome", "Place", "PlaceAlias", "Post", "Presence", "SignUp", "TeamDay", "VolunteerTeam",
]  # fmt: skip
