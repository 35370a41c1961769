"""The verbs of this room that the tables of states know, by name."""

from collections.abc import Callable
from typing import Any

from .following import ask, reply
from .life import close, open_, publish, withdraw
from .making import edit

ACTIONS: dict[str, Callable[..., Any]] = {
    "open": open_,
    "close": close,
    "publish": publish,
    "withdraw": withdraw,
    "edit": edit,
    "reply": reply,
    "ask": ask,
}
