"""The models of this wing's rooms, gathered for Django."""

from .households.models import Household, Membership, Occupant
from .places.models import Place, PlaceAlias
from .posts.models import Post

__all__ = [
    "AssistingFamily",
    "CentreHousehold",
    "HintOverride",
    "Household",
    "Membership",
    "Occupant",
    "OrganisationKind",
    "OrganisationSeat",
    "OrganisationTerm",
    "PartyMember",
    "PartyOrganisation",
    "Place",
    "PlaceAlias",
    "Post",
]
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
