"""Where people who only come read about a kind of meeting that a room above holds (the evening talk).

Rooms register in `AppConfig.ready`. The page of the meeting itself stays with whoever prepares it.
"""

from collections.abc import Callable

from .models import Meeting

Address = Callable[[Meeting], str]

_addresses: dict[str, Address] = {}


def register(kind: str, address: Address) -> None:
    _addresses[kind] = address


def page_of(meeting: Meeting) -> str:
    """'' where the meeting's own page is the only one."""
    address = _addresses.get(meeting.kind)
    return address(meeting) if address else ""
