"""What an activity may be said to have helped. Rooms above register a kind (`Kind`); this room knows only numbers.

Households are counted, never named: who was helped stays with those who care for them.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from beihu.states import Refused

from .models import Activity
from .thanked import ActivityLink


class Shown(NamedTuple):
    words: str
    url: str


class Kind(NamedTuple):
    """`find(words, activity, user)`: the number of the row that the words mean, or None when this person sees none.
    `show(numbers, user)`: the rows this person may read; what is missing there is counted only."""

    name: str
    label: str | Promise
    icon: str
    ask: str | Promise
    find: Callable[[str, Activity, Any], int | None]
    show: Callable[[list[int], Any], dict[int, Shown]]


class Group(NamedTuple):
    label: str
    icon: str
    number: int
    rows: list[Shown]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def find(kind: str, words: str, activity: Activity, user: Any) -> int:
    known = _kinds.get(kind)
    number = known.find(words.strip(), activity, user) if known else None
    if number is None:
        raise Refused(_("Nothing was found by this that you may see. Please check the number."))
    return number


def groups(rows: Iterable[ActivityLink], user: Any) -> list[Group]:
    """The links of an activity by kind, with what this person may read of them."""
    numbers: dict[str, list[int]] = {}
    for row in rows:
        numbers.setdefault(row.kind, []).append(row.number)
    found = []
    for kind in kinds():
        if mine := numbers.get(kind.name):
            shown = kind.show(mine, user)
            found.append(Group(str(kind.label), kind.icon, len(mine), [shown[n] for n in mine if n in shown]))
    return found
