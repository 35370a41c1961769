"""Floors × doorways × rooms: which room stands where in the picture. Pure: rows in, cells out.

All doorways of a building share their floors, so that the third floor is at one height everywhere; a doorway that is
lower than its neighbour ends earlier, under its own roof. Nothing is invented: a floor or a flat that no room on the
roster has (4, 13, 14, a gap) takes no space. From the top: the floors, the shops at street level, the ground, the
basements, and rooms that fit no pattern in rows of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from .rooms import Floor, Spot, is_short, read

Rows = dict[Floor, int]  # which row a floor is
LEAST = 2  # columns of a doorway, so that its name fits over it


class Room(NamedTuple):
    """What the roster knows of one room, as it is read from the database."""

    pk: int
    doorway: str
    room: str
    listed: bool


class Cell(NamedTuple):
    """One room where it stands; rows and columns count from 0 within the doorway's own part of the picture."""

    room: Room
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class Band(NamedTuple):
    """One row of the picture: a floor, or one of the rows of shops, basements and odd rooms."""

    kind: str  # floor, shop, under, odd
    floor: Floor | None = None


@dataclass
class Wall:
    """One doorway's part: its columns, its cells, and the row under its roof."""

    code: str
    columns: int = LEAST
    top: int = 0
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Building:
    """Rows from top to bottom, the same for every doorway; the ground lies under row `ground` - 1."""

    bands: list[Band]
    ground: int
    walls: list[Wall]

    @property
    def skipped(self) -> list[int]:
        """Floors between the lowest and the highest that no room on the roster has."""
        there = {band.floor[0] for band in self.bands if band.floor and band.floor[0] > 0}
        return [n for n in range(1, max(there)) if n not in there] if there else []


def lay_out(codes: Iterable[str], rooms: Iterable[Room]) -> Building:
    """`codes`: of the doorways, in the order in which they stand; `rooms` may come in any order."""
    order = list(codes)
    held: dict[str, list[Room]] = {code: [] for code in order}
    for one in rooms:
        held.setdefault(one.doorway, []).append(one)
    parts = [_Part(code, rows) for code, rows in held.items()]
    floors = sorted({floor for part in parts for floor in part.floors}, reverse=True)
    above, below = [f for f in floors if f[0] > 0], [f for f in floors if f[0] < 0]
    shops = max((part.lines(part.shops) for part in parts), default=0)
    odd = max((part.lines(part.odd) for part in parts), default=0)
    bands = [
        *(Band("floor", floor) for floor in above),
        *(Band("shop"),) * shops,
        *(Band("under", floor) for floor in below),
        *(Band("odd"),) * odd,
    ]
    at: Rows = {band.floor: row for row, band in enumerate(bands) if band.floor}
    ground = len(above) + shops
    return Building(bands, ground, [part.wall(at, len(above), shops, ground + len(below)) for part in parts])


class _Part:
    """One doorway while it is being laid out."""

    def __init__(self, code: str, rooms: list[Room]):
        self.code = code
        self.shops: list[Room] = []
        self.odd: list[Room] = []
        self.fitting: list[tuple[Room, Spot]] = []
        short = is_short(one.room for one in rooms)
        taken: set[tuple[Floor, str]] = set()
        for one in sorted(rooms, key=lambda room: (not room.listed, room.room)):
            spot = read(one.room, short=short)
            places = {(floor, flat) for floor in spot.floors for flat in spot.flats}
            if spot.shop:
                self.shops.append(one)
            elif not places or places & taken:
                self.odd.append(one)
            else:
                taken |= places
                self.fitting.append((one, spot))
        self.floors = {floor for _room, spot in self.fitting for floor in spot.floors}
        self.flats = sorted({flat for _room, spot in self.fitting for flat in spot.flats}, key=_natural)
        self.columns = max(LEAST, len(self.flats))

    def lines(self, rooms: list[Room]) -> int:
        return -(-len(rooms) // self.columns)

    def wall(self, at: Rows, above: int, shops: int, odd: int) -> Wall:
        column = {flat: n for n, flat in enumerate(self.flats)}
        cells = [self._cell(room, spot, at, column) for room, spot in self.fitting]
        first = (
            above + shops - self.lines(self.shops)
        )  # shops stand on the street, whatever the neighbour has
        cells += self._spread(self.shops, first) + self._spread(self.odd, odd)
        top = min((cell.row for cell in cells), default=above)
        return Wall(
            self.code, self.columns, min(top, above + shops), sorted(cells, key=lambda c: (c.row, c.column))
        )

    def _cell(self, room: Room, spot: Spot, at: Rows, column: dict[str, int]) -> Cell:
        rows = sorted(at[floor] for floor in spot.floors)
        columns = sorted(column[flat] for flat in spot.flats)
        return Cell(room, rows[0], columns[0], _length(rows), _length(columns))

    def _spread(self, rooms: list[Room], first: int) -> list[Cell]:
        """Row by row, as wide as the doorway: two shops under four flats are twice as wide."""
        found = []
        for line, group in groupby(enumerate(rooms), key=lambda pair: pair[0] // self.columns):
            here = [room for _n, room in group]
            width, rest = divmod(self.columns, len(here))
            start = 0
            for n, room in enumerate(here):
                wide = width + (n < rest)
                found.append(Cell(room, first + line, start, 1, wide))
                start += wide
        return found


def _length(places: list[int]) -> int:
    """2 for a room that takes up two neighbouring places; 1 when another one lies between them."""
    return 2 if len(places) == 2 and places[1] - places[0] == 1 else 1


def _natural(flat: str) -> tuple[int, str]:
    """01, 02, 02A, 10; letters after numbers."""
    digits = "".join(c for c in flat[:2] if c.isdigit())
    return (int(digits) if digits else 99, flat)
