"""A form filled in, and by whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.doors.world import World


NEW = "0a0a0a0a-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Filled:
    """`fields` names every field of the form: what is not named is tried as an extra."""

    door: str  # the name of the url
    who: str
    fields: Callable[["World"], dict[str, Any]]
    at: Callable[["World"], list[Any]] = lambda _world: []
    query: str = ""
    case: str = ""

    def __str__(self) -> str:
        return f"{self.door} {self.case}".strip()
