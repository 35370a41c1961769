"""The count: locked with a hash that also covers the version before, published, corrected only by two people.

The hash is made as that of minutes is (`meetings/locking.py`): SHA-256 over the earlier version's hash, a line feed and the
canonical JSON of the content. Table and ballots refuse UPDATE and DELETE (`0004_decisions`).
"""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.places.codes import lineage
from tripartite.meetings.locking import NOTHING, digest

from .counting import Outcome
from .deeds import deed, needed
from .matters import procedure_for
from .models import Amendment, Ballot, Choice, Motion, Result, Vote
from .papers import waiting
from .preparing import owners_of
from .tallies import spread, tallies


def count(vote: Vote, *, by: User) -> Vote:
    """Count and publish. Every paper that came back has been typed twice before."""
    with deed(vote, "count", by=by) as row:
        left = waiting(row).count()
        if left:
            raise Refused(
                ngettext(
                    "%(n)s paper came back and does not count yet: it must be typed in twice first.",
                    "%(n)s papers came back and do not count yet: they must be typed in twice first.",
                    left,
                )
                % {"n": left}
            )
        row.counted_at = timezone.now()
        _lock(row, by)
        title = row.title
        notify(
            owners_of(row),
            key=f"vote:{row.pk}:counted",
            title=lambda: _("The owners have decided: %(title)s") % {"title": title},
            body="",
            url=row.get_absolute_url(),
            place=row.place_id,
        )
    return row


def content_of(vote: Vote) -> dict[str, Any]:
    """What the hash covers: numbers only, no names and no doors. Areas in hundredths of a m², as text of whole numbers."""
    motions = list(vote.motions.order_by("number"))
    found, by_choice = tallies(vote, motions), spread(vote)
    return {
        "vote": str(vote.key),
        "title": vote.title,
        "place": vote.place.name,
        "opens_at": vote.opens_at.isoformat() if vote.opens_at else "",
        "closes_at": vote.closes_at.isoformat() if vote.closes_at else "",
        "owners": vote.owners,
        "area": str(int(vote.area * 100)),
        "motions": [_motion(one, found[one.number], by_choice.get(one.pk, {})) for one in motions],
    }


def _motion(motion: Motion, tally: Any, choices: dict[str, int]) -> dict[str, Any]:
    return {
        "number": motion.number,
        "title": motion.title,
        "gate": motion.gate,
        "source": motion.source,
        "took_owners": tally.took_owners,
        "took_area": str(tally.took_area),
        "for_owners": tally.for_owners,
        "for_area": str(tally.for_area),
        "units": {choice: choices.get(choice, 0) for choice in Choice.values},
        "outcome": str(tally.outcome),
    }


def _lock(row: Vote, by: User, reason: str = "") -> Result:
    last = latest(row)
    number = last.number + 1 if last else 1
    now = timezone.now()
    content = content_of(row) | {"version": number, "locked_at": now.isoformat(), "why": reason}
    sha = digest(content, last.sha256 if last else NOTHING)
    return Result.objects.create(vote=row, number=number, content=content, sha256=sha, by=by, at=now)


def latest(vote: Vote) -> Result | None:
    return vote.results.order_by("-number").first()


def is_intact(result: Result) -> bool:
    """The content still has the hash, and so has every version before it."""
    before = NOTHING
    for one in result.vote.results.filter(number__lte=result.number).order_by("number"):
        if digest(one.content, before) != one.sha256:
            return False
        before = one.sha256
    return True


def agrees(result: Result) -> bool:
    """Counted once more from the ballots, the latest version says the same."""
    fresh = content_of(result.vote)
    return all(result.content[name] == value for name, value in fresh.items())


def posted_until(vote: Vote) -> Any:
    """The result hangs in the compound for so many whole days after it was counted."""
    days = procedure_for(vote.place_id)["posting_days"].value
    return timezone.localdate(vote.counted_at) + timedelta(days=days) if vote.counted_at else None


def ask_amendment(vote: Vote, *, by: User, unit: int, motion: int, becomes: str, reason: str) -> Amendment:
    """Somebody found that a paper says something else than what was counted. Another person confirms it."""
    reason = needed(reason, _("Please say what was wrong, and how you know."))
    with deed(vote, "amend", by=by, reason=reason, unit=unit, motion=motion) as row:
        found = row.units.filter(number=unit).first()
        asked = row.motions.filter(number=motion).first()
        if found is None or asked is None or becomes not in Choice.values:
            raise Refused(_("Say which paper, which motion, and what it should be."))
        last = _last(found.pk, asked.pk)
        was = last.choice if last else ""
        if was == becomes:
            raise Refused(_("It was counted just so."))
        _may_become(last, becomes)
        try:
            with transaction.atomic():
                return row.amendments.create(
                    unit=found, motion=asked, was=was, becomes=becomes, reason=reason, asked_by=by
                )
        except IntegrityError:
            raise Refused(_("Somebody has asked for a correction of this paper already.")) from None


def settle_amendment(amendment: Amendment, *, by: User, confirmed: bool) -> Amendment:
    """Another person confirms it, and the vote is counted anew as the next version; or turns it down."""
    with deed(amendment.vote, "amend", by=by) as row:
        known = (
            Amendment.objects.select_for_update(of=("self",))
            .select_related("unit", "motion")
            .get(pk=amendment.pk)
        )
        if known.settled_at is not None:
            raise Refused(_("This has been settled already."))
        if known.asked_by_id == by.pk:
            raise Refused(_("Somebody else confirms what you have asked for."))
        if confirmed:
            last = _last(known.unit_id, known.motion_id)
            if (last.choice if last else "") != known.was:
                raise Refused(_("The ballot has been corrected in the meantime. Ask anew."))
            _next_version(known, last, by)
        known.settled_by, known.settled_at, known.is_confirmed = by, timezone.now(), confirmed
        known.save(update_fields=["settled_by", "settled_at", "is_confirmed"])
        if confirmed:
            _lock(row, by, known.reason)
            record("vote.recount", row, by=by, amendment=known.pk)
    return known


def _last(unit: int, motion: int) -> Ballot | None:
    """The ballot that counts now."""
    return Ballot.objects.filter(unit=unit, motion=motion).order_by("-version").first()


def _may_become(last: Ballot | None, becomes: str) -> None:
    if becomes == Choice.INVALID and last and last.channel == Ballot.Channel.SCREEN:
        raise Refused(_("This ballot was cast on screen: only a paper can be invalid."))


def _next_version(amendment: Amendment, before: Ballot | None, by: User) -> None:
    """How and when the corrected ballot was cast stays; a forgotten paper must have come back in time."""
    _may_become(before, amendment.becomes)
    cast_at = before.cast_at if before else amendment.unit.returned_at
    if cast_at is None:
        raise Refused(_("This paper never came back within the window, so it cannot be counted."))
    Ballot.objects.create(
        motion=amendment.motion,
        unit=amendment.unit,
        version=before.version + 1 if before else 1,
        choice=amendment.becomes,
        channel=before.channel if before else Ballot.Channel.PAPER,
        cast_at=cast_at,
        by=by,
    )


def passed(place_code: str, matter: str) -> Result | None:
    """The newest result at this compound by which owners passed a motion on this matter; what it permits asks for it.

    Looked for at the place and above, as a decision of a compound holds in its buildings.
    """
    rows = Motion.objects.filter(
        matter=matter, vote__status="counted", vote__place_id__in=lineage(place_code)
    )
    for motion in rows.select_related("vote").order_by("-vote__counted_at"):
        result = latest(motion.vote)
        if result and result.outcome_of(motion) == Outcome.PASSED:
            return result
    return None
