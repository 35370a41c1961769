"""What every verb has in common: the row is locked, the table asked, and what happened is written and told.

    with step(issue, "accept", by=by, note=note) as s:
        …  # change s.issue in memory

On leaving the block the changed columns are saved, an IssueEvent and an AuditEntry are written, and the resident
and the followers are told, all in one transaction with the deed itself.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.notifications.actions import notify
from beihu.scope import Scoped
from beihu.states import Refused
from buildings.posts.backend import PostBackend
from buildings.posts.roles import OWN_ISSUE, Role

from .models import Follower, Issue, IssueEvent
from .states import DEEDS, MACHINE

Words = str | Promise
RESIDENT, PORTAL, OPERATOR = "resident", "portal", "operator"
CAPACITIES: dict[str, Words] = {
    **dict(Role.choices),
    RESIDENT: gettext_lazy("resident"),
    PORTAL: gettext_lazy("the portal"),
    OPERATOR: gettext_lazy("operator"),
}

# What the resident and the followers read, by verb; other verbs are told to nobody.
SENTENCES: dict[str, Words] = {
    "submit": gettext_lazy("Issue %(ref)s has been filed"),
    "accept": gettext_lazy("Issue %(ref)s has been accepted"),
    "refuse": gettext_lazy("Issue %(ref)s cannot be taken on: read why, and who can help"),
    "assign": gettext_lazy("Issue %(ref)s has been handed to %(party)s"),
    "start": gettext_lazy("Work on issue %(ref)s has begun"),
    "bounce": gettext_lazy("Issue %(ref)s is being handed to somebody else"),
    "ask": gettext_lazy("A question about issue %(ref)s: please answer"),
    "answer": gettext_lazy("Your answer about issue %(ref)s has arrived"),
    "stop_waiting": gettext_lazy("Issue %(ref)s goes on"),
    "suspend": gettext_lazy("Issue %(ref)s has been put off"),
    "resume": gettext_lazy("Issue %(ref)s has been taken up again"),
    "solve": gettext_lazy("Issue %(ref)s is reported as solved: is it?"),
    "confirm": gettext_lazy("Issue %(ref)s is solved, the resident says"),
    "auto_close": gettext_lazy("Issue %(ref)s has been closed without an answer"),
    "request_reopen": gettext_lazy("Issue %(ref)s: reopening has been asked for"),
    "reopen": gettext_lazy("Issue %(ref)s has been reopened"),
    "keep_closed": gettext_lazy("Issue %(ref)s stays closed: read why"),
    "merge": gettext_lazy("Issue %(ref)s goes on as %(into)s"),
    "reply": gettext_lazy("A reply to issue %(ref)s"),
    "extend": gettext_lazy("The deadline of issue %(ref)s has been moved"),
    "publish": gettext_lazy("Neighbours can now see issue %(ref)s"),
    "unpublish": gettext_lazy("Neighbours no longer see issue %(ref)s"),
}
AUTHOR_ONLY = frozenset({"reply", "extend", "unpublish"})
TEXT_MESSAGE = frozenset({"solve", "ask"})  # to followers too when solved; a question is for the author alone


@dataclass
class Step:
    """One verb being done: change `issue`, `note` and `data` inside the block."""

    issue: Issue
    verb: str
    by: User | None
    now: datetime
    note: str = ""
    for_resident: bool = True
    data: dict[str, Any] = field(default_factory=dict)
    staff: list[tuple[Iterable[User], Words]] = field(default_factory=list)

    def tell_staff(self, people: Iterable[User], title: Words) -> None:
        """Also tell these; `%(ref)s` in the title is the reference."""
        self.staff.append((people, title))


@contextmanager
def step(
    issue: Issue,
    verb: str,
    *,
    by: User | None,
    note: str = "",
    for_resident: bool = True,
    capacity: str = "",
    **data: Any,
) -> Iterator[Step]:
    """Lock, ask the table, let the caller change the row, write and tell. Refused when the table says no.

    A `capacity` is given when the right has been asked elsewhere (filing for somebody: at the place).
    """
    with transaction.atomic():
        row = lock(issue)
        machine = MACHINE if verb in MACHINE else DEEDS
        if row.status not in machine[verb].sources:
            raise Refused(overtaken(row))
        before = row.status
        with saving(row):
            machine.perform(row, verb, by=None if capacity else by)
            capacity = capacity or capacity_of(by, machine[verb].permission, row)
            s = Step(row, verb, by, timezone.now(), note.strip(), for_resident, data)
            yield s
        event = happened(s, before, capacity)
        tell(s, event)


def lock(issue: Issue) -> Issue:
    """The row as it is now, held until the end of the transaction."""
    followed = Exists(Follower.objects.filter(issue=OuterRef("pk")))
    found = hold(Issue.objects.annotate(followed=followed), issue, "place", "party", "author")
    if found is None:
        raise Refused(_("This issue no longer exists."))
    return found


def capacity_of(by: User | None, permission: str | None, where: Scoped) -> str:
    """As what somebody acts: a role, the resident whose issue it is, the operator, or the portal itself."""
    if by is None:
        return PORTAL
    role = PostBackend().role_for(by, permission or "", where)
    if role:
        return role
    return OPERATOR if by.is_superuser and permission != OWN_ISSUE else RESIDENT


def overtaken(issue: Issue) -> str:
    """What to tell somebody whose verb came too late: who did what, and where things stand."""
    last = issue.events.exclude(before=F("after")).last()
    state = issue.get_status_display()
    if last is None:
        return _("This is not possible: the state is “%(state)s”.") % {"state": state}
    moment = timezone.localtime(last.at)
    return _(
        "This is no longer possible: %(who)s did “%(what)s” on %(day)s at %(time)s, the state is now “%(state)s”."
        " Reload the page to see what happened."
    ) % {
        "who": CAPACITIES.get(last.actor_role, last.actor_role),
        "what": label_of(last.verb),
        "day": f"{moment:%Y-%m-%d}",
        "time": f"{moment:%H:%M}",
        "state": state,
    }


def label_of(verb: str) -> Words:
    """The words on the button of this verb."""
    machine = MACHINE if verb in MACHINE else DEEDS
    return machine[verb].label if verb in machine else verb


def happened(s: Step, before: str, capacity: str) -> IssueEvent:
    """The event of the timeline and the entry in the log."""
    event = IssueEvent.objects.create(
        issue=s.issue,
        at=s.now,
        actor=s.by,
        actor_role=capacity,
        verb=s.verb,
        before=before,
        after=s.issue.status,
        note=s.note,
        for_resident=s.for_resident,
        data=s.data,
    )
    record(f"issue.{s.verb}", s.issue, by=s.by, reason=redact(s.note), event=event.pk)
    return event


def tell(s: Step, event: IssueEvent) -> None:
    """The author reads the note, followers only what happened; whoever did it is not told."""
    words = {"ref": s.issue.reference, **{k: str(v) for k, v in s.data.items()}}
    send = partial(notify, key=f"issue:{s.issue.pk}:event:{event.pk}", place=s.issue.place_id)
    page = s.issue.get_absolute_url()
    if s.for_resident and (sentence := SENTENCES.get(s.verb)):
        title, sms = _say(sentence, words), s.verb in TEXT_MESSAGE
        if s.issue.author is not None and s.issue.author != s.by:
            send([s.issue.author], title=title, body=s.note, url=page, sms=sms, asked=True)
        if s.verb not in AUTHOR_ONLY and s.issue.followed:  # type: ignore[attr-defined]  # of `lock`: nobody joins while we hold it
            send(_followers(s), title=title, url=s.issue.followers_url, sms=sms and s.verb != "ask")
    for people, words_for_staff in s.staff:
        send([person for person in people if person != s.by], title=_say(words_for_staff, words), url=page)


def _followers(s: Step) -> list[User]:
    without = {s.issue.author_id, s.by.pk if s.by else None}
    return [person for person in User.objects.filter(followed__issue=s.issue) if person.pk not in without]


def _say(sentence: Words, words: dict[str, str]) -> Callable[[], str]:
    return lambda: str(sentence) % words


def needed(text: str, sentence: str) -> str:
    """The text without blanks around it; Refused with the sentence when nothing is left."""
    if not text.strip():
        raise Refused(sentence)
    return text.strip()
