"""Who may give and take which post: nobody hands on a right that is not the giver's own.

| post | who appoints, ends, renews |
|---|---|
| of a role alone | whoever holds APPOINT at the place |
| of a kind | whoever holds the right the kind names there (APPOINT, or FILL for the community), or APPOINT |
| and always | only who holds, there, every right of the post's role; rights of a body itself (`OF_BODIES`) are
given by whoever holds APPOINT there |

`covers` and `covered` are one rule, for a row and for lists; a test holds the two equal.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from beihu.scope import Reach, reach_of, under

from .kinds import PostKind
from .roles import APPOINT, GRANTS, OF_BODIES, SPEAKS_FOR, STANDS_AT


def covers(by: Any, role: str, code: str) -> bool:
    """Whether this person holds at a place every right of a role (of none, always); None is the portal itself."""
    return by is None or all(_holds(by, right, role, code) for right in GRANTS.get(role, ()))


def _holds(by: Any, right: str, role: str, code: str) -> bool:
    """A right for one party's matters does not cover the same right for another's."""
    return any(
        code.startswith(reach.prefix) and reach.party in ("", SPEAKS_FOR.get(role, ""))
        for reach in _giving(by, right)
    )


def _giving(by: Any, right: str) -> list[Reach]:
    """Where this person may hand on a right: where it is held, and one of a body where APPOINT is held."""
    return [*reach_of(by, right), *(reach_of(by, APPOINT) if right in OF_BODIES else ())]


def may_appoint(by: Any, *, kind: PostKind | None, role: str, place: Any) -> bool:
    """To a post of this kind and role at this place; the place may be a post standing there."""
    if by is None:
        return True
    with_right = by.has_perm(APPOINT, place) or bool(kind and by.has_perm(kind.appointed_with, place))
    return with_right and covers(by, role, place.scope_code)


def may_end(by: Any, post: Any) -> bool:
    return may_appoint(by, kind=post.kind, role=post.role, place=post)


def covered(by: Any) -> Q:
    """Rows at places whose role has no right that this person does not hold there: `covers`, for lists."""
    reaches = {right: _giving(by, right) for rights in GRANTS.values() for right in rights}
    q = Q(role="")
    for role, rights in GRANTS.items():
        fits = ("", SPEAKS_FOR.get(role, ""))
        areas = {
            frozenset(reach.prefix for reach in reaches[right] if reach.party in fits) for right in rights
        }
        if frozenset() in areas:
            continue
        held = Q(role=role)
        for prefixes in areas:
            held &= reduce(or_, (under("place_id", prefix) for prefix in sorted(prefixes)))
        q |= held
    return q


def holders(right: str) -> frozenset[str]:
    """The roles that hold a right."""
    return frozenset(role for role, rights in GRANTS.items() if right in rights)


def objection(*, role: str, levels: Iterable[int], appointed_with: str) -> str:
    """Why a kind may not carry this role: a sentence, '' when it may. A kind without a role grants nothing."""
    if not role:
        return ""
    if any(level not in STANDS_AT[role] for level in levels):
        return _(
            "This role cannot stand at a place of that kind: its rights would reach further than they should."
        )
    if any(not GRANTS[role] <= _giveable(holder) for holder in holders(appointed_with)):
        return _("Whoever appoints must hold every right of the role. Let the street office appoint.")
    return ""


def _giveable(holder: str) -> frozenset[str]:
    """The rights a role may hand on."""
    return GRANTS[holder] | OF_BODIES if APPOINT in GRANTS[holder] else GRANTS[holder]
