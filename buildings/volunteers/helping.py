"""How many of the matters that activities are linked to (`ActivityLink`) are solved by now; upper rooms know.

    helping.register("issue", solved)   # in AppConfig.ready

`solved(numbers)` answers how many of the rows with these numbers are solved, in one query. Only the sum is public.
"""

from collections.abc import Callable, Iterable

Solved = Callable[[Iterable[int]], int]
_solved: dict[str, Solved] = {}


def register(kind: str, solved: Solved) -> None:
    _solved[kind] = solved


def solved(links: Iterable[tuple[str, int]]) -> int:
    """Of these (kind, number), each counted once; one query for each kind."""
    named: dict[str, set[int]] = {}
    for kind, number in links:
        named.setdefault(kind, set()).add(number)
    return sum(_solved[kind](numbers) for kind, numbers in named.items() if kind in _solved)
