"""Households that serve and building groups, as rows, for the rooms that only need them to be there."""

from typing import Any

from django.utils import timezone

from buildings.households.models import Household
from buildings.party.models import AssistingFamily, CentreHousehold, OrganisationKind, PartyOrganisation
from buildings.places.codes import Level
from buildings.places.models import Place


def make_centre(household: Household, **over: Any) -> CentreHousehold:
    facts = {"place": household.place, "since": timezone.localdate()} | over
    return CentreHousehold.objects.create(household=household, **facts)


def make_family(centre: CentreHousehold, household: Household, **over: Any) -> AssistingFamily:
    return AssistingFamily.objects.create(
        centre=centre, household=household, **{"since": timezone.localdate()} | over
    )


def make_group(place: Place, **over: Any) -> PartyOrganisation:
    """A building group, with its kind of the street's chain."""
    kind, _new = OrganisationKind.objects.get_or_create(
        place_id=place.code[: Level.STREET],
        slug="group",
        defaults={"nature": "group", "name": "楼栋党小组", "levels": [Level.BUILDING]},
    )
    return PartyOrganisation.objects.create(place=place, kind=kind, **{"name": "1栋党小组"} | over)
