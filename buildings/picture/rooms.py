"""Reading what stands on a door: which floor, which flat. What cannot be read for certain is not guessed.

| on the door | floor | flats |
|---|---|---|
| 1001, 1001室, 2-1-1001, 2栋1单元1001 | 10 | 01 |
| 1001A, 1001东, 1001-2 | 10 | 01A, 01东, 01-2 |
| 3A01, 12B02 (where 4 and 13 are skipped) | 3A, 12B | 01, 02 |
| 10B, 3-2, 3楼2号 | 10, 3, 3 | B, 2, 2 |
| 11, 12, 21 (when a doorway has only such) | 1, 1, 2 | 1, 2, 1 |
| 1001-1101, 1001/1101 (over two floors) | 11 and 10 | 01 |
| 1001-1002, 1001+1002 (two in one) | 10 | 01 and 02 |
| B101, -101, 负101 | −1 | 01 |
| 商铺2, 门面, 底商3 | on the ground | |
| 10101, 传达室, 地下室3 | a row of their own | |
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

Floor = tuple[int, str]  # (3, "A") comes after (3, "") and before (4, ""); (-1, "") is below the ground
SHOP = re.compile(r"商铺|门面|底商|商业|商网|店铺|铺面|^铺")
PLAIN = re.compile(r"(\d{1,2}[A-C]?)(\d{2})([A-Z]|[甲乙丙丁东西南北中左右]|-\d)?")
BASEMENT = re.compile(r"(?:B|-|负)(\d)(\d{2})")
LETTER = re.compile(r"(\d{1,2})([A-H])")
SPOKEN = re.compile(r"(\d{1,2})(?:-|[楼层]-?)(\d{1,2})")
SHORT = re.compile(r"(\d)(\d)")
FRONT = re.compile(r".*(?:单元|门栋|[栋幢座门])")
ENDING = re.compile(r"(?:室|号|房|号房)$|\(?(?:复式|跃层)\)?$")
TWO = re.compile(r"[/、,+&~]")
LOFTY = 60  # no building here has more floors


class Spot(NamedTuple):
    """Where a room is: top floor first. Two floors or two flats when it takes up both."""

    floors: tuple[Floor, ...] = ()
    flats: tuple[str, ...] = ()
    shop: bool = False


ODD = Spot()


@lru_cache(maxsize=4096)
def read(room: str, *, short: bool = False) -> Spot:
    """`short`: the doorway writes its rooms with two digits, 21 is the first flat on the second floor."""
    words = unicodedata.normalize("NFKC", room).upper().replace(" ", "").replace("—", "-")
    if SHOP.search(words):
        return Spot(shop=True)
    words = ENDING.sub("", ENDING.sub("", FRONT.sub("", words)))
    if one := _one(words, short):
        return Spot((one[0],), (one[1],))
    parts = TWO.split(words) if TWO.search(words) else words.split("-")
    both = [_one(part, short) for part in parts]
    if len(both) == 2 and both[0] and both[1]:
        return _joined(both[0], both[1])
    last = parts[-1]
    if len(parts) in (2, 3) and len(last) > 2 and all(len(part) < 3 for part in parts[:-1]):
        return Spot((one[0],), (one[1],)) if (one := _one(last, short)) else ODD
    return ODD


def is_short(rooms: Iterable[str]) -> bool:
    """Whether a doorway writes its rooms with two digits only: 11, 12, 21, 22."""
    written = [room for room in rooms if room.isascii() and room.isdigit()]
    return bool(written) and all(len(room) == 2 for room in written)


def floor_name(floor: Floor) -> str:
    number, letter = floor
    return f"{number}{letter}" if number > 0 else f"B{-number}"


def _joined(one: tuple[Floor, str], other: tuple[Floor, str]) -> Spot:
    (floor, flat), (second, another) = one, other
    if flat == another and 0 < abs(second[0] - floor[0]) <= 2:
        return Spot(tuple(sorted((floor, second), reverse=True)), (flat,))
    if floor == second and flat != another:
        return Spot((floor,), (flat, another))
    return ODD


def _one(words: str, short: bool) -> tuple[Floor, str] | None:
    if found := PLAIN.fullmatch(words):
        floor = _floor(found[1])
        return (floor, found[2] + (found[3] or "")) if floor else None
    if found := BASEMENT.fullmatch(words):
        return ((-int(found[1]), ""), found[2]) if found[1] != "0" else None
    for kind in (LETTER, SPOKEN, *((SHORT,) if short else ())):
        if (found := kind.fullmatch(words)) and (floor := _floor(found[1])):
            return floor, found[2]
    return None


def _floor(words: str) -> Floor | None:
    number, letter = (words[:-1], words[-1]) if words[-1:].isalpha() else (words, "")
    return (int(number), letter) if number and 0 < int(number) <= LOFTY else None
