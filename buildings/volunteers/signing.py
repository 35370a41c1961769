"""Signing up, with the seats counted inside the lock; taking it back; and moving up when a seat frees.

Order of locks: the person (by name), the activity, the sign-up. Two activities at one time are refused, for seats and
queues alike: so nobody who moves up can find themselves in two places.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.locks import hold
from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused

from . import audience, workload
from .models import REASON, Activity, Need, SignUp, TeamMember
from .states import COUNTED, MACHINE, SIGN_UPS, MemberStatus, SignUpStatus, Status
from .timeline import lock, moment, needed, step, tell

U = SignUpStatus
MOVED_UP = gettext_lazy("A seat became free, you are signed up for %(when)s: %(title)s")
TAKEN_OFF = gettext_lazy("You were taken off the list for %(when)s: %(title)s")
TOO_MUCH = gettext_lazy("Somebody who signed up has more to do that week than is good for them: %(title)s")
WITHDREW = gettext_lazy("Somebody cannot come on %(when)s: %(title)s")


@transaction.atomic
def sign_up(activity: Activity, *, by: User, need: int) -> SignUp:
    """A seat while there is one, else the end of the queue. Signing up twice for the same is once."""
    hold(f"volunteer:{by.pk}")
    row = lock(activity)
    MACHINE.check(row, "sign_up", by)
    wanted = row.needs.select_related("skill").filter(pk=need, count__gt=0).first()
    if wanted is None:
        raise Refused(_("This is no longer needed. Reload the page to see what is."))
    if known := row.sign_ups.counted().filter(user=by).first():
        if known.need_id == wanted.pk:
            return known
        raise Refused(_("You are signed up already. Take that back first."))
    _can(by, row, wanted)
    if other := workload.clash(by, row):
        raise Refused(
            _("At this time you have signed up for something else: %(title)s, %(when)s.")
            % {"title": other.title, "when": moment(other.starts_at)}
        )
    over = workload.load(by, row).is_too_much
    seated = free_seats(wanted) > 0
    made = SignUp.objects.create(
        activity=row,
        need=wanted,
        user=by,
        status=U.SEATED if seated else U.WAITING,
        seated_at=timezone.now() if seated else None,
        is_over_cap=over,
    )
    record("activity.sign_up", row, by=by, seated=seated, sign_up=made.pk)
    if over:
        tell(audience.keepers(row.team), f"sign_up:{made.pk}:cap", TOO_MUCH, row)
    return made


@transaction.atomic
def enter_many(activity: Activity, *, by: User, need: Need, people: Sequence[User]) -> list[SignUp]:
    """Those who keep the team enter who signed up on paper, in that order; who is on the list already, or has something
    else at that time, is left out. What lies at one time is asked once for all of them."""
    row = lock(activity)
    MACHINE.check(row, "enter", by)
    busy = workload.busy(row, people)
    new = [one for one in people if one.is_active and one.pk not in busy]
    free, now = free_seats(need), timezone.now()
    made = SignUp.objects.bulk_create(
        [
            SignUp(activity=row, need=need, user=one, status=U.SEATED, seated_at=now)
            if n < free
            else SignUp(activity=row, need=need, user=one, status=U.WAITING)
            for n, one in enumerate(new)
        ]
    )
    record("activity.enter", row, by=by, people=len(made))
    return made


def withdraw(sign_up: SignUp, *, by: User) -> SignUp:
    """I cannot come after all; whoever waits first gets the seat."""
    return _give_back(sign_up, "withdraw", by=by)


def take_off(sign_up: SignUp, *, by: User, reason: str) -> SignUp:
    """Those who keep the team take somebody off the list, and say why."""
    reason = needed(reason, _("Please say why; the person reads it."), most=REASON)
    return _give_back(sign_up, "take_off", by=by, reason=reason)


@transaction.atomic
def _give_back(sign_up: SignUp, verb: str, *, by: User | None, reason: str = "") -> SignUp:
    activity = lock(sign_up.activity)
    sign_up.activity = activity
    with step(sign_up, verb, by=by, reason=reason) as row:
        was_seated = row.seated_at is not None
        row.withdrawn_at = timezone.now()
        if verb == "take_off":
            tell([row.user], f"sign_up:{row.pk}:off", TAKEN_OFF, row, sms=was_seated, body=reason)
        elif was_seated:
            tell(audience.keepers(activity.team), f"sign_up:{row.pk}:withdrew", WITHDREW, row)
    if was_seated:
        move_up(activity, row.need)
    return row


def move_up(activity: Activity, need: Need) -> list[SignUp]:
    """Fill the free seats from the queue, in order; `activity` is locked. Nobody moves up once it has begun."""
    if activity.status != Status.ANNOUNCED or activity.is_begun or (free := free_seats(need)) <= 0:
        return []
    waiting = activity.sign_ups.waiting().filter(need=need, user__is_active=True)
    moved = list(waiting.select_related("user", "need")[:free])
    for row in moved:
        row.activity = activity
        SIGN_UPS.perform(row, "seat", by=None)
        row.seated_at = timezone.now()
        row.save(update_fields=["status", "seated_at"])
        record("sign_up.seat", row, by=None)
        tell([row.user], f"sign_up:{row.pk}:seated", MOVED_UP, row, sms=True)
    return moved


def free_seats(need: Need) -> int:
    return need.count - SignUp.objects.seated().filter(need=need).count()  # type: ignore[attr-defined]


def _can(by: User, activity: Activity, need: Need) -> None:
    """A seat for a skill is for members of the team who say that they have it."""
    if need.skill_id is None:
        return
    rows = TeamMember.objects.filter(team=activity.team_id, user=by, status=MemberStatus.MEMBER)
    if not rows.filter(skills=need.skill_id).exists():
        raise Refused(
            _(
                "This seat is for members of the team who can do it: %(skill)s. Say on the page of the team what you can."
            )
            % {"skill": need.label}
        )


def give_all_back(user: User) -> None:
    """The person goes: every seat of what is to come is free again."""
    rows = SignUp.objects.filter(user=user, status__in=COUNTED, activity__status=Status.ANNOUNCED)
    coming: Any = (
        rows.filter(activity__starts_at__gt=timezone.now())
        .select_related("activity__team")
        .order_by("activity")
    )
    for sign_up in coming:
        activity = lock(sign_up.activity)
        SignUp.objects.filter(pk=sign_up.pk, status__in=COUNTED).update(
            status=U.WITHDRAWN, withdrawn_at=timezone.now()
        )
        move_up(activity, sign_up.need)
