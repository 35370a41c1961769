"""Who came to an activity: by the phone's camera, by a helper's tick, or from the paper sheet afterwards.

| who | what |
|---|---|
| somebody with a seat, with the code | comes from an hour before until the end; goes until two hours after the end |
| a helper or the leader | ticks names while it can be checked in |
| the leader | enters the sheet afterwards: came or not, minutes, why they differ from the clock |

Twice is once: the first time counts. What has been credited is not changed here, but in the ledger (`crediting.py`).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.states import Refused
from buildings.posts.roles import KEEP_TEAM

from .holding import lock
from .ledger import LONGEST, Counted, Door, DoorHelper, Hours
from .models import Activity, SignUp
from .seats import came_states, seated

OPENS_BEFORE = timedelta(minutes=60)
STAYS_OPEN = timedelta(hours=2)  # after the end, for those who go
MOST_HELPERS = 10
CAME, WENT, BACK, AWAY = "came", "went", "back", "away"


class Line(NamedTuple):
    """One line of the sheet. `minutes` None: as the clock says."""

    came: bool
    minutes: int | None = None
    reason: str = ""


def may_tick(user: User, activity: Activity) -> bool:
    """The leader, staff, and the helpers of this activity."""
    return (
        user.has_perm(KEEP_TEAM, activity)
        or DoorHelper.objects.filter(activity=activity.pk, user=user.pk).exists()
    )


def closed_words(activity: Activity, now: datetime, *, going: bool = False) -> str:
    """Why nobody can check in (or out, `going`) now, or ''."""
    if activity.status not in came_states():
        return _("Nobody can check in: the activity is “%(state)s”.") % {
            "state": activity.get_status_display()
        }
    opens = activity.starts_at - OPENS_BEFORE
    if now < opens:
        when = date_format(timezone.localtime(opens), "DATETIME_FORMAT")
        return _("It is too early. You can check in from %(when)s on.") % {"when": when}
    if now > activity.ends_at + (STAYS_OPEN if going else timedelta(0)):
        when = date_format(timezone.localtime(activity.ends_at), "DATETIME_FORMAT")
        return _("The activity ended on %(when)s. Ask the leader to enter your hours.") % {"when": when}
    return ""


def arrive(activity: Activity, *, by: User) -> SignUp:
    """I am here."""
    with transaction.atomic():
        row, mine = _mine(activity, by)
        if words := closed_words(row, timezone.now()):
            raise Refused(words)
        return _come(row, mine, by)


def leave(activity: Activity, *, by: User) -> SignUp:
    """I am going."""
    with transaction.atomic():
        row, mine = _mine(activity, by)
        if words := closed_words(row, timezone.now(), going=True):
            raise Refused(words)
        return _go(row, mine, by)


def stay(activity: Activity, *, by: User) -> SignUp:
    """I am still here after all: the tap was a mistake."""
    with transaction.atomic():
        row, mine = _mine(activity, by)
        if words := closed_words(row, timezone.now(), going=True):
            raise Refused(words)
        return _come_back(row, mine, by)


def tick(activity: Activity, sign_up: int, what: str, *, by: User) -> SignUp:
    """One name, by whoever holds the list."""
    with transaction.atomic():
        row = lock(activity)
        if not may_tick(by, row):
            raise Refused(_("You do not have the right to do this here."))
        if words := closed_words(row, timezone.now(), going=True):
            raise Refused(words)
        person = _one(row, sign_up)
        if what == CAME:
            _come(row, person, by)
        elif what == WENT:
            _go(row, person, by)
        elif what == BACK:
            _come_back(row, person, by)
        elif what == AWAY:
            _not_credited([person.pk])
            if person.came_at is not None:
                _forget([person.pk])
                record("activity.tick_away", row, by=by, sign_up=person.pk)
        else:
            raise Refused(_("Choose one of the buttons."))
    return person


def enter(activity: Activity, *, by: User, lines: Mapping[int, Line]) -> Activity:
    """What the sheet says: only what is given is changed."""
    with transaction.atomic():
        row = lock(activity)
        if not by.has_perm(KEEP_TEAM, row):
            raise Refused(_("You do not have the right to do this here."))
        if row.status not in came_states() or timezone.now() < row.starts_at:
            raise Refused(_("The sheet is entered when the activity has begun."))
        known = {one.pk for one in seated(row)}
        if set(lines) - known:
            raise Refused(_("This person is not on the list any more. Reload the page."))
        _not_credited(lines)
        for line in lines.values():
            check_minutes(row, line.minutes, line.reason)
        _write(row, lines, by)
        record("activity.enter", row, by=by, lines=len(lines))
    return row


def check_minutes(activity: Activity, minutes: int | None, reason: str) -> None:
    """More than the activity lasted needs a reason; more than a day is a slip of the pen."""
    if minutes is None:
        return
    if not 0 <= minutes <= LONGEST:
        raise Refused(_("One activity counts 24 hours at most."))
    if minutes > lasted(activity) and not reason.strip():
        raise Refused(_("More than the activity lasted: say why."))


def lasted(activity: Activity) -> int:
    """Minutes from the beginning to the end."""
    return int((activity.ends_at - activity.starts_at).total_seconds() // 60)


def counted(activity: Activity, there: SignUp) -> int:
    """The minutes that are credited: the leader's, or those between coming and going within the activity."""
    if (own := getattr(there, "counted", None)) is not None:
        return min(own.minutes, LONGEST)
    if there.came_at is None:
        return 0
    begin = max(there.came_at, activity.starts_at)
    end = min(there.left_at or activity.ends_at, activity.ends_at)
    return min(max(int((end - begin).total_seconds() // 60), 0), LONGEST)


def reason_of(there: SignUp) -> str:
    """Why the leader counted otherwise than the clock."""
    own = getattr(there, "counted", None)
    return own.reason if own else ""


def name_helper(activity: Activity, person: User | None, *, by: User) -> None:
    """This person may tick names here."""
    with transaction.atomic():
        row = _kept(activity, by)
        if person is None or not person.is_active:
            raise Refused(_("Nobody with this number has an account."))
        if row.door_helpers.count() >= MOST_HELPERS:
            raise Refused(_("Ten helpers are enough."))
        if DoorHelper.objects.get_or_create(activity=row, user=person)[1]:
            record("activity.name_helper", row, by=by, helper=person.pk)


def drop_helper(activity: Activity, helper: int, *, by: User) -> None:
    with transaction.atomic():
        row = _kept(activity, by)
        if DoorHelper.objects.filter(activity=row, pk=helper).delete()[0]:
            record("activity.drop_helper", row, by=by)


def renew_code(activity: Activity, *, by: User) -> None:
    """The printed codes are void from now on."""
    with transaction.atomic():
        row = _kept(activity, by)
        door, _new = Door.objects.get_or_create(activity=row)
        door.turn += 1
        door.save(update_fields=["turn"])
        record("activity.renew_code", row, by=by, turn=door.turn)


def _kept(activity: Activity, by: User) -> Activity:
    row = lock(activity)
    if not by.has_perm(KEEP_TEAM, row):
        raise Refused(_("You do not have the right to do this here."))
    return row


def _mine(activity: Activity, by: User) -> tuple[Activity, SignUp]:
    row = lock(activity)
    mine = seated(row).filter(user=by).first()
    if mine is None:
        raise Refused(_("You have no seat in this activity. Please ask the leader."))
    return row, mine


def _one(row: Activity, sign_up: int) -> SignUp:
    found: SignUp | None = seated(row).filter(pk=sign_up).first()
    if found is None:
        raise Refused(_("This person is not on the list any more. Reload the page."))
    return found


def _come(row: Activity, mine: SignUp, by: User) -> SignUp:
    if mine.came_at is None:
        mine.came_at, mine.marked_by = timezone.now(), by
        mine.save(update_fields=["came_at", "marked_by"])
        record("activity.arrive", row, by=by, sign_up=mine.pk)
    return mine


def _go(row: Activity, mine: SignUp, by: User) -> SignUp:
    if mine.came_at is None:
        raise Refused(_("Check in first."))
    if mine.left_at is None:
        _not_credited([mine.pk])
        mine.left_at, mine.marked_by = max(timezone.now(), mine.came_at), by
        mine.save(update_fields=["left_at", "marked_by"])
        record("activity.leave", row, by=by, sign_up=mine.pk)
    return mine


def _come_back(row: Activity, mine: SignUp, by: User) -> SignUp:
    if mine.left_at is not None:
        _not_credited([mine.pk])
        mine.left_at = None
        mine.save(update_fields=["left_at"])
        record("activity.stay", row, by=by, sign_up=mine.pk)
    return mine


def _forget(sign_ups: list[int]) -> None:
    """They were not there after all."""
    SignUp.objects.filter(pk__in=sign_ups).update(came_at=None, left_at=None, marked_by=None)
    Counted.objects.filter(sign_up__in=sign_ups).delete()


def _not_credited(sign_ups: object) -> None:
    open_ = Hours.objects.filter(sign_up__in=list(sign_ups), reverses__isnull=True, reversal__isnull=True)  # type: ignore[call-overload]
    if open_.exists():
        raise Refused(_("Hours have been credited already: take the credit back first."))


def _write(row: Activity, lines: Mapping[int, Line], by: User) -> None:
    """A few statements, however long the sheet is."""
    came = [pk for pk, line in lines.items() if line.came]
    if away := [pk for pk, line in lines.items() if not line.came]:
        _forget(away)
    SignUp.objects.filter(pk__in=came, came_at__isnull=True).update(came_at=row.starts_at, marked_by=by)
    Counted.objects.filter(sign_up__in=came).delete()
    Counted.objects.bulk_create(
        Counted(sign_up_id=pk, minutes=minutes, reason=redact(lines[pk].reason.strip())[:200])
        for pk in came
        if (minutes := lines[pk].minutes) is not None
    )
