"""Two texts side by side, line by line, with the words that differ marked: for people who did not write either."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

PIECE = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
MOST_PIECES = 4000  # longer lines are shown whole: marking them would take seconds
Pieces = list[tuple[bool, str]]  # (differs, text)


class Line(NamedTuple):
    """One row of the table. `kind`: same, changed, only_left, only_right."""

    kind: str
    left: Pieces
    right: Pieces


def side_by_side(left: str, right: str) -> list[Line]:
    a, b = left.splitlines(), right.splitlines()
    lines: list[Line] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [Line("same", [(False, one)], [(False, one)]) for one in a[i1:i2]]
            continue
        for n in range(max(i2 - i1, j2 - j1)):
            mine = a[i1 + n] if i1 + n < i2 else None
            theirs = b[j1 + n] if j1 + n < j2 else None
            lines.append(_line(mine, theirs))
    return lines


def _line(mine: str | None, theirs: str | None) -> Line:
    if mine is None:
        return Line("only_right", [], [(True, theirs or "")])
    if theirs is None:
        return Line("only_left", [(True, mine)], [])
    return Line("changed", *_words(mine, theirs))


def _words(mine: str, theirs: str) -> tuple[Pieces, Pieces]:
    a, b = PIECE.findall(mine), PIECE.findall(theirs)
    if len(a) + len(b) > MOST_PIECES:
        return [(True, mine)], [(True, theirs)]
    left: Pieces = []
    right: Pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        differs = tag != "equal"
        if i1 < i2:
            left.append((differs, "".join(a[i1:i2])))
        if j1 < j2:
            right.append((differs, "".join(b[j1:j2])))
    return left, right
