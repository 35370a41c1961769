"""The verbs of this room, by name."""

from .casting import cast
from .papers import carry, settle, take_back, type_in
from .preparing import announce, cancel, draft, drop, edit, put
from .results import ask_amendment, count, settle_amendment
from .rolls import freeze, thaw, unite

__all__ = [
    "announce", "ask_amendment", "cancel", "carry", "cast", "count", "draft", "drop", "edit", "freeze", "put", "settle",
    "settle_amendment", "take_back", "thaw", "type_in", "unite",
]  # fmt: skip
