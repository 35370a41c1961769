"""When a meeting is reminded of, and what those invited are told about it.

Each meeting has its Reminder rows; a sweep turns what is due into deliveries. What happens to the meeting itself
(called, moved, cancelled, minutes ready) is announced at once.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.notifications.actions import notify

from .models import Meeting, Reminder

DEFAULT = (3 * 24 * 60, 24 * 60, 2 * 60)  # minutes before: three days, one day, two hours
MOST = 5  # reminders of one meeting


def set_reminders(meeting: Meeting, minutes_before: Iterable[int] = DEFAULT) -> list[Reminder]:
    """The meeting's reminders are these, and due by its present time; what was planned for an old time stays planned."""
    wanted = sorted(set(minutes_before), reverse=True)[:MOST]
    meeting.reminders.exclude(minutes_before__in=wanted).delete()
    rows = [
        Reminder(
            meeting=meeting,
            minutes_before=minutes,
            due_at=meeting.starts_at - timedelta(minutes=minutes),
            version=meeting.version,
        )
        for minutes in wanted
    ]
    return Reminder.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["meeting", "minutes_before"],
        update_fields=["due_at", "version"],
    )


TITLES: dict[str, Callable[[], str]] = {
    "called": lambda: _("You are invited: %(title)s, %(when)s, %(where)s"),
    "moved": lambda: _("Moved: %(title)s is now on %(when)s, %(where)s"),
    "cancelled": lambda: _("Cancelled: %(title)s on %(when)s"),
    "minutes": lambda: _("The minutes of %(title)s are ready: please read them"),
}


def announce(meeting: Meeting, kind: str) -> None:
    """Tell everybody invited, once per kind and version of the schedule; in the transaction of the deed."""

    def title() -> str:
        when = date_format(localtime(meeting.starts_at), "DATETIME_FORMAT")
        return TITLES[kind]() % {"title": meeting.title, "when": when, "where": meeting.where}

    notify(
        guests(meeting),
        key=f"meeting:{meeting.pk}:{kind}:{meeting.version}",
        title=title,
        url=meeting.get_absolute_url(),
        sms=kind != "minutes",
        place=meeting.place_id,
    )


def guests(meeting: Meeting) -> list[User]:
    """Whom to tell: everybody invited who has an account and has not declined."""
    invited = meeting.invitations.exclude(answer="declined").values("user")
    return list(User.objects.filter(is_active=True, pk__in=invited))
