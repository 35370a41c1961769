"""When those with a seat are reminded of an activity. That it moved or was cancelled is told at once (`planning.py`).

The same queue as that of meetings: each activity has its reminder rows, the minute sweep turns what is due into
deliveries, once per version of the schedule, and just before each sending it is asked again whether it is still true.

| what befalls a reminder | its `planned_at` | its `note` |
|---|---|---|
| due | set, with the number of new deliveries | |
| due, but a nearer one is due as well (the portal stood still) | set | a nearer one went out |
| was past already when it was set, or the activity has begun | set | too late |
| the activity is cancelled | set | cancelled |
| the activity moves | emptied, to be planned for the new version | |

| a message is not sent any more | when |
|---|---|
| gone, cancelled, moved, too late | so is the activity |
| withdrawn | so has everybody it is for, or the family proxy has ended |
| checked in | everybody it is for is there already |
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.notifications.models import Delivery
from beihu.notifications.planning import EMAIL, SMS, Told, in_each_language, plan

from .ledger import ActivityReminder
from .models import Activity, SignUp
from .seats import cancelled, is_coming, seated, told_states

DEFAULT = (24 * 60, 2 * 60)  # minutes before: one day, two hours
TOO_LATE, CANCELLED, NEARER = "too late", "cancelled", "a nearer one went out"
SOURCE = "activity"


def set_reminders(activity: Activity, minutes_before: Iterable[int] = DEFAULT) -> None:
    """Call with the activity locked, whenever it is announced or moved. What was planned for this version stays so."""
    now = timezone.now()
    with transaction.atomic():
        rows = activity.reminders.select_for_update().order_by("pk")
        kept = {row.minutes_before: row for row in rows}
        fresh = []
        for minutes in minutes_before:
            if row := kept.get(minutes):
                renew(row, activity, now)
            else:
                fresh.append(fit(ActivityReminder(activity=activity, minutes_before=minutes), now))
        ActivityReminder.objects.bulk_create(fresh)


def renew(row: ActivityReminder, activity: Activity, now: datetime) -> None:
    """Make the row fit the activity's present schedule, if it does not yet."""
    if (row.version, row.due_at) != (activity.version, due_at(row, activity)):
        row.activity = activity
        fit(row, now).save()


def due_at(row: ActivityReminder, activity: Activity) -> datetime:
    return activity.starts_at - timedelta(minutes=row.minutes_before)


def fit(row: ActivityReminder, now: datetime) -> ActivityReminder:
    """Set for the present schedule of its activity, to be planned, or noted as too late already; not saved."""
    activity = row.activity
    row.due_at, row.version, row.planned, row.planned_at, row.note = (
        due_at(row, activity),
        activity.version,
        0,
        None,
        "",
    )
    if row.due_at <= now:
        row.planned_at, row.note = now, TOO_LATE
    return row


def sweep(now: datetime | None = None) -> int:
    """Plan every reminder that is due, each in a transaction of its own; how many were looked at. Many at once share."""
    looked_at = 0
    while plan_next(now or timezone.now()):
        looked_at += 1
    return looked_at


def plan_next(now: datetime) -> bool:
    """One due reminder that nobody else holds; False when there is none."""
    with transaction.atomic():
        due = ActivityReminder.objects.filter(due_at__lte=now, planned_at__isnull=True)
        row = due.order_by("due_at", "pk").select_for_update(skip_locked=True, of=("self",)).first()
        if row is None:
            return False
        activity = Activity.objects.get(pk=row.activity_id)
        if row.version != activity.version:  # moved by a hand that forgot the reminders
            renew(row, activity, now)
            return True
        row.note = _why_not(row, activity, now)
        row.planned = 0 if row.note else remind(activity, row.minutes_before)
        row.planned_at = now
        row.save(update_fields=["note", "planned", "planned_at"])
    return True


def remind(activity: Activity, minutes_before: int) -> int:
    """Deliveries of one reminder of the present version; how many are new."""
    return plan(
        _to_tell(activity),
        source=f"{SOURCE}:{activity.pk}", version=activity.version, kind=f"remind-{minutes_before}",
        words=words(activity), url=activity.get_absolute_url(), place=activity.place_id,
        expires_at=activity.starts_at, channels=(SMS, EMAIL),
    )  # fmt: skip


def words(activity: Activity) -> Told:
    """What is said, in each language."""

    def title() -> str:
        when = date_format(timezone.localtime(activity.starts_at), "DATETIME_FORMAT")
        said = _("Reminder: %(title)s, %(when)s") % {"title": activity.title, "when": when}
        return f"{said} {activity.spot}".rstrip()

    return in_each_language(title)


def check(deliveries: list[Delivery]) -> dict[UUID, str]:
    """Asked just before sending: why some of these are not to be sent any more. Three queries a batch."""
    activities = Activity.objects.in_bulk({number(row) for row in deliveries})
    people = {row.recipient_id for row in deliveries if row.recipient_id}
    mine, proxied = _standing(list(activities), people)
    found = {}
    for row in deliveries:
        who = number(row), row.recipient_id
        theirs = mine[who] + (proxied[who] if row.channel == Delivery.Channel.SMS else [])
        if reason := _of_activity(row, activities.get(number(row))) or _of_people(theirs):
            found[row.pk] = reason
    return found


def number(delivery: Delivery) -> int:
    """The activity's; 0 for a source that names none."""
    digits = delivery.source.partition(":")[2]
    return int(digits) if digits.isdecimal() else 0


def _to_tell(activity: Activity) -> QuerySet:
    """As ids: those with a seat who are not there yet."""
    return seated(activity).filter(came_at__isnull=True).values("user_id")


def _why_not(row: ActivityReminder, activity: Activity, now: datetime) -> str:
    if cancelled(activity):
        return CANCELLED
    if not is_coming(activity) or now >= activity.starts_at:
        return TOO_LATE
    nearer = activity.reminders.filter(minutes_before__lt=row.minutes_before, due_at__lte=now)
    return NEARER if nearer.exists() else ""


Standing = dict[tuple[int, int | None], list[tuple[str, bool]]]


def _standing(activities: list[int], people: set[int]) -> tuple[Standing, Standing]:
    """(state of the sign-up, whether there) of the readers themselves, and of the elders they receive for."""
    rows = SignUp.objects.filter(activity__in=activities).order_by()
    facts = ("activity_id", "status", "came_at")
    mine: Standing = defaultdict(list)
    proxied: Standing = defaultdict(list)
    for activity, status, there, reader in rows.filter(user__in=people).values_list(*facts, "user_id"):
        mine[activity, reader].append((status, there is not None))
    elders = rows.filter(user__proxy__receiver__in=people, user__proxy__agreed_at__isnull=False)
    for activity, status, there, reader in elders.values_list(*facts, "user__proxy__receiver_id"):
        proxied[activity, reader].append((status, there is not None))
    return mine, proxied


def _of_activity(row: Delivery, activity: Activity | None) -> str:
    if activity is None:
        return "gone"
    if cancelled(activity):
        return "cancelled"
    if row.version != activity.version:
        return "moved"
    return "too late" if timezone.now() >= activity.starts_at else ""


def _of_people(theirs: list[tuple[str, bool]]) -> str:
    """`theirs`: how everybody stands whom this message is for."""
    still = [there for status, there in theirs if status in told_states()]
    if not still:
        return "withdrawn"
    return "checked in" if all(still) else ""
