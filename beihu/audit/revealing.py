"""What may be shown in full to whoever holds `beihu.reveal_contact` for the record, and gives a reason.

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
    """The rows of one kind, and their fields by name."""

    rows: Callable[[], ScopedQuerySet]
    fields: Mapping[str, Field]


SOURCES: dict[str, Source] = {}


def register(kind: str, rows: Callable[[], ScopedQuerySet], fields: Mapping[str, Field]) -> None:
    """`kind` is the word in the address: /reveal/issue/12/contact_phone/."""
    SOURCES[kind] = Source(rows, fields)


def field_of(obj: models.Model, name: str) -> Field | None:
    """The field of this record, when it is one that may be revealed."""
    for source in SOURCES.values():
        if source.rows().model is type(obj) and name in source.fields:
            return source.fields[name]
    return None
