"""Who carries papers where: a right that may hold for one building of the vote only."""

from typing import Any

from django.db.models import QuerySet

from beihu.scope import reach_of, under
from buildings.posts.roles import CARRY_BALLOT

from .models import Unit, Vote


def prefixes(vote: Vote, user: Any) -> list[str]:
    """The places at which this person carries papers of this vote: all of it, or some of its buildings and doorways."""
    place = vote.place_id
    held = {
        reach.prefix if reach.prefix.startswith(place) else place
        for reach in reach_of(user, CARRY_BALLOT)
        if place.startswith(reach.prefix) or reach.prefix.startswith(place)
    }
    return sorted(held)


def units_for(vote: Vote, user: Any) -> QuerySet[Unit]:
    """The flats of the roll at whose doors this person is asked."""
    rows = vote.units.none()
    for prefix in prefixes(vote, user):
        rows = rows | vote.units.filter(under("place_id", prefix))
    return rows
