"""On what charging for common roads rests (Civil Code art. 278 (8): using common parts for business needs a vote of the owners).

The room that holds votes says which one was passed; it registers in `AppConfig.ready`:

    permission.register(passed_vote)  # (place, on) -> Basis | None

It stands above this room or beside it; nothing is imported from there.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from buildings.places.models import Place


class Basis(NamedTuple):
    """A decision in one sentence, and the page that shows it."""

    words: str
    url: str = ""


Check = Callable[[Place, date], Basis | None]
CHECKS: list[Check] = []


def register(check: Check) -> None:
    """Once for each check, however often Django gets ready."""
    if check not in CHECKS:
        CHECKS.append(check)


def passed_vote(place: Place, on: date) -> Basis | None:
    """The passed vote that permits charging at this place on this day, as the first who knows one says."""
    return next((basis for check in CHECKS if (basis := check(place, on))), None)
