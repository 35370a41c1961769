"""What every verb has in common: the row is locked, the table asked, and what happened is written and told.

    with step(idea, "answer", by=by, note=reply) as s:
        …  # change s.row in memory

On leaving the block the changed columns are saved, an IdeaEvent and an AuditEntry are written, and those whom it
concerns are told, all in one transaction with the deed itself. `held` is the same without event and messages, for
what leaves a row of its own (a support, an argument, a report).
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
from buildings.posts.roles import OWN_IDEA, SHARE_IDEA
from tripartite.issues.timeline import OPERATOR, PORTAL, RESIDENT

from . import audience
from .models import Idea, IdeaEvent
from .states import DEEDS, MACHINE

Words = str | Promise
SHOWN = 30  # characters of the title, in a message

# What people read, by verb; a verb missing here is told to nobody.
SENTENCES: dict[str, Words] = {
    "post": gettext_lazy("A new idea, to be answered by %(day)s: %(title)s"),
    "adopt": gettext_lazy("Adopted, read how it goes on: %(title)s"),
    "answer": gettext_lazy("There is an answer to the idea: %(title)s"),
    "decline": gettext_lazy("Not possible, read why: %(title)s"),
    "merge": gettext_lazy("The idea goes on together with a similar one: %(title)s"),
    "take_in": gettext_lazy("A similar idea was merged into this one: %(title)s"),
    "split": gettext_lazy("The idea was split in two, both have your support: %(title)s"),
    "withdraw": gettext_lazy("Its author has taken the idea back: %(title)s"),
    "hide": gettext_lazy("Your idea was hidden, read why: %(title)s"),
    "show": gettext_lazy("Your idea can be read again: %(title)s"),
    "reword": gettext_lazy("Something was taken out of your idea, read why: %(title)s"),
    "overdue": gettext_lazy("The day to answer this idea has passed: %(title)s"),
}
TO_AUTHOR = frozenset(SENTENCES) - {"post", "overdue", "withdraw"}
TO_SUPPORTERS = frozenset({"adopt", "answer", "decline", "merge", "split", "withdraw"})
TO_STAFF = frozenset({"post", "withdraw", "overdue"})
TO_STREET = frozenset({"overdue"})
TEXT_AUTHOR = frozenset({"adopt", "answer", "decline", "hide"})  # on the phone as well


@dataclass
class Step:
    """One verb being done: change `row`, `note` and `data` inside the block."""

    row: Idea
    verb: str
    by: User | None
    now: datetime
    note: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@contextmanager
def step(idea: Idea, verb: str, *, by: User, note: str = "", **data: Any) -> Iterator[Step]:
    """Lock, ask the table, let the caller change the row, write and tell. Refused when the table says no."""
    with transaction.atomic():
        row = lock(idea)
        before = row.status
        with saving(row):
            transition = machine_of(verb).perform(row, verb, by=by)
            s = Step(row, verb, by, timezone.now(), note.strip(), data)
            yield s
        happened(s, before, capacity_of(by, transition.permission, row))


@contextmanager
def held(idea: Idea, verb: str, *, by: User) -> Iterator[Idea]:
    """The row, locked, when the table lets this person do this."""
    with transaction.atomic():
        row = lock(idea)
        machine_of(verb).check(row, verb, by)
        yield row


def portal_step(row: Idea, verb: str, sentence: Words = "", **data: Any) -> None:
    """What the portal does itself, to a row that is locked and saved; a sentence of its own goes to who supports it."""
    s = Step(row, verb, None, timezone.now(), data=data)
    event = happened(s, row.status, PORTAL)
    if sentence:
        _send(s, event, sentence, [row.author], sms=False)
        _send(s, event, sentence, audience.supporters(row, without={row.author_id}))


def machine_of(verb: str) -> Machine:
    return MACHINE if verb in MACHINE else DEEDS


def lock(idea: Idea) -> Idea:
    """The row as it is now, held until the end of the transaction."""
    found: Idea | None = hold(Idea.objects.defer("grams"), idea, "place", "author")
    if found is None:
        raise Refused(_("This idea no longer exists."))
    return found


def happened(s: Step, before: str, capacity: str) -> IdeaEvent:
    """The event of the timeline, the entry in the log, and the messages."""
    event = IdeaEvent.objects.create(
        idea=s.row,
        at=s.now,
        actor=s.by,
        actor_role=capacity,
        verb=s.verb,
        before=before,
        after=s.row.status,
        note=s.note,
        data=s.data,
    )
    record(f"idea.{s.verb}", s.row, by=s.by, reason=redact(s.note)[:300], event=event.pk)
    tell(s, event)
    return event


def capacity_of(by: User | None, permission: str | None, row: Idea) -> str:
    """As what somebody acts: a resident, a role, the operator, or the portal itself."""
    if by is None:
        return PORTAL
    if permission in (OWN_IDEA, SHARE_IDEA):
        return RESIDENT
    return PostBackend().role_for(by, permission or "", row) or OPERATOR


def tell(s: Step, event: IdeaEvent) -> None:
    """Each person once, in the words of the group nearest to the matter; whoever did it is not told."""
    if (sentence := SENTENCES.get(s.verb)) is None:
        return
    author = s.row.author
    if s.verb in TO_AUTHOR and author is not None:
        _send(s, event, sentence, [author], sms=s.verb in TEXT_AUTHOR, body=redact(s.note))
    if s.verb in TO_SUPPORTERS:
        without = {s.row.author_id, s.by.pk if s.by else None}
        _send(s, event, sentence, audience.supporters(s.row, without=without))
    if s.verb in TO_STAFF:
        _send(s, event, sentence, audience.answerers(s.row))
    if s.verb in TO_STREET:
        _send(s, event, sentence, audience.street_office(s.row))


def _send(
    s: Step,
    event: IdeaEvent,
    sentence: Words,
    people: Iterable[User | None],
    *,
    sms: bool = False,
    body: str = "",
) -> None:
    words = words_of(s.row) | {name: str(value) for name, value in s.data.items()}
    notify(
        [person for person in people if person is not None and person != s.by],
        key=f"idea:{s.row.pk}:event:{event.pk}",
        title=lambda: str(sentence) % words,
        body=body,
        url=s.row.get_absolute_url(),
        sms=sms,
        place=s.row.place_id,
    )


def words_of(row: Idea) -> dict[str, str]:
    due = timezone.localtime(row.answer_due)
    return {"title": short(row.public_title), "day": f"{due:%Y-%m-%d}"}


def short(title: str) -> str:
    return title if len(title) <= SHOWN else f"{title[: SHOWN - 1]}…"


def needed(text: str, sentence: str, *, most: int) -> str:
    """The text without blanks around it; Refused when nothing is left, or when it is longer than its column."""
    text = text.strip()
    if not text:
        raise Refused(sentence)
    if len(text) > most:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": most})
    return text
