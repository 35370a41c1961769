"""Verbs of a hearing. Raises Refused with a sentence for people."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.households.models import Membership
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_HEARING
from tripartite.meetings.locking import digest
from tripartite.meetings.models import Meeting
from tripartite.parties.models import Party
from tripartite.parties.people import people_of

from ..deeds import needed
from ..matters import procedure_for
from ..models import Vote
from .models import WORDS, Hearing, Side, Statement
from .states import DEEDS, MACHINE

QUESTIONS = 3  # of one person
LONGEST = timedelta(days=120)


@contextmanager
def deed(
    hearing: Hearing, verb: str, *, by: User | None, reason: str = "", **detail: Any
) -> Iterator[Hearing]:
    """Lock, ask the table, let the caller change the row, save and log."""
    with transaction.atomic():
        row = hold(Hearing.objects.all(), hearing, "place", "party")
        if row is None:
            raise Refused(_("This hearing no longer exists."))
        with saving(row):
            (MACHINE if verb in MACHINE else DEEDS).perform(row, verb, by=by)
            yield row
        record(f"hearing.{verb}", row, by=by, reason=redact(reason.strip()), **detail)


def draft(
    place: Place, *, by: User, key: uuid.UUID, party: Party, title: str, text: str, closes_at: datetime,
    vote: Vote | None = None, meeting: Meeting | None = None,
) -> Hearing:  # fmt: skip
    """A hearing of the owners of a compound; once per form."""
    with transaction.atomic():
        if known := Hearing.objects.filter(key=key).first():
            if known.made_by_id != by.pk:
                raise Refused(_("This form belongs to somebody else. Please begin a new one."))
            return known
        if not by.has_perm(KEEP_HEARING, place):
            raise Refused(_("You do not have the right to do this here."))
        if len(place.code) != Level.COMPOUND:
            raise Refused(_("Owners are heard in a compound. Choose the compound first."))
        facts = _facts(place, party, title, text, closes_at, vote, meeting)
        row, new = Hearing.objects.get_or_create(key=key, defaults={"place": place, "made_by": by, **facts})
        if new:
            record("hearing.draft", row, by=by)
        return row


def edit(hearing: Hearing, *, by: User, **facts: Any) -> Hearing:
    """Change what stands in a draft; facts as of `draft`."""
    with deed(hearing, "edit", by=by) as row:
        given = {"vote": None, "meeting": None} | facts
        for name, value in _facts(row.place, **given).items():
            setattr(row, name, value)
    return row


def _facts(
    place: Place,
    party: Party,
    title: str,
    text: str,
    closes_at: datetime,
    vote: Vote | None,
    meeting: Meeting | None,
) -> dict[str, Any]:
    title, text = title.strip(), text.strip()
    if not title or not text:
        raise Refused(_("Please say in the title and in words what is to be decided."))
    if not place.code.startswith(party.place_id):
        raise Refused(_("This party has no seat at this compound."))
    if any(one is not None and one.place_id != place.code for one in (vote, meeting)):
        raise Refused(_("The vote and the evening in the hall must be of this compound."))
    if not timezone.now() < closes_at <= timezone.now() + LONGEST:
        raise Refused(_("Statements must be taken until a day that lies ahead, within four months."))
    return {
        "party": party,
        "title": title,
        "text": text,
        "closes_at": closes_at,
        "vote": vote,
        "meeting": meeting,
    }


def call(hearing: Hearing, *, by: User) -> Hearing:
    """Make it public and tell the owners with an account; they have so many whole days to be heard."""
    with deed(hearing, "call", by=by) as row:
        rule = procedure_for(row.place_id)["hearing_days"]
        if timezone.localdate(row.closes_at) <= timezone.localdate() + timedelta(days=rule.value):
            raise Refused(
                _("Owners must have %(n)s days to be heard (%(source)s): close it later.")
                % {"n": rule.value, "source": rule.source}
            )
        row.called_at = timezone.now()
        _tell(
            row, "called", lambda: _("You are asked before it is decided: %(title)s") % {"title": row.title}
        )
    return row


def cancel(hearing: Hearing, *, by: User, reason: str) -> Hearing:
    reason = needed(reason, _("Please say why it is called off; everybody reads it."))
    with deed(hearing, "cancel", by=by, reason=reason) as row:
        row.cancelled_at, row.reason = timezone.now(), reason
        if row.called_at:
            _tell(
                row,
                "cancelled",
                lambda: _("The hearing has been called off: %(title)s") % {"title": row.title},
            )
    return row


def _tell(row: Hearing, what: str, title: Any) -> None:
    owned = Membership.objects.verified().filter(
        relation=Membership.Relation.OWNER, household__place__code__startswith=row.place_id
    )
    people = User.objects.filter(pk__in=owned.values("user")).order_by("pk")
    notify(
        people, key=f"hearing:{row.pk}:{what}", title=title, url=row.get_absolute_url(), place=row.place_id
    )


def speak(hearing: Hearing, *, by: User, side: str, text: str) -> Statement:
    """What an owner says: for or against once (saying it again changes it), and a few questions."""
    text = _said(side, text)
    with deed(hearing, "speak", by=by) as row:
        mine = row.statements.filter(author=by)
        if side == Side.QUESTION:
            same = mine.filter(side=side, text=text).first()
            if same is None and mine.filter(side=side).count() >= QUESTIONS:
                raise Refused(_("You have asked %(n)s questions. Let others ask too.") % {"n": QUESTIONS})
            return same or _add(row, side, text, author=by)
        stand = mine.exclude(side=Side.QUESTION).first()
        if stand is None:
            return _add(row, side, text, author=by)
        if stand.hidden_at:
            raise Refused(_("Your statement has been hidden: %(why)s") % {"why": stand.hidden_reason})
        if (stand.side, stand.text) != (side, text):
            stand.side, stand.text, stand.changed_at = side, text, timezone.now()
            stand.save(update_fields=["side", "text", "changed_at"])
        return stand


def note(hearing: Hearing, *, by: User, side: str, text: str) -> Statement:
    """What was said in the hall, typed in by who keeps the hearing; without a name."""
    text = _said(side, text)
    with deed(hearing, "note", by=by) as row:
        if same := row.statements.filter(in_hall=True, side=side, text=text).first():
            return same
        return _add(row, side, text, in_hall=True)


def _said(side: str, text: str) -> str:
    text = text.replace("\x00", "").strip()[:WORDS]
    if side not in Side.values or len(text) < 2:
        raise Refused(_("Choose for, against or a question, and say it in words."))
    return text


def _add(row: Hearing, side: str, text: str, **facts: Any) -> Statement:
    number = 1 + (row.statements.aggregate(last=Max("number"))["last"] or 0)
    try:
        with transaction.atomic():
            return row.statements.create(number=number, side=side, text=text, **facts)
    except IntegrityError:
        raise Refused(_("You have said so already. Reload the page.")) from None


@contextmanager
def _moderating(statement: Statement, verb: str, by: User) -> Iterator[Statement]:
    with transaction.atomic():
        hearing = hold(Hearing.objects.all(), statement.hearing, "place", "party")
        row = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
        row.hearing = hearing
        if hearing.status != "called":
            raise Refused(_("The record has been published; nothing in it changes."))
        if not (by.has_perm(KEEP_HEARING, hearing) or (verb == "answer" and answers_for(hearing, by))):
            raise Refused(_("You do not have the right to do this here."))
        with saving(row):
            yield row
        record(f"hearing.{verb}", hearing, by=by, number=row.number)


def answers_for(hearing: Hearing, user: Any) -> bool:
    """Whether this person speaks for the party that calls the hearing."""
    return people_of(hearing.party).filter(pk=user.pk).exists()


def hide(statement: Statement, *, by: User, reason: str) -> Statement:
    """Words that hurt or name a person. The place of the statement and the reason stay."""
    reason = needed(reason, _("Please say why it is hidden; the person and everybody read it."))
    with _moderating(statement, "hide", by) as row:
        if row.hidden_at:
            raise Refused(_("It is hidden already."))
        row.hidden_at, row.hidden_by, row.hidden_reason = timezone.now(), by, reason
    return row


def show(statement: Statement, *, by: User) -> Statement:
    with _moderating(statement, "show", by) as row:
        row.hidden_at, row.hidden_by, row.hidden_reason = None, None, ""
    return row


def answer(statement: Statement, *, by: User, text: str) -> Statement:
    """What is answered to a question or a statement; may be bettered until the record is published."""
    text = text.replace("\x00", "").strip()[:WORDS]
    if len(text) < 2:
        raise Refused(_("Please write the answer."))
    with _moderating(statement, "answer", by) as row:
        row.answer, row.answered_at, row.answered_by = text, timezone.now(), by
    return row


def publish(hearing: Hearing, *, by: User) -> Hearing:
    """Lock the record: every statement as everybody reads it, in order, hidden ones counted with their reason."""
    with deed(hearing, "publish", by=by) as row:
        left = row.statements.filter(side=Side.QUESTION, answer="", hidden_at=None).count()
        if left:
            raise Refused(_("%(n)s questions have no answer yet.") % {"n": left})
        row.published_at = timezone.now()
        row.record = content_of(row)
        row.sha256 = digest(row.record)
        _tell(row, "published", lambda: _("What was said at the hearing: %(title)s") % {"title": row.title})
    return row


def content_of(hearing: Hearing) -> dict[str, Any]:
    """What the hash covers; no person in it."""
    return {
        "hearing": str(hearing.key),
        "title": hearing.title,
        "text": redact(hearing.text),
        "place": hearing.place.name,
        "party": hearing.party.name,
        "called_at": hearing.called_at.isoformat() if hearing.called_at else "",
        "closes_at": hearing.closes_at.isoformat(),
        "statements": [
            {
                "number": one.number, "side": one.side, "text": one.shown, "in_hall": one.in_hall,
                "hidden": one.hidden_reason, "answer": one.shown_answer,
            }
            for one in hearing.statements.order_by("number")
        ],
    }  # fmt: skip


def is_intact(hearing: Hearing) -> bool:
    """The record still has its hash, and the statements still say what it says."""
    return (
        hearing.record is not None
        and digest(hearing.record) == hearing.sha256
        and content_of(hearing) == hearing.record
    )
