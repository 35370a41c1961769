"""What people do: ask for a report, take one away."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.office.dashboards.periods import Period
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import VIEW_DASHBOARD

from .models import Report
from .states import WORKING, Status
from .tasks import bell

SAME = timedelta(minutes=2)  # within which the same wish is a second click
AT_ONCE = 5  # reports of one person that wait


def ask_report(place: Place, period: Period, *, set_key: str, language: str, by: Any) -> Report:
    """A worker makes it. Asking twice is asking once. Refused without the right, or with many waiting."""
    if len(place.code) > Level.BUILDING or not by.has_perm(VIEW_DASHBOARD, place):
        raise Refused(_("You do not have the right to do this here."))
    wish = {
        "place": place, "since": period.since, "until": period.until, "period_key": period.key,
        "set_key": set_key, "language": language, "asked_by": by,
    }  # fmt: skip
    with transaction.atomic():
        with connection.cursor() as cursor:  # one person asks for one thing at a time
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"report:{by.pk}"])
        recent = Report.objects.filter(asked_at__gt=timezone.now() - SAME, **wish)
        if same := recent.exclude(status=Status.FAILED).first():
            return same
        if Report.objects.filter(asked_by=by, status__in=WORKING).count() >= AT_ONCE:
            raise Refused(_("Several of your reports are still being made. Wait for those first."))
        report = Report.objects.create(**wish)
        record("report.ask", report, by=by, since=str(period.since), until=str(period.last))
        transaction.on_commit(bell.ring, robust=True)
    return report


def take_away(report: Report, kind: str, *, by: Any) -> None:
    """Logged before the first byte."""
    record("report.download", report, by=by, kind=kind)
