"""Hiding small cells of a cross-table, and enough beside them that no sum gives them away.

A cell below `LEAST` is hidden. Whoever reads the table also knows the sum of every row (the choice in all), and where
one person gives one answer the sum of every column (how many answered in that group); so further cells are hidden until
each small one could be anything within its reach. What the sums allow is found exactly: hidden cells with fixed sums of
rows and columns are a flow, and the most a cell can gain or lose is the largest flow around it. Hidden cells all look
alike. Noughts are hidden as well, but not defended: that nobody said something is nobody's secret.
"""

from collections import deque
from collections.abc import Sequence

LEAST = 5
Counts = list[list[int]]
Shown = list[list[int | None]]
Cell = tuple[int, int]
Node = tuple[str, int]


def protect(counts: Sequence[Sequence[int]], *, columns_add_up: bool, least: int = LEAST) -> Shown:
    """The table with None for every cell that is hidden; `columns_add_up`: the sums of the columns are known too."""
    table = [list(row) for row in counts]
    hidden = {(r, c) for r, row in enumerate(table) for c, count in enumerate(row) if count < least}
    while (cell := exposed(table, hidden, columns_add_up, least)) is not None:
        more = _beside(table, hidden, cell, columns_add_up)
        if more is None:  # nothing is left to hide behind: the sums alone say it
            break
        hidden.add(more)
    return [
        [None if (r, c) in hidden else count for c, count in enumerate(row)] for r, row in enumerate(table)
    ]


def exposed(table: Counts, hidden: set[Cell], columns_add_up: bool, least: int = LEAST) -> Cell | None:
    """A small cell that can be told too closely although more could be hidden for it; None when all are safe."""
    for r, c in sorted(hidden):
        if not 0 < table[r][c] < least:
            continue
        down = [row[c] for row in table] if columns_add_up else table[r]
        wanted = min(least - 1, sum(table[r]), sum(down))
        low, high = bounds(table, hidden, (r, c), columns_add_up)
        if high - low < wanted and _beside(table, hidden, (r, c), columns_add_up) is not None:
            return r, c
    return None


def bounds(table: Counts, hidden: set[Cell], cell: Cell, columns_add_up: bool) -> tuple[int, int]:
    """Between what and what this cell lies for somebody who knows everything shown and all sums."""
    row, column = cell
    if not columns_add_up:
        among = [c for r, c in hidden if r == row]
        in_all = sum(table[row][c] for c in among)
        return (in_all, in_all) if len(among) == 1 else (0, in_all)
    count = table[row][column]
    others = hidden - {cell}
    gain = _flow(table, others, ("column", column), ("row", row))
    loss = _flow(table, others, ("row", row), ("column", column))
    return count - min(count, loss), count + gain


def _flow(table: Counts, cells: set[Cell], start: Node, end: Node) -> int:
    """How much can be shifted: a row gives to a column without limit, a column gives back what its cell holds."""
    links: dict[Node, list[Node]] = {}
    for r, c in cells:
        links.setdefault(("row", r), []).append(("column", c))
        links.setdefault(("column", c), []).append(("row", r))
    most = sum(map(sum, table)) or 1
    room = {
        (node, other): most if node[0] == "row" else table[other[1]][node[1]]
        for node, others in links.items()
        for other in others
    }
    total = 0
    while path := _path(links, room, start, end):
        step = min(room[edge] for edge in path)
        for node, other in path:
            room[node, other] -= step
            room[other, node] += step
        total += step
        if total >= most:
            break
    return total


def _path(
    links: dict[Node, list[Node]], room: dict[tuple[Node, Node], int], start: Node, end: Node
) -> list[tuple[Node, Node]]:
    """The shortest way with room on every link."""
    came: dict[Node, Node] = {start: start}
    queue = deque([start])
    while queue and end not in came:
        node = queue.popleft()
        for other in links.get(node, ()):
            if other not in came and room[node, other] > 0:
                came[other] = node
                queue.append(other)
    if end not in came:
        return []
    path, node = [], end
    while node != start:
        path.append((came[node], node))
        node = came[node]
    return path


def _beside(table: Counts, hidden: set[Cell], cell: Cell, columns_add_up: bool) -> Cell | None:
    """The next cell to hide for this one: the smallest of its row, else of its column, else of a row met on the way."""
    row, column = cell
    open_cells = [
        (r, c) for r, line in enumerate(table) for c in range(len(line)) if (r, c) not in hidden and line[c]
    ]
    if not columns_add_up:
        open_cells = [(r, c) for r, c in open_cells if r == row]
    rows = {r for r, c in hidden if c == column}
    columns = {c for r, c in hidden if r == row}

    def rank(other: Cell) -> tuple[int, int, Cell]:
        """First what closes a square with cells hidden already, then its own row and column, then anything near."""
        r, c = other
        near = 0 if r in rows and c in columns else 1 if r == row or c == column else 2 if r in rows else 3
        return near, table[r][c], other

    return min(open_cells, key=rank, default=None)
