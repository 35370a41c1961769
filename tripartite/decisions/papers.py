"""Paper ballots: what happened at the door, when a paper came back, and the two typings that make it count.

A paper counts with the moment it came back, which must lie within the window; it may be typed in later. The second
typing is somebody else's. Where the two differ, a third person looks at the paper and decides with a reason.
"""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.posts.roles import CARRY_BALLOT

from .casting import chosen, write
from .deeds import entering, needed
from .models import Ballot, Choice, Typing, Unit, Vote

ALL = tuple(Choice.values)
AT_THE_DOOR = (Unit.Paper.DELIVERED, Unit.Paper.REFUSED, Unit.Paper.UNREACHABLE)
Choices = Mapping[int, str]


def carry(vote: Vote, *, by: User, units: Iterable[int], outcome: str) -> int:
    """What happened at these doors (by number on the roll). Papers that came back are left as they are. How many changed."""
    if outcome not in AT_THE_DOOR:
        raise Refused(_("Say what happened at the door: delivered, refused or nobody reached."))
    with entering(vote, "carry", by=None) as row:
        found = _held(row, units, by)
        changed = [one.pk for one in found if one.paper not in (Unit.Paper.RETURNED, outcome)]
        Unit.objects.filter(pk__in=changed).update(
            paper=outcome, paper_at=timezone.now(), paper_by=by, tries=F("tries") + 1
        )
        if changed:
            record(
                "vote.carry",
                row,
                by=by,
                outcome=outcome,
                units=[one.number for one in found if one.pk in changed],
            )
        return len(changed)


def take_back(vote: Vote, *, by: User, units: Iterable[int]) -> int:
    """These papers came back now. How many had not been noted before."""
    with entering(vote, "take_back", by=None) as row:
        found = _held(row, units, by)
        fresh = [one for one in found if one.paper != Unit.Paper.RETURNED]
        if any(one.ballots.exists() for one in fresh):
            raise Refused(_("There is a ballot for this flat already. It stays; the first one counts."))
        now = timezone.now()
        Unit.objects.filter(pk__in=[one.pk for one in fresh]).update(
            paper=Unit.Paper.RETURNED, returned_at=now, paper_at=now, paper_by=by
        )
        if fresh:
            record("vote.take_back", row, by=by, units=[one.number for one in fresh])
        return len(fresh)


def _held(vote: Vote, numbers: Iterable[int], by: User) -> list[Unit]:
    """The units with these numbers, locked in their order; each at a door this person carries papers to."""
    wanted = sorted(set(numbers))
    rows = vote.units.filter(number__in=wanted).select_related("place").order_by("number")
    found = list(rows.select_for_update(of=("self",)))
    if len(found) != len(wanted) or not found:
        raise Refused(_("One of these numbers is not on the roll."))
    if not all(by.has_perm(CARRY_BALLOT, one.place) for one in found):
        raise Refused(_("One of these flats is outside the doors you serve."))
    return found


def type_in(vote: Vote, *, by: User, rows: Mapping[int, Choices]) -> list[tuple[int, str]]:
    """Type papers: {number on the roll: {number of the motion: choice}}. What came of each: first, counted, differs."""
    with entering(vote, "type_in", by=by) as row:
        found = row.units.filter(number__in=sorted(rows)).order_by("number").select_for_update(of=("self",))
        units = {one.number: one for one in found}
        if missing := sorted(set(rows) - set(units)):
            raise Refused(_("Number %(number)s is not on the roll.") % {"number": missing[0]})
        return [(number, _typed(row, units[number], rows[number], by)) for number in sorted(rows)]


def _typed(vote: Vote, unit: Unit, choices: Choices, by: User) -> str:
    if unit.paper != Unit.Paper.RETURNED:
        raise Refused(_("Paper %(number)s has not come back. Note that first.") % {"number": unit.number})
    motions = chosen(vote, choices, ALL)
    kept = {str(motion.number): choice for motion, choice in motions}
    before = list(unit.typings.order_by("round"))
    if len(before) >= 2:
        raise Refused(_("Paper %(number)s has been typed twice already.") % {"number": unit.number})
    if before and before[0].by_id == by.pk:
        if before[0].choices == kept:  # the second click on the same form
            return "first"
        raise Refused(
            _("You typed paper %(number)s the first time. Somebody else types it again.")
            % {"number": unit.number}
        )
    try:
        with transaction.atomic():
            unit.typings.create(round=len(before) + 1, choices=kept, by=by)
    except IntegrityError:
        raise Refused(_("Somebody else has just typed paper %(number)s.") % {"number": unit.number}) from None
    if not before:
        return "first"
    if before[0].choices != kept:
        return "differs"
    write([unit], motions, channel=Ballot.Channel.PAPER, by=by)
    return "counted"


def settle(vote: Vote, *, by: User, number: int, choices: Choices, reason: str) -> Unit:
    """Two typings differ: what the paper says, by somebody who looked at it, with a reason."""
    reason = needed(reason, _("Please say what you saw on the paper."))
    with entering(vote, "settle", by=by) as row:
        unit = row.units.filter(number=number).select_for_update(of=("self",)).first()
        if unit is None or unit not in differing(row):
            raise Refused(_("This paper has been settled already."))
        if unit.typings.filter(by=by).exists():
            raise Refused(
                _("You typed paper %(number)s yourself. Somebody else looks at it.") % {"number": number}
            )
        motions = chosen(row, choices, ALL)
        kept = {str(motion.number): choice for motion, choice in motions}
        Typing.objects.create(unit=unit, round=3, choices=kept, reason=reason, by=by)
        write([unit], motions, channel=Ballot.Channel.PAPER, by=by)
        record("vote.settle", row, by=by, unit=unit.number)
        return unit


def waiting(vote: Vote) -> QuerySet[Unit]:
    """Papers that came back and do not count yet."""
    return vote.units.filter(paper=Unit.Paper.RETURNED, ballots__isnull=True).order_by("number")


def differing(vote: Vote) -> QuerySet[Unit]:
    """Of those, the ones that were typed twice, differently."""
    twice = Typing.objects.filter(unit__vote=vote, round=2).values("unit")
    return waiting(vote).filter(pk__in=twice)
