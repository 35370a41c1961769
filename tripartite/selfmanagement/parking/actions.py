"""The verbs of this sub-room, gathered: lots and spaces, permits, dues, the gate."""

from .dues import book_takings, raise_dues, take, take_back
from .gate import let_in, let_out
from .permits import ask, end, give_back, grant, queue, refuse, welcome
from .settling import (
    change,
    close_space,
    enter_old_decision,
    open_spaces,
    set_up,
    start_charging,
    stop_charging,
)

__all__ = [
    "ask", "book_takings", "change", "close_space", "end", "enter_old_decision", "give_back", "grant", "let_in", "let_out", "open_spaces",
    "queue", "raise_dues", "refuse", "set_up", "start_charging", "stop_charging", "take", "take_back", "welcome",
]  # fmt: skip
