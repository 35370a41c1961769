"""The verbs of an idea, once per form."""

from beihu.once import Once

from .actions import ACTIONS
from .states import MACHINE
from .timeline import lock

WRITTEN = {
    *(row.name for row in MACHINE.transitions),
    "split",
    "reword",
    "edit",
    "keep",
}  # they leave an event
ONCE = Once(
    ACTIONS, MACHINE, lock, words=("reply", "reason", "note"), unwritten=frozenset(set(ACTIONS) - WRITTEN)
)
