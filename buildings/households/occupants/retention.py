"""What is kept of somebody who has moved out is that somebody lived there, not who (Personal Information Protection Law art. 19, 47).

`MOVED_OUT_DAYS` after the end, name, phone and account go and the words around them are cleaned; relation, share, dates
and the source stay. Who asks is forgotten at once (`erase_account`, `erase_occupant`).
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.states import Refused

from ..models import Household, Occupant
from .moving import GONE, held, words

BATCH = 500
AT_LEAST = 30  # days: a mistake is found within a month
NOTHING = "—"


def due() -> QuerySet[Occupant]:
    """Moved out longer ago than anything about them may be kept."""
    last = timezone.localdate() - timedelta(days=max(settings.MOVED_OUT_DAYS, AT_LEAST))
    return Occupant.objects.past().filter(erased_at__isnull=True, until__lt=last)


def forget_moved_out(batches: int) -> int:
    """The longest gone, so many batches of 500 at most; how many. Twice at once does nothing twice."""
    done = 0
    for _batch in range(batches):
        with transaction.atomic():
            rows = list(due().order_by("until", "pk").select_for_update(skip_locked=True)[:BATCH])
            blank(rows)
            for row in _with_households(rows):
                record("occupant.forget", row, by=None)
        done += len(rows)
        if len(rows) < BATCH:
            break
    return done


def blank(rows: list[Occupant]) -> None:
    """Take the person out of these rows, which are locked."""
    now = timezone.now()
    for row in rows:
        row.reason, row.source = _without(row.reason, row.name), _without(row.source, row.name)
        row.name, row.phone, row.user, row.erased_at = "", "", None, now
    Occupant.objects.bulk_update(rows, ["name", "phone", "user", "reason", "source", "erased_at"])


@transaction.atomic
def erase_occupant(occupant: Occupant, *, by: Any, reason: str) -> Occupant:
    """Somebody without an account asks at the desk to be forgotten: at once, and for good."""
    household, reason = held(occupant.household, by), words(reason)
    if len(reason) < 2:
        raise Refused(_("Say who asked for it and how; name nobody."))
    row = household.occupants.select_for_update().filter(pk=occupant.pk, erased_at__isnull=True).first()
    if row is None:
        raise Refused(str(GONE))
    chain = _chain(household, row)
    blank(chain)
    for one in chain:
        record("occupant.erase", one, by=by, reason=reason)
    return row


def _chain(household: Household, row: Occupant) -> list[Occupant]:
    """The row with all that it follows and that follow it: one person, in one household."""
    rows = {one.pk: one for one in household.occupants.filter(erased_at__isnull=True).select_for_update()}
    after = {one.follows_id: one for one in rows.values() if one.follows_id}
    chain = {row.pk: rows[row.pk]}
    here = rows[row.pk]
    while here.follows_id in rows and here.follows_id not in chain:
        here = chain.setdefault(here.follows_id, rows[here.follows_id])
    here = rows[row.pk]
    while here.pk in after and after[here.pk].pk not in chain:
        here = chain.setdefault(after[here.pk].pk, after[here.pk])
    return list(chain.values())


def erase_account(user: User) -> None:
    """The account goes, and with it the person on every row that it was linked to. That somebody owns a share stays."""
    rows = list(Occupant.objects.filter(user=user).order_by("pk").select_for_update())
    blank(rows)
    for row in _with_households(rows):
        record("occupant.forget", row, by=None)


def own_occupancies(user: User) -> list[Any]:
    """For "my data"."""
    rows = Occupant.objects.filter(user=user).order_by("pk").select_related("household")
    return [
        {
            "place": row.household.place_id,
            "room": row.household.room,
            "name": row.name,
            "phone": row.phone,
            "relation": row.relation,
            "share": str(row.share or ""),
            "since": row.since,
            "until": row.until,
            "reason": row.reason,
            "source": row.source,
        }
        for row in rows
    ]


def _without(text: str, name: str) -> str:
    text = redact(text)
    return text.replace(name, NOTHING) if len(name) > 1 else text


def _with_households(rows: list[Occupant]) -> Iterable[Occupant]:
    """With the households at hand that the log asks for, in one query."""
    known = Household.objects.in_bulk({row.household_id for row in rows})
    for row in rows:
        row.household = known[row.household_id]
    return rows
