"""The one door to the verbs of this room; each lives in the module of its concept.

`verb(idea, *, by, **facts)`: atomic, row locked, state and right asked from the tables in `states.py`, written, logged,
people told. Raises `beihu.states.Refused` with a sentence for whoever tried.
"""

from collections.abc import Callable
from typing import Any

from .answering import adopt, answer, decline
from .joining import merge, split
from .moderating import hide, hide_argument, keep, report, reword, show, show_argument
from .posting import edit, post, withdraw
from .sharing import argue, support, take_argument_back, unsupport

# By name of the transition or deed, for views that serve any of them.
ACTIONS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb
    for verb in (
        adopt, answer, decline, merge, withdraw, hide, show, support, unsupport, argue, report, edit, split, reword, keep,
        hide_argument, show_argument,
    )
}  # fmt: skip

__all__ = [
    "ACTIONS", "adopt", "answer", "argue", "decline", "edit", "hide", "hide_argument", "keep", "merge", "post", "report",
    "reword", "show", "show_argument", "split", "support", "take_argument_back", "unsupport", "withdraw",
]  # fmt: skip
