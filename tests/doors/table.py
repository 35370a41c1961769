"""What a row is, and who walks up to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from beihu.accounts.models import User
from tests.doors.world import World

COLUMNS = ["visitor", "resident", "leader", "worker", "liaison", "property_staff", "owners_committee",
           "management_committee", "officer", "operator"]  # fmt: skip
NEXT_DOOR = " next door"
NEIGHBOURS = [f"{role}{NEXT_DOOR}" for role in COLUMNS[1:-1]]


@dataclass(frozen=True)
class Door:
    """One row; `tests/doors/__init__.py` says what stands in it."""

    name: str
    get: str
    post: str
    at: Callable[[World], Sequence[Any]] | None = None
    gone: Sequence[Any] = ()
    case: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.case})" if self.case else self.name

    def cells(self, method: str) -> list[str]:
        """One per column."""
        cells = (self.post if method == "POST" else self.get).split()
        if len(cells) == 1:
            return ["in"] + cells * (len(COLUMNS) - 1)
        return cells[1:] * len(COLUMNS) if cells[0] == "all" else cells

    def wanted(self, method: str, who: str) -> str:
        """What this person gets."""
        role, is_foreign, _rest = who.partition(NEXT_DOOR)
        here, _slash, there = self.cells(method)[COLUMNS.index(role)].partition("/")
        return there or here if is_foreign else here


def person(world: World, who: str) -> User | None:
    """Whom a name of the columns means; nobody for a visitor. Read afresh: signing in changes the row."""
    role, is_foreign, _rest = who.partition(NEXT_DOOR)
    if role == "visitor":
        return None
    known = world.operator if role == "operator" else getattr(world.there if is_foreign else world.here, role)
    return User.objects.get(pk=known.pk)
