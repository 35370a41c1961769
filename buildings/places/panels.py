"""What upper rooms show on the pages of a place: they register here in `AppConfig.ready`.

A panel reads its data with one query at most and brings its own template, which is given only `place` and
`panel` (that data). Counts of the staff part are read all together in one query.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from django.db.models import Count as CountRows
from django.db.models import IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from beihu.scope import reach_of

from .models import Place


class Slot(Enum):
    PUBLIC = "public"  # the place page, for everybody
    STAFF = "staff"  # the place page, for those who hold VIEW_PLACE there
    DOORWAY = "doorway"  # what a doorway's QR code opens, for everybody


@dataclass(frozen=True)
class Panel:
    """`read(place, user)` answers the data of the template, or None when there is nothing to show."""

    name: str
    slot: Slot
    template: str
    read: Callable[[Place, Any], dict[str, Any] | None]
    order: int = 50


@dataclass(frozen=True)
class Count:
    """A number for staff: `query(code)` is what lies at a place and below it, `url(code)` where to see it.

    Where only some of the staff may see it, `right` says who: the others read the number alone.
    """

    name: str
    label: str | Promise
    query: Callable[[str], QuerySet]
    url: Callable[[str], str] | None = None
    right: str = ""


class Shown(NamedTuple):
    """A panel with its data, ready for the page."""

    template: str
    data: dict[str, Any]


class Counted(NamedTuple):
    label: str
    number: int
    url: str


class Contact(NamedTuple):
    """Who answers for a doorway: a person in office, who may be named."""

    name: str
    role: str
    office_phone: str
    url: str = ""  # of their page


Contacts = Callable[[Iterable[str]], dict[str, Contact]]

_panels: dict[str, Panel] = {}
_counts: dict[str, Count] = {}
_contacts: list[Contacts] = []


def register(panel: Panel) -> None:
    _panels[panel.name] = panel


def register_count(count: Count) -> None:
    _counts[count.name] = count


def register_contact(read: Contacts) -> None:
    """`read(codes)`: whom to call for each of these places, the nearest one; places without one are left out."""
    _contacts[:] = [read]


def panels(slot: Slot, place: Place, user: Any) -> list[Shown]:
    """The panels of a slot that have something to show, in order."""
    chosen = sorted(
        (panel for panel in _panels.values() if panel.slot is slot), key=lambda panel: panel.order
    )
    return [Shown(panel.template, data) for panel in chosen if (data := panel.read(place, user)) is not None]


def counts(code: str, user: Any) -> list[Counted]:
    """All registered counts of a place, in one query, with the ways that are open to this person."""
    if not _counts:
        return []
    numbers = (
        Place.objects.filter(code=code)
        .annotate(**{f"count_{name}": _number(count.query(code)) for name, count in _counts.items()})
        .values(*(f"count_{name}" for name in _counts))
        .get()
    )
    return [
        Counted(str(count.label), numbers[f"count_{name}"], _way(count, code, user))
        for name, count in _counts.items()
    ]


def _way(count: Count, code: str, user: Any) -> str:
    if count.url is None or (count.right and not reach_of(user, count.right)):
        return ""
    return count.url(code)


def _number(rows: QuerySet) -> Coalesce:
    total = rows.order_by().annotate(_all=Value(1)).values("_all").annotate(_n=CountRows("pk")).values("_n")
    return Coalesce(Subquery(total), 0, output_field=IntegerField())


def contacts(codes: Iterable[str]) -> dict[str, Contact]:
    """Whom to call for each place, for those that have somebody."""
    return _contacts[0](codes) if _contacts else {}
