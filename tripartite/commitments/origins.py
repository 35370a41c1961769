"""Where a matter came from before it was an issue or stood on an agenda: rooms above put the first links of the chain.

They register in `AppConfig.ready`. Each is asked once per chain, with everything the chain knows, and decides for the
reader it is given what may be shown: for others than staff never a name, and no words but those meant for everybody.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from tripartite.issues.models import Issue
from tripartite.meetings.models import AgendaItem

if TYPE_CHECKING:
    from .chain import Link, Reader
    from .models import Commitment

Read = Callable[["Reader", Issue | None, list[AgendaItem], "list[Commitment]"], "Iterable[Link]"]

_origins: dict[str, Read] = {}


def register(name: str, read: Read) -> None:
    """`read(reader, issue, items, owed)`: the links that came before."""
    _origins[name] = read


def origins(
    reader: "Reader", issue: Issue | None, items: list[AgendaItem], owed: "list[Commitment]"
) -> "list[Link]":
    return [link for read in _origins.values() for link in read(reader, issue, items, owed)]
