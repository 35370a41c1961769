"""Verdicts: the residents' word on what was delivered, and what follows from it.

The verdict of whoever raised the matter decides at once. Otherwise the days run out and the majority decides; a tie
says that it was not kept; silence says nothing: it is neither kept nor failed.
"""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused

from . import agenda
from .models import Commitment, Verdict
from .timeline import lock, needed, step


def judge(commitment: Commitment, *, by: User, kept: bool, reason: str = "") -> Commitment:
    """One word per person and delivery; the same word again changes nothing."""
    reason = reason.strip()[:300]
    if not kept:
        reason = needed(reason, _("Please say what was not kept."))
    with transaction.atomic():
        row = lock(commitment)
        if row.delivered_at is None:
            raise Refused(_("Nothing has been delivered yet."))
        said = row.verdicts.filter(user=by, delivered_at=row.delivered_at).first()
        if said is not None and said.kept == kept:
            return row
        if said is not None:
            raise Refused(_("You have given your verdict already. It cannot be changed."))
        with step(row, "judge", by=by) as s:
            verdict = s.row.verdicts.create(
                user=by,
                delivered_at=row.delivered_at,
                kept=kept,
                reason=reason,
                raised_it=s.row.issue is not None and s.row.issue.author_id == by.pk,
                at=s.now,
            )
        return _decide(s.row, kept) if verdict.raised_it else s.row


def settle(commitment: Commitment) -> Commitment:
    """The days are over: what the verdicts say together."""
    said = Verdict.objects.filter(commitment=commitment, delivered_at=F("commitment__delivered_at"))
    given = list(said.values_list("kept", flat=True))
    if not given:
        return lapse(commitment)
    return _decide(commitment, given.count(True) > given.count(False))


def lapse(commitment: Commitment) -> Commitment:
    with step(commitment, "lapse", by=None) as s:
        s.row.ended_at = s.now
    return s.row


def _decide(commitment: Commitment, kept: bool) -> Commitment:
    return keep(commitment) if kept else fail(commitment)


def keep(commitment: Commitment) -> Commitment:
    with step(commitment, "keep", by=None) as s:
        s.row.ended_at = s.now
    return s.row


def fail(commitment: Commitment) -> Commitment:
    """It is owed again, as far as it had come; and the matter goes on the next agenda by itself."""
    with step(commitment, "fail", by=None) as s:
        last = s.row.events.filter(verb="deliver").last()
        s.row.progress = min(last.data.get("progress", 0), 99) if last else 0
    agenda.carry(s.row)
    return s.row
