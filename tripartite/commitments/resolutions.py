"""What was decided becomes a commitment: each resolution with a responsible party is put to it, once.

Called when the minutes go round, and again when they have been taken back and go round once more: as long as the party
has not answered, the commitment follows the words of the resolution; afterwards only `revise` changes it.
"""

import logging
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused
from tripartite.meetings.minutes import Resolution

from .making import check_place, drop_offer, write_down
from .models import Commitment
from .states import Status
from .timeline import Step, capacity_of, happened, lock

LONGEST = 300  # characters of a resolution that a commitment keeps
log = logging.getLogger(__name__)


def follow(resolution: Resolution, by: User | None) -> Commitment | None:
    """The commitment of this resolution; None when it waits for the owners, or when it cannot be put to the party.

    Whoever may send the minutes round has been asked already; what cannot be a commitment does not hold the minutes up.
    """
    who = by or resolution.by
    found = Commitment.objects.filter(resolution=resolution).first()
    if found is None:
        return None if resolution.needs_owners or resolution.party is None else _ask(resolution, who)
    with transaction.atomic():
        row = lock(found)
        return _adapt(row, resolution, who) if row.status == Status.PROPOSED else row


def _ask(resolution: Resolution, by: User) -> Commitment | None:
    party, meeting = resolution.party, resolution.item.meeting
    assert party is not None, "asked before"
    try:
        check_place(meeting.place, party)
    except Refused as no:
        log.warning("resolution %s makes no commitment: %s", resolution.pk, no)
        return None
    given: dict[str, Any] = {
        "place": meeting.place,
        "debtor": party,
        "cost": resolution.cost,
        "resolution": resolution,
        "issue": resolution.item.issue,
    }
    key = uuid.uuid5(meeting.uid, f"resolution {resolution.pk}")
    return write_down(key=key, by=by, own=False, facts=_words(resolution), given=given)[0]


def _adapt(row: Commitment, resolution: Resolution, by: User) -> Commitment:
    """Nobody has given their word yet: the words, the date, the cost and the party are those of the resolution."""
    words, party = _words(resolution), resolution.party
    if party is None or (
        words == {"text": row.text, "metric": row.metric, "due_on": row.due_on}
        and (party, resolution.cost) == (row.debtor, row.cost)
    ):
        return row
    before, s = row.status, Step(row, "revise", by, timezone.now())
    drop_offer(row, s)
    row.number += 1
    row.versions.create(number=row.number, by=by, at=s.now, reason=_("The minutes were corrected."), **words)
    for name, value in {**words, "debtor": party, "party_kind": party.kind, "cost": resolution.cost}.items():
        setattr(row, name, value)
    row.save()
    s.data["number"] = row.number
    happened(s, before, capacity_of(by, None, row))
    return row


def _words(resolution: Resolution) -> dict[str, Any]:
    text = " ".join(resolution.text.split())
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return {"text": short, "metric": "", "due_on": resolution.due_on}
