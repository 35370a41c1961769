"""Floors × doorways × rooms: which room stands where in the picture. Pure: rows in, cells out.

All doorways of a building share their floors, so that the third floor is at one height everywhere; a doorway that is
lower than its neighbour ends earlier, under its own roof. Nothing is invented: a floor or a flat that no room on the
roster has (4, 13, 14, a gap) takes no space. From the top: the floors, the shops at street level, the ground, the
basements, and rooms that fit no pattern in rows of their own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from .rooms import Floor, Spot, is_short, read

WHOLE = re.compile(r"\d+")
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
    """One doorway while it is being laid out.

    A flat that somebody has divided (301 and 301A) lies within one column of the others: on floors where it is whole it
    is as wide as its parts are together elsewhere.
    """

    def __init__(self, code: str, rooms: list[Room]):
        self.code = code
        self.shops: list[Room] = []
        self.odd: list[Room] = []
        self.fitting: list[tuple[Room, Spot]] = []
        self.divided: dict[tuple[Floor, str], list[str]] = {}
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
        self.floors = {floor for floor, _flat in taken}
        for floor, flat in sorted(taken):
            self.divided.setdefault((floor, whole(flat)), []).append(flat)
        units: dict[str, int] = {}
        for (_floor, flat), parts in self.divided.items():
            units[flat] = max(units.get(flat, 0), len(parts))
        self.start: dict[str, int] = {}
        self.units = units
        self.columns = 0
        for flat in sorted(units, key=_natural):
            self.start[flat] = self.columns
            self.columns += units[flat]
        self.columns = max(LEAST, self.columns)

    def lines(self, rooms: list[Room]) -> int:
        return -(-len(rooms) // self.columns)

    def wall(self, at: Rows, above: int, shops: int, odd: int) -> Wall:
        cells = [self._cell(room, spot, at) for room, spot in self.fitting]
        first = (
            above + shops - self.lines(self.shops)
        )  # shops stand on the street, whatever the neighbour has
        cells += self._spread(self.shops, first) + self._spread(self.odd, odd)
        top = min((cell.row for cell in cells), default=above)
        cells.sort(key=lambda cell: (cell.row, cell.column))
        return Wall(self.code, self.columns, min(top, above + shops), cells)

    def _cell(self, room: Room, spot: Spot, at: Rows) -> Cell:
        rows = sorted(at[floor] for floor in spot.floors)
        spans = [self._span(floor, flat) for floor in spot.floors for flat in spot.flats]
        (start, end), other = sorted(spans)[0], sorted(spans)[-1]
        if len(spot.floors) > 1:  # of two floors what they have in common, so that it covers no neighbour
            start, end = max(start, other[0]), min(end, other[1])
        elif other[0] <= end:  # next to each other: otherwise a neighbour lies between
            end = other[1]
        return Cell(room, rows[0], start, _length(rows), max(1, end - start))

    def _span(self, floor: Floor, flat: str) -> tuple[int, int]:
        """From which column to which one a flat reaches on its floor."""
        column = whole(flat)
        parts = self.divided[floor, column]
        start, units, n = self.start[column], self.units[column], parts.index(flat)
        return start + n * units // len(parts), start + (n + 1) * units // len(parts)

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


def whole(flat: str) -> str:
    """01A, 01-2 and 01 are parts of 01; B is itself."""
    digits = WHOLE.match(flat)
    return digits[0] if digits else flat


def _length(rows: list[int]) -> int:
    """2 for a room on two neighbouring floors; 1 when another floor lies between them."""
    return 2 if len(rows) == 2 and rows[1] - rows[0] == 1 else 1


def _natural(flat: str) -> tuple[int, str]:
    """01, 02, 10; letters after numbers."""
    return (int(flat), flat) if flat.isdecimal() else (99, flat)
