"""Choosing a place step by step: from where this portal works down to a doorway, or by search."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from .codes import Level, lineage, parent_code
from .models import Place
from .queries import find_place, home, search_places, shown_lineage

PICKED = (Level.COMMUNITY, Level.COMPOUND, Level.BUILDING, Level.DOORWAY)
SHOWN = 300


class Step(NamedTuple):
    """A place to go into (`deeper`), or else to choose."""

    place: Place
    above: list[Place]
    deeper: bool


@dataclass
class Picker:
    at: Place | None = None
    above: list[Place] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    more: bool = False
    may_choose: bool = False  # the place one stands at, as a whole


def pick(under: str = "", q: str = "", levels: Iterable[int] = PICKED) -> Picker:
    """What to offer below a place (where this portal works, when none is given), or for words."""
    levels = sorted(levels)
    if q.strip():
        found = search_places(q, levels=levels, only_open=True, near=home())
        deeper = _with_more([hit.place for hit in found.hits], levels)
        return Picker(
            steps=[Step(hit.place, hit.above, hit.place.code in deeper) for hit in found.hits],
            more=found.more,
        )
    start = find_place(under or above(home(), levels[-1]))
    picker = Picker(at=start)
    if start is not None:
        line = {place.code: place for place in Place.objects.filter(code__in=lineage(start.code))}
        picker.above = shown_lineage(line[code] for code in lineage(start.code)[:-1])
        picker.may_choose = len(start.code) in levels and start.is_open
    children = list(_worth_showing(start, levels)[: SHOWN + 1])
    deeper = _with_more(children, levels)
    picker.steps = [Step(child, [], child.code in deeper) for child in children[:SHOWN]]
    picker.more = len(children) > SHOWN
    return picker


def above(code: str, level: int) -> str:
    """The code, or so much of it that places of this level lie below."""
    return code if len(code) < level else parent_code(code[:level])


def _worth_showing(start: Place | None, levels: list[int]) -> QuerySet[Place]:
    """The open children; above communities only those on the way to a compound, when compounds are looked for."""
    rows = Place.objects.open().filter(parent=start, pseudo=False).order_by("code")
    rows = rows.filter(level__lte=levels[-1])
    if levels[-1] >= Level.COMPOUND and (start is None or len(start.code) < Level.COMMUNITY) and home():
        below = Q(code__gt=OuterRef("code"), code__lt=Concat(OuterRef("code"), Value(":")))
        rows = rows.filter(Exists(Place.objects.filter(below, level=Level.COMPOUND)))
    return rows


def _with_more(places: list[Place], levels: list[int]) -> set[str]:
    """Codes of those that have something below them to go on to; one query."""
    codes = [place.code for place in places if len(place.code) < levels[-1]]
    return (
        set(Place.objects.open().filter(parent__in=codes).values_list("parent", flat=True).distinct())
        if codes
        else set()
    )
