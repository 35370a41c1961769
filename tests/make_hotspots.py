"""Plain factories of hotspots, and of the issues behind one."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from beihu.office.hotspots.models import Hotspot
from buildings.places.models import Place
from tests.make import make_issue


def make_hotspot(**over: Any) -> Hotspot:
    """Seven about water in four weeks against four in the year before, found three days ago; needs place, a building."""
    today = timezone.localdate()
    fields: dict[str, Any] = {
        "category": "water",
        "found_on": today - timedelta(days=3),
        "seen_on": today,
        "recent": 7,
        "before": 4,
        "days_before": 364,
        "p": 2.5e-6,
        "q": 0.0004,
    } | over
    return Hotspot.objects.create(**fields)


def make_filed(place: Place, days: int, number: int = 1, category: str = "water", **over: Any) -> None:
    """So many issues filed so many days ago, at noon."""
    noon = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=days), time(12)))
    for _number in range(number):
        make_issue(place=place, category=category, submitted_at=noon, **over)
