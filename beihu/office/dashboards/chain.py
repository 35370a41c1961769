"""How far what was said at talks has come: talk → issue or agenda → resolution → commitment → verdict.

The matters of a period are followed, each to the furthest station that anything made of it has reached; a station counts
those that came at least so far, so that no later one is wider. It is read from the rows: talks have tens of matters in a
month, and no sum knows which of them became what.
"""

from datetime import datetime, time

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.scope import under
from forums.talks.models import Matter
from forums.talks.states import ON_ITS_WAY, RAISED
from tripartite.commitments.models import Commitment
from tripartite.commitments.states import GIVEN
from tripartite.commitments.states import Status as Promised
from tripartite.meetings.minutes import Resolution

from .periods import Period

STATIONS: list[str | Promise] = [
    _("matters raised at talks"),
    _("became an issue or a point of an agenda"),
    _("decided at a meeting"),
    _("a commitment was given"),
    _("judged by residents"),
]


def reached(code: str, period: Period) -> list[tuple[str, int]]:
    """(station, matters of the period at this place and below that came at least so far); one query."""
    since, until = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (period.since, period.until)
    )
    item, issue = OuterRef("item_id"), OuterRef("issue_id")
    decided = Resolution.objects.filter(Q(item=item) | Q(item__issue=issue))
    owed = Commitment.objects.filter(
        Q(resolution__item=item) | Q(resolution__item__issue=issue) | Q(issue=issue), status__in=GIVEN
    )
    judged = Exists(owed.filter(status__in=(Promised.KEPT, Promised.FAILED))) | ~Q(issue__rating="") & Q(
        issue__isnull=False
    )
    rows = Matter.objects.filter(
        under("place_id", code), status__in=RAISED, captured_at__gte=since, captured_at__lt=until
    ).annotate(
        station=Case(
            When(judged, then=4),
            When(Exists(owed), then=3),
            When(Exists(decided), then=2),
            When(status__in=ON_ITS_WAY, then=1),
            default=Value(0),
            output_field=IntegerField(),
        )
    )
    found = rows.aggregate(**{f"at_{n}": Count("pk", filter=Q(station__gte=n)) for n in range(len(STATIONS))})
    return [(str(label), found[f"at_{n}"]) for n, label in enumerate(STATIONS)]
