"""Verbs of those who do the work, and of the resident they ask."""

from collections.abc import Sequence
from datetime import timedelta
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beihu.accounts.models import User
from beihu.states import Refused

from . import clocks, photos, pictures, routing
from .models import CallBack, Issue, Photo
from .timeline import Step, needed, step


def start(issue: Issue, *, by: User, note: str = "") -> Issue:
    """The party begins to work on it."""
    with step(issue, "start", by=by, note=note) as s:
        s.issue.assignee = s.issue.assignee or by
    return s.issue


def bounce(issue: Issue, *, by: User, note: str) -> Issue:
    """The party says it is not theirs: back to the first receiver. Once; after that it has been decided."""
    note = needed(note, _("Please say why this is not yours, and whose it is."))
    with step(issue, "bounce", by=by, note=note, for_resident=False) as s:
        s.data |= {"party_id": s.issue.party_id, "party": s.issue.party.name if s.issue.party else ""}
        s.issue.bounced = True
        s.issue.party, s.issue.party_kind, s.issue.assignee = None, "", None
        s.tell_staff(routing.in_charge(s.issue), gettext_lazy("Issue %(ref)s has been handed back"))
    return s.issue


def ask(issue: Issue, *, by: User, question: str, days: int = 5) -> Issue:
    """Ask the resident. The clock stands still until the answer, five days at most over all questions."""
    question = needed(question, _("Please write what you need to know."))
    left = clocks.WAIT_AT_MOST
    if not timedelta() < timedelta(days=days) <= left:
        raise Refused(_("The clock may stand still for one to five days."))
    with step(issue, "ask", by=by, note=question) as s:
        left -= s.issue.waited
        if left <= timedelta():
            raise Refused(_("The clock has stood still for five days already. Call the resident instead."))
        until = s.now + min(timedelta(days=days), left)
        clocks.pause(s.issue, at=s.now, until=until)
        _contacted(s)
        s.data["until"] = until.isoformat()
    return s.issue


def answer(issue: Issue, *, by: User, text: str) -> Issue:
    """The resident answers; work goes on where it stood."""
    text = needed(text, _("Please write your answer."))
    with step(issue, "answer", by=by, note=text) as s:
        _stop_waiting(s)
        s.tell_staff(
            routing.in_charge(s.issue), gettext_lazy("The resident has answered about issue %(ref)s")
        )
    return s.issue


def stop_waiting(issue: Issue, *, by: User | None, note: str = "") -> Issue:
    """Go on without an answer, or because the days given are over."""
    with step(issue, "stop_waiting", by=by, note=note) as s:
        _stop_waiting(s)
        if by is None:
            title = gettext_lazy("No answer has come about issue %(ref)s; its clock runs again")
            s.tell_staff(routing.in_charge(s.issue), title)
    return s.issue


def solve(issue: Issue, *, by: User, note: str, photos: Sequence[BinaryIO] = ()) -> Issue:
    """Report it as solved, with words and pictures. The resident has seven days to say so, or not."""
    note = needed(note, _("Please say what has been done; the resident reads it."))
    found = [pictures.take(upload) for upload in photos]
    with step(issue, "solve", by=by, note=note) as s:
        s.issue.solved_at = s.now
        s.issue.answer_by = s.now + clocks.SILENCE
        _contacted(s)
        s.issue.replied_at = s.issue.replied_at or s.now
        _keep(s, found)
    return s.issue


def contact(issue: Issue, *, by: User, note: str) -> Issue:
    """Somebody spoke to the resident: the first time is a fact."""
    note = needed(note, _("Please say how and when you spoke to the resident."))
    with step(issue, "contact", by=by, note=note) as s:
        _contacted(s)
    return s.issue


def reply(issue: Issue, *, by: User, text: str) -> Issue:
    """Write to the resident: the first reply is a fact, and a contact too."""
    text = needed(text, _("Please write your reply."))
    with step(issue, "reply", by=by, note=text) as s:
        _contacted(s)
        s.issue.replied_at = s.issue.replied_at or s.now
    return s.issue


def note(issue: Issue, *, by: User, text: str) -> Issue:
    """A note among staff; the resident does not see it."""
    text = needed(text, _("Please write a note."))
    with step(issue, "note", by=by, note=text, for_resident=False) as s:
        pass
    return s.issue


def call_back(
    issue: Issue,
    *,
    by: User,
    reached: bool,
    contacted: bool | None = None,
    solved: bool | None = None,
    satisfaction: str = "",
    note: str = "",
) -> Issue:
    """Staff asked the resident afterwards. Kept apart from the resident's own verdict, and labelled so."""
    if satisfaction and satisfaction not in Issue.Rating.values:
        raise Refused(_("Please choose one of the listed verdicts."))
    if not reached and (satisfaction or contacted is not None or solved is not None):
        raise Refused(_("Nobody was reached, so nobody can have answered."))
    with step(issue, "call_back", by=by, note=note, for_resident=False) as s:
        CallBack.objects.create(
            issue=s.issue,
            by=by,
            at=s.now,
            reached=reached,
            contacted=contacted,
            solved=solved,
            satisfaction=satisfaction,
            note=s.note,
        )
    return s.issue


def _contacted(s: Step) -> None:
    s.issue.contacted_at = s.issue.contacted_at or s.now


def _stop_waiting(s: Step) -> None:
    if s.issue.paused_at and s.issue.paused_until:
        s.issue.waited += min(s.now, s.issue.paused_until) - s.issue.paused_at
    clocks.unpause(s.issue, s.now)


def _keep(s: Step, found: list[pictures.Picture]) -> None:
    if found and s.by is not None:
        kept = photos.add_all(s.issue, by=s.by, found=found, stage=Photo.Stage.SOLVED)
        s.data["photos"] = len(kept)
