"""The verbs of a repair, once per form."""

from beihu.once import Once

from .actions import ACTIONS
from .states import MACHINE
from .timeline import lock

ONCE = Once(ACTIONS, MACHINE, lock, words=("note", "reason"), unwritten=frozenset({"quote"}))
