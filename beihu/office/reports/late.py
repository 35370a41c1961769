"""Late facts: past days whose figures changed, by the day on which that became known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.db.models.functions import Length

from beihu.office.dashboards.periods import Period
from beihu.office.tallies.measures import measures
from beihu.office.tallies.models import Correction
from beihu.scope import under
from buildings.places.codes import Level
from buildings.places.models import Place


@dataclass(frozen=True)
class Late:
    """`amount` in rows, or in yuan."""

    place: str
    measure: str
    day: date
    known_on: date
    amount: Decimal


def known_in(place: Place, period: Period) -> list[Late]:
    """What became known in the period: of the place itself, and for a district or above of its streets.

    Kept for streets and communities; [] for what lies below.
    """
    wide = len(place.code) < Level.STREET
    q = under("place", place.code) if wide else Q(place=place.code)
    rows = Correction.objects.filter(q, known_on__gte=period.since, known_on__lt=period.until).exclude(
        amount=0
    )
    if wide:
        rows = rows.alias(length=Length("place")).filter(length=Level.STREET)
    found = list(rows.order_by("known_on", "day", "place", "measure"))
    codes = {row.place for row in found}
    names = {one.code: one.short_name for one in Place.objects.filter(code__in=codes)} if codes else {}
    known = measures()
    return [
        Late(
            names.get(row.place, row.place),
            str(known[row.measure].label),
            row.day,
            row.known_on,
            Decimal(row.amount) / 100 if known[row.measure].money else Decimal(row.amount),
        )
        for row in found
        if row.measure in known
    ]
