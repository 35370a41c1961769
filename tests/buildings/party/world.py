"""A street with the article's chain: one general branch, a branch, a building group, in the compound of the cast."""

from dataclasses import dataclass

from buildings.households.models import Household
from buildings.party import actions
from buildings.party.models import CentreHousehold, OrganisationKind, PartyMember, PartyOrganisation
from tests import cast
from tests.make_buildings import make_organisation, make_party_member


@dataclass
class World:
    """`here` is the cast's neighbourhood; the four organisations stand one below the other."""

    here: cast.Neighbourhood
    street: PartyOrganisation
    general: PartyOrganisation
    branch: PartyOrganisation
    group: PartyOrganisation
    secretary: PartyMember
    member: PartyMember
    centre: CentreHousehold
    helper: Household

    def kind(self, slug: str) -> OrganisationKind:
        return OrganisationKind.objects.get(place=self.here.street, slug=slug)


def build(here: cast.Neighbourhood | None = None) -> World:
    here = here or cast.here()
    actions.choose_chain(here.street, "article", by=None)
    street = make_organisation(here.street, "working-committee", name="街道党工委")
    general = make_organisation(here.community, "general-branch", parent=street, name="社区党总支")
    branch = make_organisation(here.compound, "branch", parent=general, name="德富花园党支部")
    group = make_organisation(here.building, "group", parent=branch, name="1栋党小组")
    helper = Household.objects.create(place=here.doorway, room="1002")
    centre = CentreHousehold.objects.create(place=here.doorway, household=here.household, since=cast.LONG_AGO)
    return World(
        here,
        street,
        general,
        branch,
        group,
        make_party_member(branch, name="钱书记"),
        make_party_member(group, name="孙党员"),
        centre,
        helper,
    )
