"""Verbs of staff who answer: adopt it and take it somewhere, answer in words, say why it is not possible."""

import uuid
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused
from tripartite.commitments import actions as commitments
from tripartite.meetings import actions as meetings
from tripartite.meetings.models import Meeting
from tripartite.meetings.states import Status as MeetingStatus
from tripartite.parties.models import Party

from .agenda import source_of
from .models import Adoption, Idea
from .timeline import Step, needed, step

REPLY = 2000
Way = Adoption.Way


def answer(idea: Idea, *, by: User, reply: str) -> Idea:
    """In words; nothing more follows from it."""
    return _reply(
        idea, "answer", by, needed(reply, _("Please write the answer; everybody reads it."), most=REPLY)
    )


def decline(idea: Idea, *, by: User, reply: str) -> Idea:
    """It cannot be done, and why."""
    return _reply(idea, "decline", by, needed(reply, _("Please say why it is not possible."), most=REPLY))


def adopt(
    idea: Idea,
    *,
    by: User,
    way: str,
    reply: str,
    meeting: Meeting | None = None,
    debtor: Party | None = None,
    text: str = "",
    due_on: date | None = None,
    key: uuid.UUID | None = None,
) -> Idea:
    """To the table of a meeting (this one, or the next one that takes it), as a commitment put to a party, or noted as
    a project. An adopted idea may be taken further in another way."""
    reply = needed(reply, _("Please say how it goes on; everybody reads it."), most=REPLY)
    if way not in Way.values:
        raise Refused(_("Please choose how it goes on."))
    with step(idea, "adopt", by=by, note=reply, way=way) as s:
        _put(s, reply)
        if way == Way.AGENDA:
            _to_table(s, by, meeting)
        elif way == Way.COMMITMENT:
            _to_party(s, by, debtor=debtor, text=text, due_on=due_on, key=key)
        else:
            s.row.adoptions.create(way=way, words=text.strip()[:300], by=by, at=s.now)
    return s.row


def _reply(idea: Idea, verb: str, by: User, reply: str) -> Idea:
    with step(idea, verb, by=by, note=reply) as s:
        _put(s, reply)
    return s.row


def _put(s: Step, reply: str) -> None:
    s.row.reply, s.row.answered_at = reply, s.row.answered_at or s.now


def _to_table(s: Step, by: User, meeting: Meeting | None) -> None:
    """What is noted for a table is proposed to every meeting of the place; a meeting that is named takes it at once."""
    row = s.row
    if row.adoptions.filter(way=Way.AGENDA).exists():
        raise Refused(_("It is on its way to a table already."))
    adoption = row.adoptions.create(way=Way.AGENDA, by=by, at=s.now)
    if meeting is not None:
        row.save(
            update_fields=["status", "reply", "answered_at"]
        )  # the agenda asks the database what is proposed
        item = meetings.take(meeting, source_of(row), by=by)
        s.data["meeting"] = item.meeting_id
        if item.meeting.status != MeetingStatus.DRAFT:
            adoption.stage = item.meeting.status
            adoption.save(update_fields=["stage"])


def _to_party(s: Step, by: User, *, debtor: Party | None, key: uuid.UUID | None, **facts: Any) -> None:
    if debtor is None:
        raise Refused(_("Please choose who is asked to promise it."))
    words = facts["text"].strip() or s.row.public_title
    made = commitments.propose(
        by=by, key=key or uuid.uuid4(), place=s.row.place, debtor=debtor, text=words, due_on=facts["due_on"]
    )
    if Adoption.objects.filter(commitment=made).exists():
        raise Refused(_("This form belongs to somebody else. Please begin a new one."))
    s.row.adoptions.create(way=Way.COMMITMENT, commitment=made, stage=made.status, by=by, at=s.now)
    s.data["commitment"] = made.pk
