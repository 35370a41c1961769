"""The month's tasks, made set-wise of each duty once a day, and their reminders: the rows are the queue.

Two sweeps at once, or one that runs twice, find nothing left: a duty is locked and says on which day tasks were last made of it,
a task is one by duty, person, place and month, and a reminder is one by day and person (the key of its delivery).
Whoever takes a post on in the middle of a month gets what still lies ahead, and nothing that is late already.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.notifications.planning import EMAIL, SMS, Told, in_each_language, plan
from beihu.scope import under
from buildings.households.models import Membership
from buildings.places.codes import Level
from buildings.posts.models import Post

from . import rooted
from .monthly import Duty, DutyTask, Holder
from .months import day_in, month_of, today

BEFORE = timedelta(days=3)  # the reminder comes so long before the day
BATCH = 2000


def sweep(now: datetime | None = None) -> dict[str, int]:
    """Everything that is due in this room now; how much of each was done."""
    now = now or timezone.now()
    return {"made": make_due(today(now)), "reminded": remind_due(now)}


def make_due(day: date) -> int:
    """Tasks of every duty that none were made of today."""
    made = 0
    for pk in list(_unmade(day).values_list("pk", flat=True)):
        with transaction.atomic():
            duty = _unmade(day).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if duty is not None:
                made += make(duty, day)
    return made


def _unmade(day: date) -> Any:
    return Duty.objects.open().exclude(made_on__gte=day).order_by("pk") | Duty.objects.open().filter(
        made_on__isnull=True
    )


def make(duty: Duty, day: date) -> int:
    """This month's tasks of a duty for whoever has none yet; how many are new."""
    month = month_of(day)
    due = day_in(month, duty.day)
    rows = []
    if due >= day:
        rows = [
            DutyTask(duty=duty, user_id=user, place_id=place, month=month, due_on=due, remind_on=max(day, due - BEFORE))
            for user, place in holders(duty, day)
        ]  # fmt: skip
    before = DutyTask.objects.filter(duty=duty, month=month).count() if rows else 0
    DutyTask.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    Duty.objects.filter(pk=duty.pk).update(made_on=day)
    return DutyTask.objects.filter(duty=duty, month=month).count() - before if rows else 0


def holders(duty: Duty, day: date) -> Iterable[tuple[int, str]]:
    """(person, place) of everybody who has this duty: people in the post, or at home in the households that serve."""
    place = duty.place_id
    if duty.holder in (Holder.CENTRE, Holder.FAMILY):
        serving = rooted.centres() if duty.holder == Holder.CENTRE else rooted.families()
        homes = serving.filter(under("household__place_id", place)).values("household")
        people = Membership.objects.verified().filter(household__in=homes, user__is_active=True)
        return people.values_list("user", "household__place").distinct()
    posts = Post.objects.in_term().filter(under("place_id", place), role=duty.holder, user__is_active=True)
    return posts.values_list("user", "place").distinct()


def remind_due(now: datetime) -> int:
    """One message a person and day, however many duties it is about; how many tasks were looked at."""
    looked_at = 0
    while batch := _remind(now):
        looked_at += batch
    return looked_at


def _remind(now: datetime) -> int:
    day = today(now)
    with transaction.atomic():
        due = DutyTask.objects.todo().filter(remind_on__lte=day, reminded_at__isnull=True)
        rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:BATCH])
        groups: dict[tuple[date, str], set[int]] = {}
        for row in rows:
            if row.due_on >= day:  # after a standstill: what is late is seen on the desk
                groups.setdefault((row.due_on, row.place_id[: Level.COMMUNITY]), set()).add(row.user_id)
        for (due_on, place), people in groups.items():
            tell(due_on, place, people)
        DutyTask.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    return len(rows)


def tell(due_on: date, place: str, people: Iterable[int]) -> int:
    """By day and person once, for every language; no names, as it may stand on a locked screen."""
    last = datetime.combine(due_on, time.max, timezone.get_default_timezone())
    return plan(
        people,
        source=f"duty:{due_on:%Y%m%d}",
        version=1,
        kind="remind",
        words=words(due_on),
        url="/duties/mine/",
        place=place,
        expires_at=last,
        channels=(SMS, EMAIL),
    )


def words(due_on: date) -> Told:
    def title() -> str:
        day = date_format(due_on, "SHORT_DATE_FORMAT")
        return _("Duties of this month are still open, please tick them off by %(day)s.") % {"day": day}

    return in_each_language(title)
