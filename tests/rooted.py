"""Households that serve and building groups, as rows, for the rooms that only need them to be there."""

from typing import Any

from django.utils import timezone

from buildings.households.models import Household
from buildings.party.models import AssistingFamily, CentreHousehold, PartyOrganisation
from buildings.places.models import Place


def make_centre(household: Household, **over: Any) -> CentreHousehold:
    facts = {"place": household.place, "since": timezone.localdate()} | over
    return CentreHousehold.objects.create(household=household, **facts)


def make_family(centre: CentreHousehold, household: Household, **over: Any) -> AssistingFamily:
    return AssistingFamily.objects.create(
        centre=centre, household=household, **{"since": timezone.localdate()} | over
    )


def make_group(place: Place, **over: Any) -> PartyOrganisation:
    return PartyOrganisation.objects.create(place=place, **{"name": "1栋党小组"} | over)
