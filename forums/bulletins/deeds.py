"""What every verb has in common: the row is locked, the table asked, the change saved and written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.states import Machine, Refused

from .models import Bulletin
from .states import DEEDS, MACHINE


def machine_of(verb: str) -> Machine:
    return MACHINE if verb in MACHINE else DEEDS


@contextmanager
def deed(
    bulletin: Bulletin, verb: str, *, by: User | None, reason: str = "", **detail: Any
) -> Iterator[Bulletin]:
    """Lock, ask the table, let the caller change the row, save and log. Refused, in words, when the table says no."""
    with transaction.atomic():
        row = lock(bulletin)
        with saving(row):
            machine_of(verb).perform(row, verb, by=by)
            yield row
        record(f"bulletin.{verb}", row, by=by, reason=redact(reason.strip()), **detail)


def lock(bulletin: Bulletin) -> Bulletin:
    """The row as it is now, held until the end of the transaction."""
    found: Bulletin | None = hold(Bulletin.objects.all(), bulletin, "place")
    if found is None:
        raise Refused(_("This bulletin no longer exists."))
    return found
