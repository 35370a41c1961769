"""What every verb has in common: the row is locked, the table asked, and what happened is written and told.

    with step(commitment, "report", by=by, note=note) as s:
        …  # change s.row in memory

On leaving the block the changed columns are saved, a CommitmentEvent and an AuditEntry are written, and those whom it
concerns are told, all in one transaction with the deed itself.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.notifications.actions import notify
from beihu.states import Machine, Refused
from buildings.posts.backend import PostBackend
from buildings.posts.roles import JUDGE_COMMITMENT, KEEP_COMMITMENT
from tripartite.issues.timeline import CAPACITIES, OPERATOR, PORTAL, RESIDENT

from . import audience
from .models import Commitment, CommitmentEvent
from .states import DEEDS, MACHINE

Words = str | Promise
DEBTOR = "debtor"
SHOWN = 40  # characters of what is owed, in a message

# What people read, by verb, and who reads it; a verb missing here is told to nobody.
SENTENCES: dict[str, Words] = {
    "propose": gettext_lazy("%(party)s is asked for its word: %(what)s"),
    "accept": gettext_lazy("%(party)s gives its word: %(what)s"),
    "decline": gettext_lazy("%(party)s declines: %(what)s"),
    "report": gettext_lazy("Progress of %(party)s: %(what)s"),
    "deliver": gettext_lazy("Delivered, says %(party)s: %(what)s. Was it kept?"),
    "keep": gettext_lazy("Kept, say the residents: %(what)s"),
    "fail": gettext_lazy("Not kept, say the residents: %(what)s"),
    "lapse": gettext_lazy("Nobody judged it in time: %(what)s"),
    "revise": gettext_lazy("New words or a new date, please answer: %(what)s"),
    "agree": gettext_lazy("%(party)s agrees to the new version: %(what)s"),
    "turn_down": gettext_lazy("%(party)s stays with the old version: %(what)s"),
    "withdraw": gettext_lazy("No longer owed: %(what)s"),
}
TO_DEBTOR = frozenset({"propose", "keep", "fail", "lapse", "revise", "withdraw"})
TO_STAFF = frozenset({"accept", "decline", "deliver", "keep", "fail", "lapse", "agree", "turn_down"})
TO_RAISER = frozenset({"accept", "report", "deliver", "keep", "fail", "lapse", "agree", "withdraw"})
TO_RESIDENTS = frozenset({"deliver"})
TEXT_DEBTOR = frozenset({"propose", "fail", "revise"})  # on the phone as well
TEXT_RAISER = frozenset({"deliver"})


@dataclass
class Step:
    """One verb being done: change `row`, `note` and `data` inside the block."""

    row: Commitment
    verb: str
    by: User | None
    now: datetime
    note: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@contextmanager
def step(
    commitment: Commitment, verb: str, *, by: User | None, note: str = "", **data: Any
) -> Iterator[Step]:
    """Lock, ask the table, let the caller change the row, write and tell. Refused when the table says no."""
    with transaction.atomic():
        row = lock(commitment)
        before = row.status
        with saving(row):
            transition = machine_of(verb).perform(row, verb, by=by)
            s = Step(row, verb, by, timezone.now(), note.strip(), data)
            yield s
        happened(s, before, capacity_of(by, transition.permission, row))


def machine_of(verb: str) -> Machine:
    return MACHINE if verb in MACHINE else DEEDS


def lock(commitment: Commitment) -> Commitment:
    """The row as it is now, held until the end of the transaction."""
    found = hold(Commitment.objects.all(), commitment, "place", "debtor", "issue")
    if found is None:
        raise Refused(_("This commitment no longer exists."))
    return found


def happened(s: Step, before: str, capacity: str) -> CommitmentEvent:
    """The event of the timeline, the entry in the log, and the messages."""
    event = CommitmentEvent.objects.create(
        commitment=s.row,
        at=s.now,
        actor=s.by,
        actor_role=capacity,
        verb=s.verb,
        before=before,
        after=s.row.status,
        note=s.note,
        data=s.data,
    )
    record(f"commitment.{s.verb}", s.row, by=s.by, reason=redact(s.note), event=event.pk)
    tell(s, event)
    return event


def capacity_of(by: User | None, permission: str | None, row: Commitment) -> str:
    """As what somebody acts: the debtor, a resident, a role, the operator, or the portal itself."""
    if by is None:
        return PORTAL
    if permission == KEEP_COMMITMENT:
        return DEBTOR
    if permission == JUDGE_COMMITMENT:
        return RESIDENT
    return PostBackend().role_for(by, permission or "", row) or OPERATOR


def capacity_words(role: str, row: Commitment) -> str:
    """The capacity as people read it: of the debtor the name of the party, never of the person."""
    return row.debtor.name if role == DEBTOR else str(CAPACITIES.get(role, role))


def tell(s: Step, event: CommitmentEvent) -> None:
    """Each person once, in the words of the group nearest to the matter; whoever did it is not told."""
    if (sentence := SENTENCES.get(s.verb)) is None:
        return
    if s.verb in TO_RAISER and s.row.issue is not None:
        _send(s, event, sentence, [s.row.issue.author], sms=s.verb in TEXT_RAISER)
    if s.verb in TO_DEBTOR:
        _send(s, event, sentence, audience.debtors(s.row), sms=s.verb in TEXT_DEBTOR)
    if s.verb in TO_STAFF:
        _send(s, event, sentence, audience.makers(s.row))
    if s.verb in TO_RESIDENTS:
        _send(s, event, sentence, audience.neighbours(s.row))


def _send(
    s: Step, event: CommitmentEvent, sentence: Words, people: Iterable[User | None], *, sms: bool = False
) -> None:
    words = words_of(s.row)
    notify(
        [person for person in people if person is not None and person != s.by],
        key=f"commitment:{s.row.pk}:event:{event.pk}",
        title=lambda: str(sentence) % words,
        body=s.note,
        url=s.row.get_absolute_url(),
        sms=sms,
        place=s.row.place_id,
    )


def words_of(row: Commitment) -> dict[str, str]:
    what = redact(row.text)
    return {"party": row.debtor.name, "what": what if len(what) <= SHOWN else f"{what[: SHOWN - 1]}…"}


def needed(text: str, sentence: str, *, most: int = 300) -> str:
    """The text without blanks around it; Refused when nothing is left, or when it is longer than its column."""
    text = text.strip()
    if not text:
        raise Refused(sentence)
    if len(text) > most:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": most})
    return text
