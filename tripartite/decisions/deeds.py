"""What every verb of a vote has in common: the row is locked, the table asked, the change saved and written down.

    with deed(vote, "announce", by=by) as row:
        …  # change row in memory

Whoever votes or types takes the lock in share (`entering`): ballots do not wait for one another, and the count, which
takes it alone, waits for all of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.states import Machine, Refused

from .models import REASON, Vote
from .states import DEEDS, MACHINE


def machine_of(verb: str) -> Machine:
    return MACHINE if verb in MACHINE else DEEDS


@contextmanager
def deed(vote: Vote, verb: str, *, by: User | None, reason: str = "", **detail: Any) -> Iterator[Vote]:
    """Lock, ask the table, let the caller change the row, save and log. Refused, in words, when the table says no."""
    with transaction.atomic():
        row = hold(Vote.objects.all(), vote, "place", "party")
        if row is None:
            raise Refused(_("This vote no longer exists."))
        with saving(row):
            machine_of(verb).perform(row, verb, by=by)
            yield row
        record(f"vote.{verb}", row, by=by, reason=redact(reason.strip()), **detail)


@contextmanager
def entering(vote: Vote, verb: str, *, by: User | None) -> Iterator[Vote]:
    """The vote as it is now, and as it stays until the end of the transaction; many may hold it so at once.

    `by` None: the table says only when; the caller asks who may (papers: door by door).
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM tripartite_vote WHERE id = %s FOR SHARE", [vote.pk])
        row = Vote.objects.select_related("place").get(pk=vote.pk)
        machine_of(verb).check(row, verb, by)
        yield row


def needed(reason: str, sentence: str) -> str:
    """A reason in a few words, or Refused with this sentence."""
    text = " ".join(reason.replace("\x00", "").split())[:REASON]
    if len(text) < 2:
        raise Refused(sentence)
    return text
