"""The verbs of this room that the table of states knows, by name."""

from collections.abc import Callable
from typing import Any

from .building import copy
from .life import close, open_, publish, remind, withdraw

ACTIONS: dict[str, Callable[..., Any]] = {
    "open": open_,
    "close": close,
    "publish": publish,
    "withdraw": withdraw,
    "remind": remind,
    "copy": copy,
}
