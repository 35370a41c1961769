"""How much one person does in a week: what lies at the same time is refused, what is too much is told to the leader."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, DurationField, ExpressionWrapper, F, Sum
from django.utils import timezone

from .models import Activity, SignUp
from .states import COUNTED, Status

WEEK = timedelta(days=7)


class Load(NamedTuple):
    """Of one person in one week."""

    activities: int
    minutes: int

    @property
    def is_too_much(self) -> bool:
        hours, activities = settings.VOLUNTEER_WEEK_HOURS, settings.VOLUNTEER_WEEK_ACTIVITIES
        return self.activities > activities or self.minutes > hours * 60

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


def week_of(at: datetime) -> tuple[datetime, datetime]:
    """Monday 0:00 to Monday 0:00 of the portal's zone."""
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = day - timedelta(days=day.weekday())
    return monday, monday + WEEK


def load(user: Any, activity: Activity) -> Load:
    """What this person has in the week of the activity, with it."""
    first, last = week_of(activity.starts_at)
    others = _taken(user, activity).filter(activity__starts_at__gte=first, activity__starts_at__lt=last)
    long = ExpressionWrapper(F("activity__ends_at") - F("activity__starts_at"), DurationField())
    sums = others.aggregate(number=Count("pk"), long=Sum(long))
    minutes = int((sums["long"] or timedelta()).total_seconds()) // 60
    return Load(sums["number"] + 1, minutes + activity.minutes)


def clash(user: Any, activity: Activity) -> Activity | None:
    """Another activity at the same time for which this person has a seat or waits. Ends and begins may meet."""
    found = _taken(user, activity).filter(
        activity__starts_at__lt=activity.ends_at, activity__ends_at__gt=activity.starts_at
    )
    row = found.select_related("activity").order_by("activity__starts_at", "pk").first()
    return row.activity if row else None


def busy(activity: Activity, people: Iterable[Any]) -> set[int]:
    """Which of these people are on the list of the activity, or of another at the same time."""
    times = {"activity__starts_at__lt": activity.ends_at, "activity__ends_at__gt": activity.starts_at}
    rows = SignUp.objects.filter(user__in=[one.pk for one in people], status__in=COUNTED, **times)
    rows = rows.filter(activity__status__in=(Status.ANNOUNCED, Status.DONE))
    return set(rows.values_list("user", flat=True))


def _taken(user: Any, activity: Activity) -> Any:
    rows = SignUp.objects.filter(
        user=user, status__in=COUNTED, activity__status__in=(Status.ANNOUNCED, Status.DONE)
    )
    return rows.exclude(activity=activity.pk)
