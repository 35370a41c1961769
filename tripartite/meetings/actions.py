"""Every verb of a meeting that changes something, in one place to import from."""

from collections.abc import Callable
from typing import Any

from .attendance import arrive, enter, mark
from .circulating import minute, object_to, rework, settle
from .holding import hold
from .locking import confirm, confirm_due, correct
from .minuting import write
from .resolving import leave_open, resolve
from .states import DEEDS, MACHINE

# By the name in the state table.
ACTIONS: dict[str, Callable[..., Any]] = {
    "hold": hold,
    "minute": minute,
    "rework": rework,
    "confirm": confirm,
    "check_in": mark,
    "write": write,
    "resolve": resolve,
    "object": object_to,
    "settle": settle,
    "correct": correct,
}

__all__ = [
    "ACTIONS", "DEEDS", "MACHINE", "arrive", "confirm", "confirm_due", "correct", "enter", "hold", "leave_open", "mark",
    "minute", "object_to", "resolve", "rework", "settle", "write",
]  # fmt: skip
