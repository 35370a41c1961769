"""The parts of a meeting's page, in order: each reads its data and brings its own template.

A section answers None when it has nothing for this person in this state. Rooms above may add their own.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from .models import Meeting

Read = Callable[[Meeting, Any], dict[str, Any] | None]


class Section(NamedTuple):
    """`read(meeting, user)` answers the data of the template; it is given `meeting`, `user` and `section`."""

    name: str
    template: str
    read: Read
    order: int


class Shown(NamedTuple):
    template: str
    data: dict[str, Any]


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    _sections[section.name] = section


def sections(meeting: Meeting, user: Any) -> list[Shown]:
    ordered = sorted(_sections.values(), key=lambda section: section.order)
    return [
        Shown(section.template, data)
        for section in ordered
        if (data := section.read(meeting, user)) is not None
    ]
