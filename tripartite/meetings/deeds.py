"""What every verb has in common: the row is locked, the table asked, the change saved and written down.

    with deed(meeting, "move", by=by, reason=why) as row:
        …  # change row in memory

The log keeps who did what; what people are told is the verb's own business (`reminders.announce`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.states import Refused

from .models import Meeting
from .states import DEEDS, MACHINE


@contextmanager
def deed(
    meeting: Meeting, verb: str, *, by: User | None, reason: str = "", **detail: Any
) -> Iterator[Meeting]:
    """Lock, ask the table, let the caller change the row, save and log. Refused, in words, when the table says no."""
    with transaction.atomic():
        row = lock(meeting)
        with saving(row):
            (MACHINE if verb in MACHINE else DEEDS).perform(row, verb, by=by)
            yield row
        record(f"meeting.{verb}", row, by=by, reason=redact(reason.strip()), **detail)


def lock(meeting: Meeting) -> Meeting:
    """The row as it is now, held until the end of the transaction."""
    found = hold(Meeting.objects.all(), meeting, "place", "room", "party", "organiser")
    if found is None:
        raise Refused(_("This meeting no longer exists."))
    return found
