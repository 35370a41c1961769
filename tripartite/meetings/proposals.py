"""What the agenda is fed with: each source proposes what should come to the table of a place.

Rooms register in `AppConfig.ready`: this one its issues, the rooms above what only they know (commitments due,
matters from talks). A proposal becomes an agenda item with one tap, once per meeting (`AgendaItem.source`).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.utils.functional import Promise

from beihu.accounts.models import User
from buildings.places.models import Place

if TYPE_CHECKING:
    from .models import AgendaItem


class Proposal(NamedTuple):
    """`source` names the row: "issue:12", "commitment:3". `why` says why it should be talked about now."""

    source: str
    title: str
    why: str | Promise
    minutes: int = 10
    url: str = ""
    urgency: int = 50  # smaller comes first


Read = Callable[[Place, int], list[Proposal]]
Named = Callable[[str, Place, User], Proposal | None]
Hook = Callable[["AgendaItem", User | None], None]

_sources: dict[str, Read] = {}
_named: dict[str, Named] = {}
_taken: dict[str, Hook] = {}
_dropped: dict[str, Hook] = {}


def register(name: str, read: Read) -> None:
    """`read(place, limit)`: what this source would put on the table of this place, most urgent first."""
    _sources[name] = read


def proposals(place: Place, *, without: set[str] = frozenset(), limit: int = 20) -> list[Proposal]:  # type: ignore[assignment]
    """Everything proposed for a place and not yet on the table, most urgent first."""
    found = [one for read in _sources.values() for one in read(place, limit) if one.source not in without]
    return sorted(found, key=lambda one: one.urgency)[:limit]


def follow(prefix: str, *, named: Named, taken: Hook, dropped: Hook) -> None:
    """For sources that begin so: `named(source, place, by)` answers one that need not be proposed, for whom may put it
    there; `taken` and `dropped` hear, in the same transaction, that it came to a table and that it is off again."""
    _named[prefix], _taken[prefix], _dropped[prefix] = named, taken, dropped


def named(source: str, place: Place, by: User) -> Proposal | None:
    """One row that somebody asks for by name, when its room lets this person put it on a table of this place."""
    read = _named.get(source.partition(":")[0])
    return read(source, place, by) if read else None


def tell_taken(item: "AgendaItem", by: User | None) -> None:
    if hook := _taken.get(item.source.partition(":")[0]):
        hook(item, by)


def tell_dropped(item: "AgendaItem", by: User | None) -> None:
    """Taken off the agenda, or its meeting was cancelled."""
    if hook := _dropped.get(item.source.partition(":")[0]):
        hook(item, by)
