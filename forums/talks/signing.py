"""Signing up: one a person, never more people than there are places, whoever presses at the same moment."""

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from tripartite.meetings import actions as meetings

from .announcing import is_open
from .capturing import lock_talk
from .models import FAMILY, SignUp, Talk


def people(talk: Talk, *, without: User | None = None) -> int:
    """How many have said that they come."""
    rows = talk.sign_ups.filter(cancelled_at__isnull=True)
    rows = rows.exclude(user=without) if without else rows
    return rows.aggregate(all=Sum("people"))["all"] or 0


def sign_up(talk: Talk, *, by: User, number: int = 1) -> SignUp:
    """So many of us come. Given again it is changed; the places are counted while the talk is held."""
    if not 1 <= number <= FAMILY:
        raise Refused(_("Between one and %(most)s people can come on one sign-up.") % {"most": FAMILY})
    with transaction.atomic():
        meetings_row = meetings.sign_up(talk.meeting, by=by)  # the meeting is held first, then the talk
        row = lock_talk(talk)
        if not row.signs_up:
            raise Refused(_("For this talk nobody need sign up: just come."))
        if row.capacity is not None and people(row, without=by) + number > row.capacity:
            raise Refused(
                _("There are not enough places left. You may come all the same and ask at the door.")
            )
        mine, _new = SignUp.objects.update_or_create(
            talk=row, user=by, defaults={"people": number, "cancelled_at": None}
        )
        record("talk.sign_up", row, by=by, people=number, invitation=meetings_row.pk)
    return mine


def sign_off(talk: Talk, *, by: User) -> None:
    """We do not come after all; the places are free again. Twice is once."""
    with transaction.atomic():
        meetings.sign_off(talk.meeting, by=by)
        row = lock_talk(talk)
        if not is_open(row):
            raise Refused(_("It has begun already."))
        mine = row.sign_ups.filter(user=by, cancelled_at__isnull=True)
        if mine.update(cancelled_at=timezone.now()):
            record("talk.sign_off", row, by=by)
