"""Whom the roster knows behind the door somebody says is theirs: what staff who verify look at, always masked.

The phone of an account was proved by a code, its name was only typed. Nobody is confirmed by the roster alone unless
`ROSTER_VERIFIES` says so, and then only where both agree with one person of the household.
"""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Membership, Occupant
from ..words import tidy_line


class Fit(Enum):
    """How well; in order."""

    SAME = "same"
    BOTH = "both"
    PHONE = "phone"
    NAME = "name"
    OTHERS = "others"
    NOBODY = "nobody"


SAID: dict[Fit, tuple[str | Promise, str, str]] = {  # words, icon, tone
    Fit.SAME: (_("this person stands on the roster"), "check", "good"),
    Fit.BOTH: (_("name and phone as on the roster"), "check", "good"),
    Fit.PHONE: (_("phone as on the roster, another name"), "check", "info"),
    Fit.NAME: (_("name as on the roster, another phone"), "check", "info"),
    Fit.OTHERS: (_("the roster names somebody else"), "alert", "warn"),
    Fit.NOBODY: (_("the roster names nobody here"), "minus", "quiet"),
}


class Match(NamedTuple):
    """The best fit, and who it is (None: nobody, or more than one)."""

    fit: Fit
    occupant: Occupant | None
    relation_differs: bool = False

    @property
    def words(self) -> str:
        return str(SAID[self.fit][0])

    @property
    def icon(self) -> str:
        return SAID[self.fit][1]

    @property
    def tone(self) -> str:
        return SAID[self.fit][2]


def matches(memberships: Iterable[Membership]) -> dict[int, Match]:
    """For each of these requests, with their `user` at hand; one query for all of them."""
    asked = list(memberships)
    behind: dict[int, list[Occupant]] = {}
    rows = Occupant.objects.current().filter(household__in={one.household_id for one in asked})
    for row in rows.order_by("pk"):
        behind.setdefault(row.household_id, []).append(row)
    return {one.pk: match(one, behind.get(one.household_id, [])) for one in asked}


def matches_among(memberships: Iterable[Membership], occupants: list[Occupant]) -> dict[int, Match]:
    """The same for one household whose current occupants are at hand."""
    return {one.pk: match(one, occupants) for one in memberships}


def match_now(membership: Membership) -> Match:
    return matches([membership])[membership.pk]


def match(membership: Membership, occupants: Iterable[Occupant]) -> Match:
    """Against the current occupants of its household. Whom another account is linked to already is left out."""
    free = [row for row in occupants if row.user_id in (None, membership.user_id) and not row.erased_at]
    if not free:
        return Match(Fit.NOBODY, None)
    if same := [row for row in free if row.user_id == membership.user_id]:
        return _with(Fit.SAME, same, membership)
    name, phone = tidy_line(membership.user.name), membership.user.phone or ""
    same_name = [row for row in free if name and row.name == name]
    same_phone = [row for row in free if phone and row.phone == phone]
    for fit, found in (
        (Fit.BOTH, [row for row in same_phone if row in same_name]),
        (Fit.PHONE, same_phone),
        (Fit.NAME, same_name),
    ):
        if found:
            return _with(fit, found, membership)
    return Match(Fit.OTHERS, None)


def _with(fit: Fit, found: list[Occupant], membership: Membership) -> Match:
    if len(found) > 1:
        return Match(fit, None)
    return Match(fit, found[0], found[0].relation != membership.relation)


def link(membership: Membership) -> Occupant | None:
    """Staff believe it: the person of the roster whom the account fits is this account from now on.

    Only by the phone, or by name where the roster has no phone that says otherwise. Within the transaction that
    holds the membership.
    """
    rows = Occupant.objects.current().filter(household=membership.household_id)
    found = match(membership, rows.select_for_update().order_by("pk"))
    row = found.occupant
    if row is None or row.user_id or (found.fit is Fit.NAME and row.phone):
        return None
    if rows.filter(user=membership.user_id).exists():
        return None
    row.user = membership.user
    row.save(update_fields=["user"])
    return row
