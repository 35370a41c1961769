"""Where the reader is: the places above, the list of households, the room."""

from django.urls import reverse
from django.utils.translation import pgettext

from buildings.places.codes import Level, lineage
from buildings.places.models import Place

from ...models import Household

Trail = list[tuple[str, str]]


def trail_to(place: Place, *pages: tuple[str, str]) -> Trail:
    """One query."""
    codes = [code for code in lineage(place.code) if len(code) >= Level.STREET]
    above = Place.objects.filter(code__in=codes).only("code", "name").order_by("code")
    return [*((one.short_name, one.get_absolute_url()) for one in above), *pages]


def trail_into(household: Household, *pages: tuple[str, str]) -> Trail:
    listed = reverse("place_households", args=[household.place_id])
    own = (household.room, household.get_absolute_url())
    return trail_to(household.place, (pgettext("list", "Households"), listed), own, *pages)
