"""What else waits on the desk of a compound: rooms above register in `AppConfig.ready` what only they know."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Waiting(NamedTuple):
    """One line on the desk, with the page where it is done. `tone` bad: it is late."""

    title: str
    why: str
    url: str
    tone: str = "warn"


Read = Callable[[Any, list[str]], dict[str, list[Waiting]]]

_readers: dict[str, Read] = {}


def register(name: str, read: Read) -> None:
    """`read(user, codes)`: by code of the compound, what waits there for this person; one query for all of them."""
    _readers[name] = read


def waiting(user: Any, codes: Iterable[str]) -> dict[str, list[Waiting]]:
    wanted = list(codes)
    found: dict[str, list[Waiting]] = {}
    for read in _readers.values():
        for code, lines in read(user, wanted).items():
            found.setdefault(code, []).extend(lines)
    return found
