"""How owners' decisions are counted: Civil Code art. 278, in whole numbers; no floats, no rounded percentages.

Two gates. Taking part: owners with at least 2/3 of the area AND at least 2/3 of the owners (以上 includes the number, art.
1259). Approval, among those who took part: more than half of both (过半 does not include the half), or for the special
matters of art. 278 (6)-(8) at least 3/4 of both. Whoever abstains takes part. Areas are whole hundredths of a m².

`not quorate` is an outcome of its own: nobody has said no.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

QUORUM = Fraction(2, 3)
HALF = Fraction(1, 2)
SPECIAL = Fraction(3, 4)


class Gate(models.TextChoices):
    """Which share must approve."""

    GENERAL = "general", _("more than half of those taking part")
    SPECIAL = "special", _("at least three quarters of those taking part")


class Outcome(models.TextChoices):
    NOT_QUORATE = "not_quorate", _("not quorate")
    REJECTED = "rejected", _("rejected")
    PASSED = "passed", _("passed")


def at_least(part: int, whole: int, share: Fraction) -> bool:
    """以上: the number itself is enough."""
    return part * share.denominator >= whole * share.numerator


def more_than(part: int, whole: int, share: Fraction) -> bool:
    """过: the number itself is not enough."""
    return part * share.denominator > whole * share.numerator


@dataclass(frozen=True)
class Tally:
    """One motion, counted: owners and hundredths of a m²; all, those who took part, those in favour."""

    owners: int
    area: int
    took_owners: int
    took_area: int
    for_owners: int
    for_area: int
    gate: str = Gate.GENERAL

    @property
    def is_quorate(self) -> bool:
        """Nobody on the roll is no quorum."""
        both = at_least(self.took_owners, self.owners, QUORUM) and at_least(self.took_area, self.area, QUORUM)
        return self.owners > 0 and self.area > 0 and both

    @property
    def is_approved(self) -> bool:
        """By both, among those who took part."""
        pairs = ((self.for_owners, self.took_owners), (self.for_area, self.took_area))
        if self.gate == Gate.SPECIAL:
            return all(whole > 0 and at_least(part, whole, SPECIAL) for part, whole in pairs)
        return all(more_than(part, whole, HALF) for part, whole in pairs)

    @property
    def outcome(self) -> Outcome:
        if not self.is_quorate:
            return Outcome.NOT_QUORATE
        return Outcome.PASSED if self.is_approved else Outcome.REJECTED

    @property
    def wanting_owners(self) -> int:
        """How many owners are missing until the quorum of heads is reached."""
        return max(0, -(-self.owners * QUORUM.numerator // QUORUM.denominator) - self.took_owners)

    @property
    def wanting_area(self) -> int:
        """How much area is missing, in hundredths of a m²."""
        return max(0, -(-self.area * QUORUM.numerator // QUORUM.denominator) - self.took_area)


def owners_needed(tally: Tally, silent: Iterable[int]) -> int | None:
    """The smallest number of further owners that could make the motion quorate; None when all of them could not.

    `silent`: the area of each owner who has not taken part. The largest are taken first: fewer cannot do.
    """
    if tally.is_quorate:
        return 0
    areas = sorted(silent, reverse=True)
    number, area = 0, 0
    while number < tally.wanting_owners or area < tally.wanting_area:
        if number == len(areas):
            return None
        area += areas[number]
        number += 1
    return number


def of_ballots(ballots: Iterable[tuple[Any, int, str]], *, owners: int, area: int, gate: str) -> Tally:
    """The same as the query in `results.py`, over rows in memory: (owner, area, choice) of each unit with a ballot.

    One buyer of several units is one owner with the area of all of them (art. 278; 建房〔2009〕274号 art. 23, 24). An owner
    whose ballots differ is in favour only with the area that is: a head says yes when all of its ballots do.
    """
    heads: dict[Any, bool] = {}
    took = favour = 0
    for owner, size, choice in ballots:
        if choice == "invalid":
            continue
        took += size
        favour += size if choice == "for" else 0
        heads[owner] = heads.get(owner, True) and choice == "for"
    return Tally(owners, area, len(heads), took, sum(heads.values()), favour, gate)
