"""What the agenda is fed with: each source proposes what should come to the table of a place.

Rooms register in `AppConfig.ready`: this one its issues, the rooms above what only they know (commitments due,
matters from talks). A proposal becomes an agenda item with one tap, once per meeting (`AgendaItem.source`).
"""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise

from buildings.places.models import Place


class Proposal(NamedTuple):
    """`source` names the row: "issue:12", "commitment:3". `why` says why it should be talked about now."""

    source: str
    title: str
    why: str | Promise
    minutes: int = 10
    url: str = ""
    urgency: int = 50  # smaller comes first


Read = Callable[[Place, int], list[Proposal]]

_sources: dict[str, Read] = {}


def register(name: str, read: Read) -> None:
    """`read(place, limit)`: what this source would put on the table of this place, most urgent first."""
    _sources[name] = read


def proposals(place: Place, *, without: set[str] = frozenset(), limit: int = 20) -> list[Proposal]:  # type: ignore[assignment]
    """Everything proposed for a place and not yet on the table, most urgent first."""
    found = [one for read in _sources.values() for one in read(place, limit) if one.source not in without]
    return sorted(found, key=lambda one: one.urgency)[:limit]
