"""The models of this wing's rooms, gathered for Django."""

from .households.models import Household, Membership
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
from .posts.models import Post

__all__ = [
    "AssistingFamily",
    "CentreHousehold",
    "HintOverride",
    "Household",
    "Membership",
    "OrganisationKind",
    "OrganisationSeat",
    "OrganisationTerm",
    "PartyMember",
    "PartyOrganisation",
    "Place",
    "PlaceAlias",
    "Post",
]
