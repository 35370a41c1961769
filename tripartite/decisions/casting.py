"""Ballots on screen, and the straw poll that is not one.

Where the city's own system is used, an owner's click is a ballot: once, for all units of the owner, and it stays. Else
it is a straw poll (意向征集): it decides nothing and may be changed while the vote is open.
"""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused

from .deeds import entering
from .models import Ballot, Choice, Click, Motion, Unit, Vote

CLICKED = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)


def cast(vote: Vote, *, by: User, choices: Mapping[int, str]) -> int:
    """One answer to every motion, for all units of this owner. How many units it was written for.

    A unit that has a ballot already keeps it; when all have one, Refused.
    """
    with entering(vote, "cast", by=by) as row:
        motions = chosen(row, choices)
        units = list(row.units_of(by).select_for_update(of=("self",)).order_by("number"))
        if row.screen == Vote.Screen.STRAW:
            _click(units, motions)
        else:
            units = [one for one in units if not one.ballots.exists()]
            write(units, motions, channel=Ballot.Channel.SCREEN, by=by)
            record("vote.cast", row, by=by, units=[one.number for one in units])
        return len(units)


def chosen(
    vote: Vote, choices: Mapping[int, str], allowed: tuple[str, ...] = CLICKED
) -> list[tuple[Motion, str]]:
    """Every motion with its choice; Refused when one is missing or not a choice."""
    found = [(motion, choices.get(motion.number, "")) for motion in vote.motions.order_by("number")]
    if any(choice not in allowed for _motion, choice in found):
        raise Refused(_("Please answer every motion: for, against or abstain."))
    return found


def write(units: list[Unit], motions: list[tuple[Motion, str]], *, channel: str, by: User) -> None:
    """The ballots of these units. The database says no to a second one, whoever was faster."""
    if not units or any(one.ballots.exists() for one in units):
        raise Refused(_second())
    now = timezone.now()
    rows = [
        Ballot(motion=motion, unit=unit, choice=choice, channel=channel, by=by,
               cast_at=now if channel == Ballot.Channel.SCREEN else unit.returned_at or now)
        for unit in units for motion, choice in motions
    ]  # fmt: skip
    try:
        with transaction.atomic():
            Ballot.objects.bulk_create(rows)
    except IntegrityError as error:
        rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if rule == "ballot_once":
            raise Refused(_second()) from None
        if rule == "ballot_in_window":  # it closed between the question and the answer
            raise Refused(_("The vote is not open at this moment, so this ballot does not count.")) from None
        raise


def _second() -> str:
    return _("There is a ballot for this flat already. It stays; the first one counts.")


def _click(units: list[Unit], motions: list[tuple[Motion, str]]) -> None:
    now = timezone.now()
    Click.objects.bulk_create(
        [
            Click(motion=motion, unit=unit, choice=choice, at=now)
            for unit in units
            for motion, choice in motions
        ],
        update_conflicts=True,
        unique_fields=["motion", "unit"],
        update_fields=["choice", "at"],
    )
