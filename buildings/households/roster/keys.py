"""Which door a row means: 2-1-1001, 2栋1单元1001室, ２号楼　１００１, 商铺3, each in one spelling.

`key_of` takes what stands in the columns for building, doorway and room, any of which may be empty or say more than its
column should, and answers (building, unit, room). Raises Unfit with the code of a fault.
"""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from beihu.sheets.reading import Cell
from buildings.households.actions import room_name

from .faults import Unfit

BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f]+")
DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
HAN = "零〇一二两三四五六七八九十"
DASHES = re.compile(r"[‐-―−–—－_/\\~]+")
SHOP = re.compile(r"商铺|商业|门面|底商|店铺|铺|车库|车位|地下室|储藏")
_B, _U = r"号楼|号栋|楼栋|栋楼|栋|幢|座|#楼|楼|#", r"单元|门栋|门洞|梯|门"
BUILDING = re.compile(rf"^第?#?(?P<name>.+?)(?:{_B}|号)?$")
UNIT = re.compile(rf"^第?#?(?P<name>.+?)(?:{_U}|栋)?$")
WORDED = re.compile(
    rf"^(?:第?(?P<building>[0-9A-Z]{{1,4}}|[{HAN}]{{1,3}}|[^\W\d_]{{1,6}}[0-9]{{0,3}})(?:{_B})-?)?"
    rf"(?:第?(?P<unit>[0-9A-Z]{{1,2}}|[{HAN}]{{1,3}})(?:{_U})-?)?(?P<room>.+)$"
)
LONGEST = 30


class Key(NamedTuple):
    building: str
    unit: str
    room: str


def fold(cell: Cell) -> str:
    """One line without blanks, full-width signs as ordinary ones: '２号楼　' → '2号楼'."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    while (once := BLANK.sub("", unicodedata.normalize("NFKC", text)).upper()) != text:
        text = once  # a sign that lost its blank may melt into the one before it
    return text


@lru_cache(65536)
def key_of(building: Cell, unit: Cell, room: Cell) -> Key:
    if isinstance(room, datetime | date) or isinstance(building, datetime | date):
        raise Unfit("dated")
    tower, door, rest = building_name(building), unit_name(unit), DASHES.sub("-", fold(room)).strip("-")
    if not rest and "-" in tower:  # the whole key in the first column
        tower, rest = "", tower
    if not rest:
        raise Unfit("no_room")
    found = _split(rest, tower, door)
    for said, given in ((found.building, tower), (found.unit, door)):
        if said and given and said != given:
            raise Unfit("contradiction")
    name = found.room if SHOP.search(found.room) else room_name(found.room)
    if not re.search(r"\w", name) or len(name) > LONGEST:
        raise Unfit("no_room")
    return Key(tower or found.building, door or found.unit, name)


def _split(text: str, tower: str, door: str) -> Key:
    """A room that says its building and doorway as well."""
    parts = text.split("-")
    if len(parts) == 3 and all(parts) and not SHOP.search(text):
        return Key(building_name(parts[0]), unit_name(parts[1]), parts[2])
    if len(parts) == 2 and all(parts) and re.fullmatch(r"[0-9]{2,5}[A-Z]?(?:室|号|房|户)?", parts[1]):
        first = parts[0]
        if first.endswith(("单元", "门", "梯")) or (tower and not door):
            return Key("", unit_name(first), parts[1])
        if not tower or building_name(first) == tower:
            return Key(building_name(first), "", parts[1])
    worded = WORDED.match(text)
    if worded and (worded["building"] or worded["unit"]) and re.search(r"\w", worded["room"]):
        return Key(building_name(worded["building"]), unit_name(worded["unit"]), worded["room"])
    return Key("", "", text)


def building_name(cell: Cell) -> str:
    """2栋, 02幢, 2号楼, 二栋 → '2'; A座 → 'A'; what has no number stays as it is."""
    return _bare(BUILDING, DASHES.sub("-", fold(cell)))


def unit_name(cell: Cell) -> str:
    return _bare(UNIT, DASHES.sub("-", fold(cell)))


def _bare(pattern: re.Pattern, text: str) -> str:
    found = pattern.match(text)
    return number(found["name"]) if found else text


def number(text: str) -> str:
    """'02' → '2', '十二' → '12'; anything else as it is."""
    if text.isascii() and text.isdigit():
        return text.lstrip("0") or "0"
    if text and len(text) <= 3 and all(sign in HAN for sign in text):
        tens, ten, ones = text.partition("十")
        if ten and len(tens) <= 1 and len(ones) <= 1:
            return str((DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0))
        if not ten and len(text) == 1:
            return str(DIGITS[text])
    return text
