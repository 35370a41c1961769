"""Asked just before a reminder of duties goes out: is anything of that day still open? Two queries a batch."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from beihu.notifications.models import Delivery, Proxy

from .monthly import DutyTask
from .states import Task

DONE = "done"


def check(deliveries: list[Delivery]) -> dict[UUID, str]:
    """Those who have ticked everything off, and so has everybody they receive for, are left in peace."""
    days = {row.pk: day_of(row) for row in deliveries}
    people = {row.recipient_id for row in deliveries if row.recipient_id}
    behind: dict[int, set[int]] = defaultdict(set)
    for elder, receiver in Proxy.objects.filter(receiver__in=people, agreed_at__isnull=False).values_list(
        "elder", "receiver"
    ):
        behind[receiver].add(elder)
    concerned = people.union(*behind.values()) if behind else people
    todo = set(
        DutyTask.objects.filter(
            user__in=concerned, due_on__in={day for day in days.values() if day}, status=Task.TODO
        ).values_list("user", "due_on")
    )
    found = {}
    for row in deliveries:
        whose = {row.recipient_id or 0} | behind[row.recipient_id or 0]
        if not any((one, days[row.pk]) in todo for one in whose):
            found[row.pk] = DONE
    return found


def day_of(delivery: Delivery) -> date | None:
    """The day it is about; None for a source that names none."""
    try:
        return datetime.strptime(delivery.source.partition(":")[2], "%Y%m%d").date()
    except ValueError:
        return None
