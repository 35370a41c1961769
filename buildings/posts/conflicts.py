"""What else a person holds may forbid a post. Upper rooms know; they register here in `AppConfig.ready`."""

from collections.abc import Callable
from datetime import date
from typing import Any

from buildings.places.models import Place

Check = Callable[
    [Any, str, Place, date, date | None], str
]  # user, role, place, since, until → a sentence or ''

_checks: list[Check] = []


def register(check: Check) -> None:
    """`check` answers a sentence for people when this person may not have this post in that time."""
    if check not in _checks:
        _checks.append(check)


def found(user: Any, role: str, place: Place, since: date, until: date | None) -> str:
    """The first objection, '' when there is none."""
    return next((words for check in _checks if (words := check(user, role, place, since, until))), "")
