"""Where an issue stands in the rooms above this one: on an agenda, in a resolution, as a commitment.

They register here in `AppConfig.ready`; staff see it on the issue's page. A panel reads its data with one query and
brings its own template, which is given only `issue` and `panel` (that data).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from .models import Issue


class Panel(NamedTuple):
    """`read(issue, user)` answers the data of the template, or None when there is nothing to show."""

    name: str
    template: str
    read: Callable[[Issue, Any], dict[str, Any] | None]
    order: int = 50


class Shown(NamedTuple):
    template: str
    data: dict[str, Any]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    _panels[panel.name] = panel


def panels(issue: Issue, user: Any) -> list[Shown]:
    """What the rooms above have to say about this issue, in order."""
    ordered = sorted(_panels.values(), key=lambda panel: panel.order)
    return [Shown(panel.template, data) for panel in ordered if (data := panel.read(issue, user)) is not None]
