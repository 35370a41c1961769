"""Questionnaires that serve a room above: made by it (`building.make(serves=…)`), moved by it, and shown by it.

The room registers in `AppConfig.ready` who keeps out of one (what is asked about oneself one neither types in nor
reads before the others do), and where one goes on from it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from .models import Questionnaire


class Room(NamedTuple):
    """`keeps_out(questionnaire, user)`; `url(questionnaire)` of what it serves."""

    keeps_out: Callable[[Questionnaire, Any], bool]
    url: Callable[[Questionnaire], str]


_rooms: dict[str, Room] = {}


def register(name: str, room: Room) -> None:
    _rooms[name] = room


def keeps_out(questionnaire: Questionnaire, user: Any) -> bool:
    room = _rooms.get(questionnaire.serves)
    return room is not None and room.keeps_out(questionnaire, user)


def url_of(questionnaire: Questionnaire) -> str:
    """Where one goes on; '' when it serves nothing."""
    room = _rooms.get(questionnaire.serves)
    return room.url(questionnaire) if room is not None else ""
