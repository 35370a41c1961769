"""Verbs of the party that owes it: give its word or decline, report, prove, deliver, answer a new version."""

from collections.abc import Sequence
from datetime import timedelta
from typing import BinaryIO

from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused
from tripartite.issues.photos import files_of_a_transaction
from tripartite.issues.workdays import end_of, local_day

from . import proofs
from .making import drop_offer
from .models import Commitment
from .timeline import needed, step

JUDGED_FOR = timedelta(days=14)


def accept(commitment: Commitment, *, by: User, note: str = "") -> Commitment:
    """The party gives its word: from now on the date counts."""
    with step(commitment, "accept", by=by, note=note) as s:
        s.row.accepted_at = s.now
        s.row.versions.filter(number=s.row.number).update(accepted_at=s.now, accepted_by=by)
    return s.row


def decline(commitment: Commitment, *, by: User, reason: str) -> Commitment:
    """The party will not give its word, and says why."""
    reason = needed(reason, _("Please say why you decline; everybody at the table reads it."))
    with step(commitment, "decline", by=by, note=reason) as s:
        drop_offer(s.row, s)
        s.row.ended_at = s.now
    return s.row


def agree(commitment: Commitment, *, by: User, note: str = "") -> Commitment:
    """The new words and the new date bind from now on; the old version stays to be read."""
    with step(commitment, "agree", by=by, note=note) as s:
        offer = s.row.offer
        assert offer is not None, "the table has asked"
        offer.accepted_at, offer.accepted_by = s.now, by
        offer.save(update_fields=["accepted_at", "accepted_by"])
        s.row.text, s.row.metric, s.row.due_on = offer.text, offer.metric, offer.due_on
        s.row.number = s.data["number"] = offer.number
    return s.row


def turn_down(commitment: Commitment, *, by: User, reason: str) -> Commitment:
    """What was promised first stays promised."""
    reason = needed(reason, _("Please say why you do not agree."))
    with step(commitment, "turn_down", by=by, note=reason) as s:
        drop_offer(s.row, s)
    return s.row


def report(commitment: Commitment, *, by: User, progress: int, note: str) -> Commitment:
    """How far it is, in per cent and in words."""
    note = needed(note, _("Please say in a sentence how far it is."), most=2000)
    if not 0 <= progress <= 100:
        raise Refused(_("Please give a number from 0 to 100."))
    with step(commitment, "report", by=by, note=note, progress=progress) as s:
        s.data["was"] = s.row.progress
        s.row.progress = progress
    return s.row


def prove(commitment: Commitment, *, by: User, uploads: Sequence[BinaryIO], note: str = "") -> Commitment:
    """Photos or PDF documents that show it."""
    if not uploads:
        raise Refused(_("Please choose a photo or a PDF document."))
    found = [proofs.take(upload) for upload in uploads]  # before any lock is taken
    with files_of_a_transaction() as written, step(commitment, "prove", by=by, note=note) as s:
        kept = [proofs.keep(s.row, proof, by, s.note, s.now, written) for proof in found]
        s.data["evidence"] = [one.pk for one in kept]
    return s.row


def deliver(commitment: Commitment, *, by: User, note: str = "") -> Commitment:
    """The party says it is done, and has shown it: the residents judge for fourteen days."""
    with step(commitment, "deliver", by=by, note=note) as s:
        s.data |= {
            "progress": s.row.progress,
            "late": s.row.due_on is not None and s.row.due_on < local_day(s.now),
        }
        drop_offer(s.row, s)
        s.row.progress = 100
        s.row.delivered_at = s.now
        s.row.judge_until = end_of(local_day(s.now) + JUDGED_FOR)
    return s.row
