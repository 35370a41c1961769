"""On the 1st, from 07:00 of the portal's own clock: last month's report for every place with an officer in term.

The sweep asks the clock and the rows, not itself: minutes or hours that were missed are caught up, for a week.
"""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from beihu.office.dashboards import indicators, periods
from buildings.places.codes import Level
from buildings.places.models import Place

from .models import Report
from .telling import posts_of_officers

FROM = time(7)
CAUGHT_UP = timedelta(days=7)  # a report that comes later is made by whoever wants it


def sweep() -> int:
    """How many reports were asked for now; each place's once, whoever else sweeps."""
    now = timezone.localtime(timezone=timezone.get_default_timezone())
    first = now.date().replace(day=1)
    begin = datetime.combine(first, FROM, now.tzinfo)
    if not begin <= now < begin + CAUGHT_UP:
        return 0
    period = periods.of_days("last-month", now.date())
    days = {"since": period.since, "until": period.until, "set_key": indicators.DEFAULT}
    made = Report.objects.filter(asked_by=None, **days).values("place")
    wanted = Place.objects.filter(code__in=posts_of_officers().values("place"), closed_on=None)
    codes = [
        code
        for code in wanted.exclude(code__in=made).order_by("code").values_list("code", flat=True)
        if len(code) <= Level.BUILDING
    ]
    rows = [Report(place_id=code, language=settings.LANGUAGE_CODE, **days) for code in codes]
    Report.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
