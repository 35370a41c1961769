"""The picture as SVG, put together as text: a thousand rooms in a millisecond or two. Pure; whatever comes in is escaped.

One unit is a sixteenth of the page's letter (`width` is given in rem), so that large type makes rooms larger. The
colours and lines of each tone stand in static/css/picture.css; nothing is said by colour alone: every kind of mark has
a picture of its own in the room, and its word in the room's name.
"""

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from .layout import Building, Cell, Wall
from .measures import Mark, Share
from .rooms import floor_name

ROW, TALL = 44, 40  # from floor to floor, and how high a room is drawn: 45 px on a phone, 60 in large type
ROOF, LOBBY, EDGE = 26, 40, 6
NAMES = 32  # width of the column with the floors' names
WIDE = {1: 60, 2: 60, 3: 60, 4: 56, 5: 50, 6: 46}  # of a room, by how many lie on a floor
NARROW = 42
BAND_ICONS = {"shop": "shop", "odd": "other"}


class Look(NamedTuple):
    """What the drawing is told beside where the rooms are. `href` has "0" where a room's number goes, or is ""."""

    marks: Mapping[int | str, Mark]
    words: Mapping[str, str]  # of the marks, by their keys, in the reader's language
    otherwise: Mark
    href: str
    unlisted: str  # the words "not on the roster"
    own: Mapping[int, str]  # rooms with an address of their own, whatever `href` says


def floors(building: Building, part: Wall) -> SafeString:
    """The names of this doorway's floors, on the left; the rooms say theirs themselves, so listeners miss nothing."""
    height, parts = _height(building), []
    used = {row for cell in part.cells for row in range(cell.row, cell.row + cell.rows)}
    for row in sorted(used):
        band, y = building.bands[row], _y(building, row) + 25
        if band.floor:
            parts.append(f'<text x="{NAMES - 6}" y="{y}">{floor_name(band.floor)}</text>')
        else:
            sheet = static("icons.svg")
            parts.append(
                f'<use href="{sheet}#{BAND_ICONS[band.kind]}" x="8" y="{y - 14}" width="18" height="18"/>'
            )
    said = 'aria-hidden="true" focusable="false"'
    return mark_safe(_svg("picture-floors", NAMES, height, said, "".join(parts), _sky(part)))  # nosec B308 B703


def wall(building: Building, part: Wall, name: str, look: Look, labelled_by: str) -> SafeString:
    """One doorway: its roof, its rooms, its entrance, and what lies under the ground."""
    each, width, height = _each(part), _wall_width(part), _height(building)
    top, street = ROOF + part.top * ROW, _street(building)
    drawn = [
        f'<path class="roof" d="M1 {top - 4}L{EDGE + 10} {top - 20}H{width - EDGE - 10}L{width - 1} {top - 4}z"/>',
        f'<rect class="wall" x="2" y="{top - 4}" width="{width - 4}" height="{street + LOBBY - top}"/>',
        _entrance(width, street),
    ]
    drawn += [_cell(cell, building, each, name, look) for cell in part.cells]
    said = f'role="group" aria-labelledby="{escape(labelled_by)}"'
    return mark_safe(_svg("picture-rooms", width, height, said, "".join(drawn), _sky(part)))  # nosec B308 B703


def symbols(kinds: list[Mark]) -> SafeString:
    """The pictures of the marks, defined once in the page for all walls."""
    sheet = static("icons.svg")
    parts = [
        f'<g id="mark-{escape(kind.key)}"><use href="{sheet}#{escape(kind.icon)}" width="17" height="17"/></g>'
        for kind in kinds
        if kind.icon
    ]
    return mark_safe(
        f'<svg class="picture-symbols" aria-hidden="true" width="0" height="0"><defs>{"".join(parts)}</defs></svg>'
    )  # nosec B308 B703


def facade(share: Share | None, rising: bool, storeys: int) -> SafeString:
    """A small house whose windows are lit by the share: none only for nothing, all only for everything. `rising`: light is good news."""
    columns, rows = 4, max(2, min(7, storeys))
    panes = columns * rows
    lit, light = _lit(share, panes), "lit" if rising else "alarm"
    height = 16 + rows * 10
    parts = [
        f'<path class="roof" d="M1 12L7 3H49L55 12z"/><rect class="wall" x="2" y="12" width="52" height="{height - 13}"/>'
    ]
    for n in range(panes):  # lights go on from the ground up
        row, column = rows - 1 - n // columns, n % columns
        on = f' class="{light}"' if n < lit else ""
        parts.append(f'<rect{on} x="{7 + column * 11}" y="{16 + row * 10}" width="8" height="6.5" rx="1"/>')
    return mark_safe(
        _svg("picture-house", 56, height, 'aria-hidden="true" focusable="false"', "".join(parts))
    )  # nosec B308 B703


def _lit(share: Share | None, panes: int) -> int:
    if share is None or not share.n:
        return 0
    if not share.of:
        return min(share.n, panes)
    return panes if share.n >= share.of else min(panes - 1, max(1, share.n * panes // share.of))


def width_of(part: Wall) -> int:
    """How much of the street a doorway takes up, with the names of its floors."""
    return NAMES + _wall_width(part)


def _each(part: Wall) -> int:
    return WIDE.get(part.columns, NARROW)


def _wall_width(part: Wall) -> int:
    return part.columns * _each(part) + 2 * EDGE


def _svg(kind: str, width: int, height: int, said: str, inside: str, top: int = 0) -> str:
    """`top` units are cut off above."""
    tall = height - top
    size = f'viewBox="0 {top} {width} {tall}" width="{width / 16:g}rem" height="{tall / 16:g}rem"'
    return f'<svg class="{kind}" {size} {said}>{inside}</svg>'


def _sky(part: Wall) -> int:
    """What lies above a doorway that is lower than its neighbours, so that its name stands over its own roof."""
    return part.top * ROW


def _height(building: Building) -> int:
    below = len(building.bands) - building.ground
    return ROOF + len(building.bands) * ROW + LOBBY + (12 if below else 2)


def _street(building: Building) -> int:
    """The upper edge of the entrance, under the lowest row above the ground."""
    return ROOF + building.ground * ROW


def _y(building: Building, row: int) -> int:
    """The upper edge of a row; what lies below the ground lies below the entrance as well."""
    return ROOF + row * ROW + (LOBBY + 10 if row >= building.ground else 0)


def _entrance(width: int, street: int) -> str:
    middle = width // 2
    return (
        f'<path class="canopy" d="M{middle - 17} {street + 5}h34"/>'
        f'<path class="door" d="M{middle - 12} {street + LOBBY - 4}v-25h24v25zM{middle} {street + LOBBY - 4}v-25"/>'
        f'<path class="ground" d="M0 {street + LOBBY - 3}H{width}"/>'
    )


def _cell(cell: Cell, building: Building, each: int, name: str, look: Look) -> str:
    pk, _code, written, listed = cell.room
    mark = look.marks.get(pk, look.otherwise)
    x, y = EDGE + cell.column * each + 2, _y(building, cell.row)
    wide, tall = cell.columns * each - 4, (cell.rows - 1) * ROW + TALL
    middle, line = x + wide / 2, y + tall / 2 + (-3 if mark.icon else 5)
    word, number = look.words.get(mark.key, ""), f" {mark.number}" if mark.number else ""
    said = f"{name} {written}{' · ' if word else ''}{word}{number}"
    kind = mark.tone if mark.icon else "bare"
    if not listed:
        said, kind = f"{said} · {look.unlisted}", f"{kind} unlisted"
    inside = (
        f'<title>{escape(said)}</title><rect x="{x}" y="{y}" width="{wide}" height="{tall}" rx="4"/>'
        f"{_plate(written, wide, middle, line, cell.rows)}"
    )
    if mark.icon:
        shift = 13 if mark.number else 8.5
        inside += f'<use href="#mark-{escape(mark.key)}" x="{middle - shift:g}" y="{line + 2:g}"/>'
        if mark.number:
            inside += f'<text class="n" x="{middle + 10:g}" y="{line + 16:g}">{mark.number}</text>'
    if href := look.own.get(pk) or look.href.replace("0", str(pk), 1):
        return f'<a href="{escape(href)}" class="{kind}">{inside}</a>'
    return f'<g role="img" class="{kind}">{inside}</g>'


def _plate(written: str, wide: int, middle: float, line: float, rows: int) -> str:
    """What stands on the door; of a room over two floors one number above the other."""
    above, sign, below = written.rpartition("-") if rows > 1 else ("", "", written)
    first = (
        f'<text x="{middle:g}" y="{line - 17:g}">{escape(fitted(above + sign, wide))}</text>' if sign else ""
    )
    return f'{first}<text x="{middle:g}" y="{line:g}">{escape(fitted(below, wide))}</text>'


def fitted(written: str, wide: int) -> str:
    """As much of a room's name as there is space for; its end says more than its beginning: …1001."""
    room = wide - 4
    if sum(14 if ord(c) > 0x2E7F else 8 for c in written) <= room:
        return written
    kept, used = "", 10
    for c in reversed(written):
        used += 14 if ord(c) > 0x2E7F else 8
        if used > room:
            break
        kept = c + kept
    return f"…{kept}"
