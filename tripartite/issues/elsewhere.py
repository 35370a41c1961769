"""Where an issue stands in the rooms above this one: on an agenda, in a resolution, as a commitment.

They register here in `AppConfig.ready`; staff see it on the issue's page. What a panel needs from the database is
read together with the issue, in its one query; its template is given only `issue` and `panel` (that data).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Expression, Subquery

from .models import Issue


class Panel(NamedTuple):
    """`rows(user)` is annotated to the issue; `show(found, issue, user)` makes of what it found the template's data."""

    name: str
    template: str
    rows: Callable[[Any], Expression | Subquery]
    show: Callable[[Any, Issue, Any], dict[str, Any] | None]
    order: int = 50

    @property
    def column(self) -> str:
        return f"elsewhere_{self.name}"


class Shown(NamedTuple):
    template: str
    data: dict[str, Any]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    _panels[panel.name] = panel


def columns(user: Any) -> dict[str, Any]:
    """To be annotated to the issue that `panels` is asked about."""
    return {panel.column: panel.rows(user) for panel in _panels.values()}


def panels(issue: Issue, user: Any) -> list[Shown]:
    """What the rooms above have to say about this issue, in order; None of a panel is nothing to show."""
    ordered = sorted(_panels.values(), key=lambda panel: panel.order)
    found = [(panel, panel.show(getattr(issue, panel.column), issue, user)) for panel in ordered]
    return [Shown(panel.template, data) for panel, data in found if data is not None]
