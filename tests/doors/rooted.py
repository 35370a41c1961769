"""What the Party room has behind each door: a group with a leader, one that is dissolved, a rooted doorway."""

from dataclasses import dataclass
from typing import Any

from buildings.households.models import Household
from buildings.party import actions
from buildings.party.models import (
    AssistingFamily,
    CentreHousehold,
    OrganisationSeat,
    OrganisationTerm,
    PartyMember,
    PartyOrganisation,
)
from tests import cast
from tests.make_buildings import make_organisation, make_party_member


@dataclass
class Rooted:
    organisation: PartyOrganisation  # a group at the building, with a leader
    dissolved: PartyOrganisation  # another one there
    party_member: PartyMember  # who leads the first
    organisation_seat: OrganisationSeat
    centre_household: CentreHousehold  # of the doorway
    assisting_family: AssistingFamily  # of that one


def set_rooted(n: cast.Neighbourhood) -> dict[str, Any]:
    actions.choose_chain(n.street, "article", by=None)
    branch = make_organisation(n.compound, "branch", name="…1")
    group = make_organisation(n.building, "group", name="…2", parent=branch)
    gone = make_organisation(
        n.building, "group", name="…3", parent=branch, dissolved_on=cast.LONG_AGO, dissolved_reason="…"
    )
    member = make_party_member(group, name="…")
    make_party_member(group, name="…", standing="probationary")
    term = OrganisationTerm.objects.create(organisation=group, since=cast.LONG_AGO)
    seat = OrganisationSeat.objects.create(term=term, member=member, position="leader", since=cast.LONG_AGO)
    overdue = OrganisationTerm.objects.create(
        organisation=branch, since=cast.LONG_AGO, due_on=cast.LONG_AGO.replace(year=2025)
    )
    OrganisationSeat.objects.create(term=overdue, member=member, position="member", since=cast.LONG_AGO)
    centre = CentreHousehold.objects.create(place=n.doorway, household=n.household, since=cast.LONG_AGO)
    helper, _new = Household.objects.get_or_create(place=n.doorway, room="1002")
    Household.objects.get_or_create(place=n.other_doorway, room="1001")
    return {
        "organisation": group,
        "dissolved": gone,
        "party_member": member,
        "organisation_seat": seat,
        "centre_household": centre,
        "assisting_family": AssistingFamily.objects.create(
            centre=centre, household=helper, since=cast.LONG_AGO
        ),
    }
