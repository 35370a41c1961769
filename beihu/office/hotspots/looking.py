"""Looking at a street: what is hot is written down or kept up to date, what no longer is has ended.

Once a day, when the day before is over and folded; twice at once, or twice a day, is once.
"""

import logging
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from beihu.accounts.locks import hold
from beihu.office.tallies.folding import as_of
from buildings.places.codes import Level
from buildings.places.models import Place

from .counting import counts, has_issues, windows
from .models import Hotspot, Look
from .statistic import RECENT, Finding, find

_logger = logging.getLogger(__name__)
FROM_HOUR = 3  # local time
FIGURES = ["seen_on", "ended_on", "recent", "before", "days_before", "p", "q"]


def sweep() -> int:
    """Look at each street that has issues and that nobody has looked at today; how many were looked at.

    Not before three, and not before the whole of yesterday has been folded: what is counted late is looked at late.
    """
    today, folded = timezone.localdate(), as_of()
    if timezone.localtime().hour < FROM_HOUR or folded is None or timezone.localdate(folded) < today:
        return 0
    looked = Look.objects.filter(street=OuterRef("code"), looked_on__gte=today)
    streets = Place.objects.filter(~Exists(looked), Exists(has_issues(OuterRef("code"))), level=Level.STREET)
    done = 0
    for code in streets.order_by("code").values_list("code", flat=True):
        try:
            look(code, today)
        except Exception:  # the streets after it are not its fault; it is tried again in a minute
            _logger.exception("The street %s could not be looked at for hotspots", code)
        else:
            done += 1
    return done


@transaction.atomic
def look(street: str, today: date) -> list[Hotspot]:
    """The hotspots of the street with this code as of this day, the surest first. A day before the last look changes nothing."""
    hold(f"hotspots:{street}")
    rows = Hotspot.objects.filter(street=street)
    if not Look.objects.filter(pk=street, looked_on__gt=today).exists():
        days = windows(street, today)
        pairs = counts(street, days)
        _write(rows, find(pairs, days.days_before), today, days.days_before)
        facts = {"looked_on": today, "days_before": days.days_before, "pairs": len(pairs)}
        Look.objects.update_or_create(street=street, defaults=facts)
    return list(rows.open().order_by("q", "pk"))  # type: ignore[attr-defined]


def _write(
    rows: QuerySet[Hotspot], found: dict[tuple[str, str], Finding], today: date, days_before: int
) -> None:
    """One that cooled down less than four weeks ago is the same one still: its windows overlap with those of today."""
    lately = rows.filter(Q(ended_on=None) | Q(ended_on__gt=today - timedelta(days=RECENT)))
    ordered = lately.order_by(F("ended_on").asc(nulls_last=True), "pk")  # the open one wins
    known = {(row.place_id, row.category): row for row in ordered}
    new = []
    for (code, category), one in found.items():
        row = known.get((code, category))
        if row is None:
            try:
                place = Place.objects.hold(code)
            except Place.DoesNotExist:  # gone since it was counted
                continue
            row = Hotspot(place=place, category=category, found_on=today)
            new.append(row)
        row.seen_on, row.ended_on, row.days_before = today, None, days_before
        row.recent, row.before, row.p, row.q = one.recent, one.before, one.p, one.q
    Hotspot.objects.bulk_update([row for key, row in known.items() if key in found], FIGURES)
    Hotspot.objects.bulk_create(new)
    rows.filter(ended_on=None, seen_on__lt=today).update(ended_on=today)
