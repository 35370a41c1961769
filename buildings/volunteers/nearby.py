"""What concerns a place: what lies there or below, and what is meant for all of its community."""

from django.db.models import Q

from beihu.scope import under
from buildings.places.codes import Level, lineage


def about(code: str) -> Q:
    """The column `place_id` names a place, something below it, or what it is part of up to its community."""
    above = [one for one in lineage(code) if Level.COMMUNITY <= len(one) < len(code)]
    return under("place_id", code) | Q(place_id__in=above)
