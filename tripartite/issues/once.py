"""The verbs of an issue, once per form; whoever comes too late is told who did what."""

from beihu.once import Once

from .actions import ACTIONS
from .states import MACHINE
from .timeline import lock, overtaken

ONCE = Once(
    ACTIONS,
    MACHINE,
    lock,
    words=("note", "text", "question", "reason"),
    overtaken=overtaken,
    unwritten=frozenset({"follow_up"}),  # the key of its draft tells a second click
)
