"""What may be shown in full to whoever may see the record, holds `beihu.reveal_contact` for it, and gives a reason.

Rooms register their records in their wing's `AppConfig.ready`. Nothing else is ever revealed.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db import models
from django.utils.functional import Promise

from beihu.scope import ScopedQuerySet

REVEAL = "beihu.reveal_contact"


class Field(NamedTuple):
    """What it is called, and how it is read from the record."""

    label: str | Promise
    read: Callable[[Any], str]


class Source(NamedTuple):
    """The rows of one kind, the right to see such a row at all, and its fields by name."""

    rows: Callable[[], ScopedQuerySet]
    seen_with: str
    fields: Mapping[str, Field]

    def rows_for(self, user: Any) -> ScopedQuerySet:
        """Where both rights hold: revealing alone would lead past the pages that somebody may not open."""
        return self.rows().visible_to(user, REVEAL).visible_to(user, self.seen_with)


SOURCES: dict[str, Source] = {}


def register(
    kind: str, rows: Callable[[], ScopedQuerySet], *, seen_with: str, fields: Mapping[str, Field]
) -> None:
    """`kind` is the word in the address: /reveal/issue/12/contact_phone/."""
    SOURCES[kind] = Source(rows, seen_with, fields)


def field_for(user: Any, obj: models.Model, name: str) -> Field | None:
    """The field of this record, when it is one that may be revealed to this person."""
    for source in SOURCES.values():
        if source.rows().model is type(obj) and name in source.fields:
            may = user.has_perm(REVEAL, obj) and user.has_perm(source.seen_with, obj)
            return source.fields[name] if may else None
    return None
