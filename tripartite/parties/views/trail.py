"""Where one is: from the street down to the place, then the page."""

from buildings.places.codes import Level, lineage
from buildings.places.models import Place

Trail = list[tuple[str, str]]


def trail_to(code: str, *pages: tuple[str, str]) -> Trail:
    """The places above and the place itself, each with its page; then the given pages. One query."""
    codes = [one for one in lineage(code) if len(one) >= Level.STREET] or lineage(code)[-1:]
    places = Place.objects.filter(code__in=codes).only("code", "name").order_by("code")
    return [*((place.short_name, place.get_absolute_url()) for place in places), *pages]
