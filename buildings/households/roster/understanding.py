"""From the cells of a row to the line of the staging table; the inner loop of an import, so it remembers what it has read."""

import re
from collections.abc import Iterator
from typing import Any

from beihu.sheets.reading import Cell

from .cells import NAME_LENGTH, area_of, date_of, names_of, phone_of, relation_of, share_of
from .doorways import Door, Doorways
from .faults import Unfit
from .keys import SHOP, Key, fold, key_of

NOTHING = "\\N"
TOWER = re.compile(r"栋|幢|座|楼")
NO_REST = (f"{NOTHING}\t{NOTHING}", NOTHING)  # neither share nor day
MOST_KNOWN = 20_000  # keys that are remembered


class Reader:
    """One pass over one file. `line` answers the text of COPY, one line for each person."""

    def __init__(self, roster: int, doorways: Doorways):
        self.roster, self.doorways = str(roster), doorways
        self.doors: dict[tuple[str, str], Door] = {}  # by place, or by what was not found
        self.known: dict[tuple[Any, ...], tuple[str, str, str]] = {}  # cells of the key: door, room, fault
        self.places: dict[tuple[str, str, str, bool], tuple[str, str]] = {}
        self.last: tuple[Any, ...] = ()
        self.found = ("", "", "")
        self.number = 0

    def lines(self, sheet: int, title: str, line: int, record: list[Cell]) -> Iterator[str]:
        compound, building, unit, room, name, phone, relation, share, area, since, tenant, tenant_phone = (
            record
        )
        door, told, fault = self.where(compound, building, unit, room, title)
        notes: list[str] = []
        size, note = area_of(str(area)) if area is not None else (None, "")
        if note:
            notes.append(note)
        kind, note = relation_of(str(relation)) if relation else ("", "")
        if note:
            notes.append(note)
        rest = self.rest(kind, share, since, notes) if share or since else NO_REST
        people = [(*one, kind, *rest) for one in _with_phones(names_of(name), phone, notes)] if name else []
        if tenant:
            people += [
                (*one, "tenant", *NO_REST) for one in _with_phones(names_of(tenant), tenant_phone, notes)
            ]
        before, after = f"{self.roster}\t", f"\t{sheet}\t{line}\t{door}\t{told}\t"
        width = NOTHING if size is None else str(size)
        end = "{" + ",".join(dict.fromkeys(notes)) + "}" if notes else NOTHING
        for one, number, what, part, day in people or [("", "", "", *NO_REST)]:
            wrong = fault
            if len(one) > NAME_LENGTH:
                wrong, one = fault or "long_name", one[:NAME_LENGTH]
            self.number += 1
            yield f"{before}{self.number}{after}{_plain(one)}\t{number}\t{what}\t{part}\t{width}\t{day}\t{wrong}\t{end}\n"

    def rest(self, kind: str, share: Cell, since: Cell, notes: list[str]) -> tuple[str, str]:
        part, odd = share_of(str(share)) if share not in (None, "") else (None, "")
        day, wrong = date_of(since) if since not in (None, "") else (None, "")
        notes += [one for one in (odd, wrong) if one]
        said = f"{part.numerator}\t{part.denominator}" if part and kind in ("", "owner") else NO_REST[0]
        return said, day.isoformat() if day else NOTHING

    def where(
        self, compound: Cell, building: Cell, unit: Cell, room: Cell, title: str
    ) -> tuple[str, str, str]:
        """(number of the door, room, fault)."""
        cells = (compound, building, unit, room, title)
        if cells == self.last:  # the next person of the same household
            return self.found
        self.last = cells
        if (known := self.known.get(cells)) is None:
            if len(self.known) > MOST_KNOWN:
                self.known.clear()
            known = self.known[cells] = self.find(*cells)
        self.found = known
        return known

    def find(
        self, compound: Cell, building: Cell, unit: Cell, room: Cell, title: str
    ) -> tuple[str, str, str]:
        try:
            key = key_of(building, unit, room)
            if not key.building and TOWER.search(title):  # sheets called 1栋, 2栋
                key = key_of(title, key.unit, key.room)
        except Unfit as unfit:
            return NOTHING, _plain(fold(room)[:30]), unfit.code
        return str(self.door(fold(compound)[:80], key).number), _plain(key.room), ""

    def door(self, compound: str, key: Key) -> Door:
        asked = (compound, key.building[:80], key.unit[:80], bool(SHOP.search(key.room)))
        if asked not in self.places:
            self.places[asked] = self.doorways.find(*asked[:3], key.room)
        place, fault = self.places[asked]
        name = (place, "") if place else (compound, f"{key.building}\t{key.unit}\t{fault}")
        if (door := self.doors.get(name)) is None:
            number = len(self.doors) + 1
            door = self.doors[name] = Door(number, compound, key.building[:80], key.unit[:80], place, fault)
        return door


def _with_phones(names: list[str], cell: Cell, notes: list[str]) -> list[tuple[str, str]]:
    """Each name with its phone: one number is the first person's, as many numbers as names belong to each in turn."""
    if not names:
        return []
    if len(names) == 1:
        number, note = phone_of(cell)
        if note:
            notes.append(note)
        return [(names[0], number)]
    if isinstance(cell, str):
        parts = [
            part
            for part in (
                fold(one) for one in cell.replace("、", ",").replace("/", ",").replace("，", ",").split(",")
            )
            if part
        ]
        if len(parts) == len(names):
            numbers = []
            for part in parts:
                number, note = phone_of(part)
                numbers.append(number)
                notes += [note] if note else []
            return list(zip(names, numbers, strict=True))
    number, note = phone_of(cell)
    if note:
        notes.append(note)
    return [(name, number if not at else "") for at, name in enumerate(names)]


def _plain(text: str) -> str:
    """For COPY: the texts here have no tabs and no ends of lines any more."""
    return text.replace("\\", "\\\\") if "\\" in text else text
