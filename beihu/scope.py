"""Scope: what a person may reach, asked in one way for lists and for single rows.

A right holds at a place and everything under it, which is a prefix of the place's code. A role that
speaks for one party holds it only for what was handed to that party. What a person raised is theirs.
`visible_to` (lists) and `has_perm` (one row, through the backend in `buildings/posts`) are made from the
same `Reach` and the same `mine` of the model; a test holds the two equal.
"""

from typing import Any, NamedTuple, Self

from django.contrib.auth import get_backends
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import Http404


class Reach(NamedTuple):
    """Where one right holds: a code prefix, and a party kind ('' = whoever handles it)."""

    prefix: str
    party: str = ""


def under(field: str, prefix: str) -> Q:
    """The code in this field lies at or under `prefix`.

    As a range ("4201" ≤ code < "4201:", the sign after the digit 9): foreign keys have no `startswith`.
    """
    return Q(**{f"{field}__gte": prefix, f"{field}__lt": f"{prefix}:"})


def reach_of(user: Any, permission: str) -> list[Reach]:
    """Everywhere this person holds this right through posts in term."""
    return [
        reach
        for backend in get_backends()
        if hasattr(backend, "reach_of")
        for reach in backend.reach_of(user, permission)
    ]


class ScopedQuerySet(models.QuerySet):
    """`visible_to(user, permission)`: the rows for which `user.has_perm(permission, row)` is true."""

    def visible_to(self, user: Any, permission: str) -> Self:
        model: Any = self.model
        if not user.is_authenticated:
            return self.none()
        q = Q(pk__in=[])
        for reach in reach_of(user, permission):
            q |= model.scope_q(reach)
        if permission in model.own_rights and user.is_active:
            q |= model.mine_q(user, permission)
        return self.filter(q)


def find(rows: "ScopedQuerySet", user: Any, permission: str, *, inside: str, **key: Any) -> Any:
    """The row with this key that the right covers.

    PermissionDenied when the person holds only the right to look there (`inside`); Http404 for everybody else,
    so that a foreign row and one that does not exist answer alike.
    """
    if found := rows.visible_to(user, permission).filter(**key).first():
        return found
    if rows.visible_to(user, inside).filter(**key).exists():
        raise PermissionDenied
    raise Http404


class Scoped(models.Model):
    """A record that lies at a place. Subclasses may narrow by party and say what is somebody's own.

    Each brings its own manager, made from `ScopedQuerySet`.
    """

    scope_field = "place_id"
    party_field: str | None = None
    own_rights: frozenset[str] = frozenset()

    class Meta:
        abstract = True

    @classmethod
    def scope_q(cls, reach: Reach) -> Q:
        q = under(cls.scope_field, reach.prefix)
        return q & Q(**{cls.party_field: reach.party}) if reach.party and cls.party_field else q

    def in_reach(self, reach: Reach) -> bool:
        """The same test as `scope_q`, for this row in memory."""
        code = self.scope_code
        if not code.startswith(reach.prefix):
            return False
        return not (reach.party and self.party_field) or getattr(self, self.party_field) == reach.party

    @property
    def scope_code(self) -> str:
        value: Any = self
        for part in self.scope_field.split("__"):
            value = getattr(value, part)
        return value or ""

    @classmethod
    def mine_q(cls, user: Any, permission: str) -> Q:
        """What is this person's own, for a right in `own_rights`."""
        return Q(pk__in=[])

    def is_mine(self, user: Any, permission: str) -> bool:
        """The same test as `mine_q`, for this row in memory."""
        return False
