"""The one door to the verbs of this room; each lives in the module of its concept.

`verb(meeting, *, by, **facts)`: atomic, row locked, state and right asked from the tables in `states.py`, logged, and
those invited told in the same transaction. Raises `beihu.states.Refused` with a sentence for the person who tried.
"""

from collections.abc import Callable
from typing import Any

from .agenda import add_item, edit_item, remove_item, reorder, shift_item, take
from .calling import call, cancel, change, draft, move, remind, repeat
from .feeds import new_feed, revoke_feed
from .guests import (
    add_helper,
    answer,
    invite_body,
    invite_name,
    invite_person,
    remove_helper,
    uninvite,
    uninvite_body,
)
from .rooms import close_room, open_room

# By name of the transition or deed, for the page that asks for any of them.
ACTIONS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb for verb in (answer, call, cancel, change, move, remind, repeat)
}

__all__ = [
    "ACTIONS", "add_helper", "add_item", "answer", "call", "cancel", "change", "close_room", "draft", "edit_item", "invite_body",
    "invite_name", "invite_person", "move", "new_feed", "open_room", "remind", "remove_helper", "remove_item", "reorder",
    "repeat", "revoke_feed", "shift_item", "take", "uninvite", "uninvite_body",
]  # fmt: skip
