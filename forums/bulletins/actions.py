"""The one door to the verbs of this room; each lives in the module of its concept.

`verb(bulletin, *, by, **facts)`: atomic, row locked, state and right asked from the tables in `states.py`, logged, readers
told in the same transaction. Raises `beihu.states.Refused` with a sentence for the person who tried.
"""

from collections.abc import Callable
from typing import Any

from .drafting import draft, refresh
from .editing import edit
from .publishing import correct, publish, restore, withdraw
from .subscriptions import ask, choose, confirm, end

# By name of the transition or deed, for the one page that asks for the facts of a verb.
ACTIONS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb for verb in (publish, correct, withdraw, restore, refresh)
}

__all__ = [
    "ACTIONS", "ask", "choose", "confirm", "correct", "draft", "edit", "end", "publish", "refresh", "restore", "withdraw",
]  # fmt: skip
