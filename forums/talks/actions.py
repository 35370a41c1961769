"""The one door to the verbs of this room; each lives in the module of its concept.

Atomic, row locked, state and right asked, logged, and people told in the same transaction. `beihu.states.Refused`, with
a sentence for the person who tried, when it cannot be.
"""

from collections.abc import Callable
from typing import Any

from .announcing import announce, change
from .capturing import capture
from .cards import before, read_out, send_card
from .series import announce_next, begin_series, end_series, move, repeat, skip
from .settling import answer, file, join, refuse, table, take_up
from .signing import sign_off, sign_up

# By name of the transition, for the page that serves any of them.
ACTIONS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb for verb in (answer, file, join, table, refuse, take_up)
}

__all__ = [
    "ACTIONS", "announce", "announce_next", "answer", "before", "begin_series", "capture", "change", "end_series", "file", "join",
    "move", "read_out", "refuse", "repeat", "send_card", "sign_off", "sign_up", "skip", "table", "take_up",
]  # fmt: skip
