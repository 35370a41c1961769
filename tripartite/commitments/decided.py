"""What follows from a resolution: the responsible party is asked for its word, once, when the minutes go round.

A decision over somebody is not yet that somebody's word: the commitment is proposed, and counts when the party
accepts. Minutes that go round again with other words change it only as long as nobody has answered.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from buildings.places.codes import Level
from buildings.posts.roles import MAKE_COMMITMENT
from tripartite.meetings.minutes import Resolution

from .models import Commitment
from .states import Status
from .timeline import Step, capacity_of, happened

LONGEST = 300


def owe(resolution: Resolution, by: User | None) -> Commitment | None:
    """The commitment of this resolution, made or brought up to its words; None where nothing can be owed."""
    meeting, party = resolution.item.meeting, resolution.party
    if party is None or not Level.COMMUNITY <= len(meeting.place_id) <= Level.BUILDING:
        return None
    words = " ".join(resolution.text.split())[:LONGEST]
    row = Commitment.objects.select_for_update().filter(resolution=resolution).first()
    if row is None:
        return _ask(resolution, by, words)
    same = (row.text, row.due_on, row.debtor_id) == (words, resolution.due_on, party.pk)
    if row.status == Status.PROPOSED and not same:
        _ask_again(row, resolution, by, words)
    return row


def _ask(resolution: Resolution, by: User | None, words: str) -> Commitment:
    meeting, party = resolution.item.meeting, resolution.party
    assert party is not None
    author = by or meeting.organiser
    row = Commitment.objects.create(
        place=meeting.place,
        debtor=party,
        party_kind=party.kind,
        text=words,
        due_on=resolution.due_on,
        cost=resolution.cost,
        resolution=resolution,
        issue=resolution.item.issue,
        made_by=author,
    )
    now = timezone.now()
    row.versions.create(number=1, text=words, due_on=resolution.due_on, by=author, at=now)
    happened(Step(row, "propose", by, now), "", capacity_of(by, MAKE_COMMITMENT, row))
    return row


def _ask_again(row: Commitment, resolution: Resolution, by: User | None, words: str) -> None:
    assert resolution.party is not None
    now, before = timezone.now(), row.status
    row.text, row.due_on, row.cost = words, resolution.due_on, resolution.cost
    row.debtor, row.party_kind, row.number = resolution.party, resolution.party.kind, row.number + 1
    row.save(update_fields=["text", "due_on", "cost", "debtor", "party_kind", "number"])
    reason = _("The minutes have been sent round again.")
    row.versions.filter(accepted_at=None, dropped_at=None).update(dropped_at=now)
    row.versions.create(
        number=row.number, text=words, due_on=row.due_on, reason=reason, by=by or row.made_by, at=now
    )
    happened(
        Step(row, "revise", by, now, reason, {"number": row.number}),
        before,
        capacity_of(by, MAKE_COMMITMENT, row),
    )
