"""The models of this wing's rooms, gathered for Django."""

from .care.models import CareEntry, Carer, Review, Visit
from .care.monthly import Duty, DutyTask, GroupMeeting
from .households.models import Household, Membership, Occupant
from .households.roster.models import RosterChange, RosterDoor, RosterImport, RosterLine
from .joint.models import JointCommittee, JointMember, Pledge, PledgeEvent
from .party.models import (
    AssistingFamily,
    CentreHousehold,
    HintOverride,
    OrganisationKind,
    OrganisationSeat,
    OrganisationTerm,
    PartyMember,
    PartyOrganisation,
)
from .places.models import Place, PlaceAlias
from .posts.kinds import PostKind
from .posts.models import Post, PostPage
from .volunteers.ledger import ActivityReminder, Counted, Door, DoorHelper, Hours, TeamDay
from .volunteers.models import Activity, Need, SignUp, Skill, TeamMember, TeamPlace, VolunteerTeam
from .volunteers.thanked import ActivityLink, Certificate, Thanks

__all__ = [
    "Activity",
    "ActivityLink",
    "ActivityReminder",
    "AssistingFamily",
    "CareEntry",
    "Carer",
    "CentreHousehold",
    "Certificate",
    "Counted",
    "Door",
    "DoorHelper",
    "Duty",
    "DutyTask",
    "GroupMeeting",
    "HintOverride",
    "Hours",
    "Household",
    "JointCommittee",
    "JointMember",
    "Membership",
    "Need",
    "Occupant",
    "OrganisationKind",
    "OrganisationSeat",
    "OrganisationTerm",
    "PartyMember",
    "PartyOrganisation",
    "Place",
    "PlaceAlias",
    "Pledge",
    "PledgeEvent",
    "Post",
    "PostKind",
    "PostPage",
    "Review",
    "RosterChange",
    "RosterDoor",
    "RosterImport",
    "RosterLine",
    "SignUp",
    "Skill",
    "TeamDay",
    "TeamMember",
    "TeamPlace",
    "Thanks",
    "Visit",
    "VolunteerTeam",
]
