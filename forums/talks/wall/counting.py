"""How many are there: counted at the door by whoever stands there, children and guests among them."""

from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from tripartite.meetings import attendance

from ..capturing import lock_talk, may_write
from ..models import Talk

MOST = 9999


class Count(NamedTuple):
    heads: int | None
    children: int
    guests: int


class CountedToo(Refused):
    """Somebody else has counted meanwhile, and come to another number."""

    def __init__(self, now: Count):
        super().__init__(_("Somebody else has counted in the meantime."))
        self.now = now


def counted(talk: Talk) -> Count:
    return Count(talk.meeting.heads, talk.children, talk.guests)


def count(talk: Talk, given: Count, *, by: User, base: Count) -> Count:
    """Only what differs from `base` is changed; where somebody else has changed the same number, nothing is."""
    if any(number is not None and not 0 <= number <= MOST for number in given):
        raise Refused(_("This cannot be a number of people."))
    with transaction.atomic():
        row = lock_talk(talk)
        row.meeting.refresh_from_db(fields=["heads", "status"])
        may_write(row, by)
        now = counted(row)
        mine = [n for n in range(len(now)) if given[n] != base[n]]
        if any(now[n] not in (base[n], given[n]) for n in mine):
            raise CountedToo(now)
        after = Count._make(given[n] if n in mine else now[n] for n in range(len(now)))
        if after.heads != now.heads:
            attendance.enter(row.meeting, by=by, marks={}, heads=after.heads)
        if after[1:] != now[1:]:
            row.children, row.guests = after.children, after.guests
            row.save(update_fields=["children", "guests"])
            record("talk.count", row, by=by, children=after.children, guests=after.guests)
    return after
