"""When a meeting is reminded of, and what those invited are told about it.

Each meeting has its Reminder rows; the minute sweep (`tasks.py`) turns what is due into deliveries, once per version
of the schedule. What happens to the meeting itself (called, moved, cancelled, minutes ready) is announced at once.
Both are planned here and asked about again just before each sending (`recheck.py`).

| what befalls a reminder | its `planned_at` | its `note` |
|---|---|---|
| due | set, with the number of new deliveries | |
| due, but a nearer one is due as well (the portal stood still) | set | a nearer one went out |
| was past already when it was set, or the meeting has begun | set | too late |
| the meeting is cancelled | set | cancelled |
| the meeting moves | emptied, to be planned for the new version | |
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.notifications.planning import EMAIL, ROBOT, SMS, Told, in_each_language, plan

from .models import Invitation, Meeting, Reminder
from .states import Status

DEFAULT = (3 * 24 * 60, 24 * 60, 2 * 60)  # minutes before: three days, one day, two hours
MOST = 5  # reminders of one meeting
EARLIEST = 60 * 24 * 60  # minutes
NEAR = timedelta(hours=12)  # so near the meeting, what changes is told at night as well
TOO_LATE, CANCELLED, NEARER = "too late", "cancelled", "a nearer one went out"
NOTES = {
    TOO_LATE: gettext_lazy("too late"),
    CANCELLED: gettext_lazy("cancelled"),
    NEARER: gettext_lazy("a nearer one went out"),
}


def set_reminders(meeting: Meeting, minutes_before: Iterable[int] = DEFAULT) -> list[Reminder]:
    """The meeting's reminders are these, by its present time. Call with the meeting locked, whenever it is called or moved.

    What was planned for the present version stays planned; a new version starts afresh.
    """
    wanted = sorted({m for m in minutes_before if 0 < m <= EARLIEST}, reverse=True)[:MOST]
    now = timezone.now()
    with transaction.atomic():
        kept = {row.minutes_before: row for row in meeting.reminders.select_for_update().order_by("pk")}
        meeting.reminders.exclude(minutes_before__in=wanted).delete()
        for minutes in wanted:
            if minutes in kept and fit(kept[minutes], meeting, now):
                kept[minutes].save()
        new = [Reminder(meeting=meeting, minutes_before=m, version=-1) for m in wanted if m not in kept]
        Reminder.objects.bulk_create(row for row in new if fit(row, meeting, now))
    return list(meeting.reminders.order_by("due_at"))


def fit(row: Reminder, meeting: Meeting, now: datetime) -> bool:
    """Make the row fit the meeting's present schedule; False when it does already."""
    due = meeting.starts_at - timedelta(minutes=row.minutes_before)
    if (row.version, row.due_at) == (meeting.version, due):
        return False
    row.due_at, row.version, row.planned, row.planned_at, row.note = due, meeting.version, 0, None, ""
    if due <= now:
        row.planned_at, row.note = now, TOO_LATE
    return True


def sweep(now: datetime | None = None) -> int:
    """Plan every reminder that is due, each in a transaction of its own; how many were looked at. Many at once share."""
    looked_at = 0
    while plan_next(now or timezone.now()):
        looked_at += 1
    return looked_at


def plan_next(now: datetime) -> bool:
    """One due reminder that nobody else holds; False when there is none."""
    with transaction.atomic():
        due = Reminder.objects.filter(due_at__lte=now, planned_at__isnull=True)
        called = due.exclude(meeting__status=Status.DRAFT).order_by("due_at", "pk")
        row = called.select_for_update(skip_locked=True, of=("self",)).first()
        if row is None:
            return False
        meeting = Meeting.objects.select_related("room").get(pk=row.meeting_id)
        if row.version != meeting.version:  # moved by a hand that forgot the reminders
            fit(row, meeting, now)
            row.save()
            return True
        row.note = _why_not(row, meeting, now)
        row.planned = 0 if row.note else remind(meeting, row.minutes_before)
        row.planned_at = now
        row.save(update_fields=["note", "planned", "planned_at"])
    return True


def _why_not(row: Reminder, meeting: Meeting, now: datetime) -> str:
    if meeting.status == Status.CANCELLED:
        return CANCELLED
    if meeting.status != Status.CALLED or now >= meeting.starts_at:
        return TOO_LATE
    nearer = meeting.reminders.filter(minutes_before__lt=row.minutes_before, due_at__lte=now)
    return NEARER if nearer.exists() else ""


def remind(meeting: Meeting, minutes_before: int) -> int:
    """Deliveries of one reminder of the present version; how many are new."""
    return plan(
        guests(meeting),
        source=f"meeting:{meeting.pk}",
        version=meeting.version,
        kind=f"remind-{minutes_before}",
        words=words(meeting, "remind"),
        url=meeting.get_absolute_url(),
        place=meeting.place_id,
        expires_at=meeting.starts_at,
        channels=(SMS, EMAIL, ROBOT),
    )


TITLES: dict[str, Callable[[], str]] = {
    "remind": lambda: _("Reminder: %(title)s, %(when)s"),
    "called": lambda: _("You are invited: %(title)s, %(when)s"),
    "invited": lambda: _("You are invited: %(title)s, %(when)s"),
    "uninvited": lambda: _("You need not come: %(title)s, %(when)s"),
    "moved": lambda: _("Moved: %(title)s is now on %(when)s"),
    "cancelled": lambda: _("Cancelled: %(title)s on %(when)s"),
    "minutes": lambda: _("The minutes of %(title)s are ready: please read them"),
}
WITH_PLACE = frozenset({"remind", "called", "invited", "moved"})


def announce(meeting: Meeting, kind: str, *, was: datetime | None = None, without: Iterable[int] = ()) -> int:
    """Tell everybody invited (but these), once per kind and version of the schedule; in the transaction of the deed.

    `was`: when the meeting would have begun before it was moved; within twelve hours of it, night is no excuse.
    """
    now = timezone.now()
    near = any(moment and moment - now <= NEAR for moment in (meeting.starts_at, was))
    people = readers(meeting).exclude(user__in=list(without)) if kind == "minutes" else guests(meeting)
    return plan(
        people,
        source=f"meeting:{meeting.pk}",
        version=meeting.version,
        kind=kind,
        words=words(meeting, kind),
        url=meeting.get_absolute_url(),
        place=meeting.place_id,
        expires_at=None if kind == "minutes" else max(meeting.ends_at, was or meeting.ends_at),
        channels=(EMAIL,) if kind == "minutes" else (SMS, EMAIL, ROBOT),
        urgent=near and kind in {"moved", "cancelled"},
    )


def tell_some(meeting: Meeting, invitations: QuerySet[Invitation], kind: str) -> int:
    """Tell these alone that they are `invited` after the call, or `uninvited`; once per invitation, with the calendar's file."""
    first = invitations.order_by("pk").values_list("pk", flat=True).first()
    if first is None:
        return 0
    return plan(
        invitations.values("user_id"),
        source=f"meeting:{meeting.pk}",
        version=meeting.version,
        kind=f"{kind}-{first}",
        words=words(meeting, kind),
        url=meeting.get_absolute_url() if kind == "invited" else "",
        place=meeting.place_id,
        expires_at=meeting.ends_at,
    )


def words(meeting: Meeting, kind: str) -> Told:
    """What is said, in each language: no names in it, as work groups read it too."""

    def title() -> str:
        when = date_format(timezone.localtime(meeting.starts_at), "DATETIME_FORMAT")
        said = TITLES[kind]() % {"title": meeting.title, "when": when}
        return f"{said} {meeting.where}".rstrip() if kind in WITH_PLACE else said

    return in_each_language(title, meeting.cancel_reason if kind == "cancelled" else "")


def guests(meeting: Meeting) -> QuerySet:
    """Whom to tell, as ids: everybody invited who has an account, has not declined, and is not there already."""
    invited = Invitation.objects.filter(meeting=meeting, user__isnull=False)
    away = invited.exclude(answer=Invitation.Answer.DECLINED)
    return away.exclude(came=Invitation.Came.PRESENT).values("user_id")


def readers(meeting: Meeting) -> QuerySet:
    """Who may read the minutes, as ids: everybody invited or there, whatever they had answered."""
    return Invitation.objects.filter(meeting=meeting, user__isnull=False).values("user_id")
