"""The one door to the verbs of this room; each lives in the module of its concept.

`verb(meeting, *, by, **facts)`: atomic, row locked, state and right asked from the tables in `states.py`, logged, and
those invited told in the same transaction. Raises `beihu.states.Refused` with a sentence for the person who tried.
"""

from collections.abc import Callable
from typing import Any

from .agenda import add_item, edit_item, remove_item, reorder, shift_item, take
from .attendance import arrive, enter, mark
from .calling import call, cancel, change, draft, move, remind, repeat
from .circulating import minute, object_to, rework, settle
from .feeds import new_feed, revoke_feed
from .guests import (
    add_helper,
    answer,
    invite_body,
    invite_name,
    invite_person,
    remove_helper,
    sign_off,
    sign_up,
    uninvite,
    uninvite_body,
)
from .holding import hold
from .locking import confirm, confirm_due, correct
from .minuting import write
from .resolving import leave_open, resolve
from .rooms import close_room, open_room

# By name of the transition or deed.
ACTIONS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb
    for verb in (
        answer,
        call,
        cancel,
        change,
        move,
        remind,
        repeat,
        hold,
        minute,
        rework,
        confirm,
        write,
        resolve,
    )
} | {"check_in": mark, "object": object_to, "settle": settle, "correct": correct}

__all__ = [
    "ACTIONS", "add_helper", "add_item", "answer", "arrive", "call", "cancel", "change", "close_room", "confirm", "confirm_due",
    "correct", "draft", "edit_item", "enter", "hold", "invite_body", "invite_name", "invite_person", "leave_open", "mark",
    "minute", "move", "new_feed", "object_to", "open_room", "remind", "remove_helper", "remove_item", "reorder", "repeat",
    "resolve", "revoke_feed", "rework", "settle", "shift_item", "sign_off", "sign_up", "take", "uninvite", "uninvite_body", "write",
]  # fmt: skip
