"""Who may look at what, and everything a picture or a plan shows, read in a number of queries that never grows.

Who may look. Those who serve at the place (VIEW_PLACE) see every room on the roster and every measure whose right they
hold there; a room leads them on to what one may do with it, if they may know who lives behind a door. Residents see the
building, compound and community they live in (confirmed): which floors and rooms there are, which one is their own, and
measures that are everybody's to know (`right` is ""): public facts of a doorway or a building. Of the neighbours' rooms
they see the numbers on the doors and nothing else: no mark, no link, no room that only somebody's word puts there. For
everybody else the picture does not exist (404), so that nobody strolls through a stranger's house.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from beihu.scope import under
from buildings.households.models import Household, Membership
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.places.queries import around
from buildings.places.rights import VIEW_PLACE
from buildings.posts.roles import VIEW_HOUSEHOLD

from . import drawing, measures
from .drawing import Look
from .layout import Building, Room, lay_out
from .measures import NOTHING, Mark, Marks, Measure, Share

DESK = 1000  # units of drawing that a wide screen shows
SHEET = 20  # rows on a sheet of A4
HOME = Mark("home", "home", _lazy("your home"), "good")


class Choice(NamedTuple):
    """One measure to choose, as a link."""

    name: str
    icon: str
    query: str
    chosen: bool


class Tally(NamedTuple):
    """One line of the legend: a kind of mark and how many rooms have it."""

    mark: Mark
    number: int


class Line(NamedTuple):
    """One line of the table: the rooms of a doorway that are marked alike."""

    doorway: str
    mark: Mark
    number: int
    rooms: str


class Door(NamedTuple):
    """One doorway as the page shows it."""

    anchor: str
    name: str
    mark: Mark | None
    floors: SafeString
    wall: SafeString


class Tile(NamedTuple):
    """One building or compound of a plan."""

    place: Place
    url: str
    share: Share | None
    house: SafeString
    tone: str
    icon: str
    own: bool

    @property
    def percent(self) -> int | None:
        """Rounded down: 100 only when nothing is missing."""
        return self.share.n * 100 // self.share.of if self.share and self.share.of else None


@dataclass
class Looking:
    """Somebody who may look at a place, from where they stand."""

    place: Place
    above: list[Place]
    children: list[Place]
    user: Any
    staff: bool
    homes: dict[int, str]  # pk of a resident's own households: the doorway's code; empty for staff
    wanted: str = ""

    @cached_property
    def offered(self) -> list[Measure]:
        everything = measures.offered(self.user, self.place)
        return everything if self.staff else [one for one in everything if not one.right]

    @cached_property
    def measure(self) -> Measure | None:
        """The one that was asked for, or the first; a resident first sees where home is."""
        named = next((one for one in self.offered if one.key == self.wanted), None)
        return named or (self.offered[0] if self.staff and self.offered else None)

    @property
    def choices(self) -> list[Choice]:
        chosen = self.measure
        found = [Choice(str(one.name), one.icon, f"?by={one.key}", one is chosen) for one in self.offered]
        home = [] if self.staff else [Choice(_("my home"), HOME.icon, "?", chosen is None)]
        return [*home, *found] if len(home) + len(found) > 1 or self.staff else []


def look(code: str, user: Any, wanted: str) -> Looking:
    """Two queries, one for staff. Place.DoesNotExist, or Http404 for whoever has no business there."""
    place, above, children = around(code)
    if not Level.COMMUNITY <= len(code) <= Level.DOORWAY:
        raise Http404
    staff = user.has_perm(VIEW_PLACE, place)
    homes = {} if staff else _homes(user, code)
    if not staff and not homes:
        raise Http404
    return Looking(place, above, children, user, staff, homes, wanted)


def may_go_up(seen: Looking) -> bool:
    """Whether there is a map of what this lies in, for whoever looks: a group leader serves the building alone."""
    return len(seen.place.code) > Level.COMMUNITY and bool(
        seen.homes or (seen.above and seen.user.has_perm(VIEW_PLACE, seen.above[-1]))
    )


def _homes(user: Any, code: str) -> dict[int, str]:
    rows = Membership.objects.verified().filter(under("household__place_id", code), user=user)
    return dict(rows.values_list("household_id", "household__place_id"))


@dataclass
class Picture:
    """A building, drawn."""

    building: Building
    doors: list[Door]
    symbols: SafeString
    legend: list[Tally]
    whole: list[Mark]  # what is known of the building as a whole
    lines: list[Line] = field(default_factory=list)
    rooms: int = 0

    @property
    def is_wide(self) -> bool:
        """Too wide for a desk's screen, so that doorways are jumped to there as well."""
        return sum(drawing.width_of(part) for part in self.building.walls) > DESK

    @property
    def is_tall(self) -> bool:
        """Too tall for a sheet of paper at its full size."""
        return len(self.building.bands) > SHEET

    @property
    def skipped(self) -> str:
        return ", ".join(map(str, self.building.skipped))


def picture(seen: Looking) -> Picture:
    """The building, in one query for its rooms and one for the chosen measure."""
    code, measure = seen.place.code, seen.measure
    rows = [Room._make(row) for row in _rooms(code)]
    rooms = [one for one in rows if one.listed or one.pk in seen.homes or seen.staff]
    marks: Marks = measure.marks(code, seen.user) if measure else dict.fromkeys(seen.homes, HOME)
    otherwise = measure.otherwise if measure else NOTHING
    kinds = [*(measure.kinds if measure else (HOME,)), *([otherwise] if otherwise.icon else [])]
    building = lay_out(tuple(one.code for one in seen.children), tuple(rooms))
    names = {one.code: one.short_name for one in seen.children}
    words = {kind.key: str(kind.word) for kind in kinds}
    told = Look(marks, words, otherwise, _("not on the roster"), _own(seen), _each(seen), _doors(seen))
    doors = [
        Door(f"d-{part.code}", name := names.get(part.code, ""), marks.get(part.code), drawing.floors(building, part),
             drawing.wall(building, part, name, told, f"n-{part.code}"))
        for part in building.walls
        if part.cells or part.code in names
    ]  # fmt: skip
    return Picture(
        building,
        doors,
        drawing.symbols(kinds),
        _legend(kinds, marks, otherwise, rooms),
        [mark] if (mark := marks.get(code)) else [],
        list(_lines(kinds, marks, otherwise, building, names)),
        len(rooms),
    )


def _rooms(code: str) -> Iterable[tuple[int, str, str, bool]]:
    return Household.objects.filter(under("place_id", code)).values_list("pk", "place_id", "room", "listed")


def _each(seen: Looking) -> tuple[str, str] | None:
    """Where a room leads those who may know who lives there: before and after its number, on the household's own page."""
    if not seen.staff or not seen.user.has_perm(VIEW_HOUSEHOLD, seen.place):
        return None
    try:
        before, _zero, after = reverse("household_detail", args=[0]).rpartition("0")
    except NoReverseMatch:
        return None
    return before, after


def _doors(seen: Looking) -> dict[str, str]:
    """Where it leads all others who serve here: to what one may do at its doorway. Neighbours have no business there."""
    return {one.code: reverse("doorway", args=[one.code]) for one in seen.children} if seen.staff else {}


def _own(seen: Looking) -> dict[int, str]:
    mine = reverse("my_households") if seen.homes else ""
    return dict.fromkeys(seen.homes, mine)


def _legend(kinds: list[Mark], marks: Marks, otherwise: Mark, rooms: list[Room]) -> list[Tally]:
    """Where marks have numbers, these are added up: 7 open issues, in 3 places."""
    numbers: Counter[str] = Counter()
    shown = [marks.get(one.pk, otherwise) for one in rooms]
    for mark in [*shown, *(mark for at, mark in marks.items() if isinstance(at, str))]:
        numbers[mark.key] += mark.number or 1
    return [Tally(kind, numbers[kind.key]) for kind in kinds]


def _lines(
    kinds: list[Mark], marks: Marks, otherwise: Mark, building: Building, names: dict[str, str]
) -> Iterable[Line]:
    """Everything the drawing says, by doorway and kind of mark; rooms as they stand, from the top."""
    for part in building.walls:
        heaps: dict[str, list[str]] = {}
        for cell in part.cells:
            mark = marks.get(cell.room.pk, otherwise)
            number = f" ({mark.number})" if mark.number else ""
            heaps.setdefault(mark.key, []).append(f"{cell.room.room}{number}")
        for kind in (*kinds, NOTHING):
            if rooms := heaps.pop(kind.key, None):
                yield Line(names.get(part.code, part.code), kind, len(rooms), " ".join(rooms))


def tiles(seen: Looking) -> list[Tile]:
    """The buildings of a compound or the compounds of a community, in one query for the chosen measure."""
    measure = seen.measure
    level = Level.BUILDING if len(seen.place.code) == Level.COMPOUND else Level.COMPOUND
    shares = measure.shares(seen.place.code, level, seen.user) if measure else {}
    query = f"?by={measure.key}" if measure else ""
    most = max((share.of or 0 for share in shares.values()), default=0)
    found = []
    for child in seen.children:
        if not child.is_open and child.code not in shares:
            continue
        share = shares.get(child.code, measure.unnamed if measure else None)
        tone, icon = _tone(measure, share)
        own = any(home.startswith(child.code) for home in seen.homes.values())
        storeys = 3 + round(4 * share.of / most) if share and share.of and most else 4
        lit = share if measure else Share(1, 1) if own else None
        house = drawing.facade(lit, measure is None or measure.rising, storeys)
        reachable = seen.staff or own
        url = reverse("picture", args=[child.code]) + query if reachable else ""
        found.append(Tile(child, url, share, house, tone, icon, own))
    return found


def total(tiles: list[Tile]) -> Share | None:
    """All tiles together; None when none of them has a figure."""
    shares = [tile.share for tile in tiles if tile.share]
    if not shares:
        return None
    wholes = [share.of for share in shares if share.of is not None]
    return Share(sum(share.n for share in shares), sum(wholes) if len(wholes) == len(shares) else None)


def _tone(measure: Measure | None, share: Share | None) -> tuple[str, str]:
    """How a share looks: all, some or none of what should be; or none, some of what should not be."""
    if measure is None or share is None or share.of == 0:
        return "quiet", "minus"
    if not measure.rising:
        return ("warn", "alert") if share.n else ("good", "check")
    if share.of is None:
        return ("info", "dot") if share.n else ("quiet", "minus")
    return ("good", "check") if share.n >= share.of else ("info", "part") if share.n else ("warn", "minus")
