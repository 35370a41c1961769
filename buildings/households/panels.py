"""What the pages of places show of households, what keeps a place from closing, and what the page of a household shows.

Rooms above have something to say about a household (it serves as a centre household, it is on a care list): they register
in `AppConfig.ready`, and the page shows it to those who may know it:

    register_lines(Lines("centre", _("Party household"), centre_lines, order=20))

`read(household, user)` asks the database once at most and answers lines for this user, none where there is nothing to show.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from buildings.places import panels, references
from buildings.places.codes import Level
from buildings.places.panels import Count
from buildings.posts.roles import VIEW_HOUSEHOLD

from .models import Household, Membership, Occupant


class Line(NamedTuple):
    """One line: words, where they lead, and a chip beside them (its words, icon and tone) when there is one."""

    words: str
    url: str = ""
    chip: str = ""
    icon: str = "dot"
    tone: str = "quiet"


@dataclass(frozen=True)
class Lines:
    name: str
    title: str | Promise
    read: Callable[[Household, Any], list[Line]]
    order: int = 50


class Told(NamedTuple):
    """What one room says, ready for the page."""

    title: str
    lines: list[Line]


_lines: dict[str, Lines] = {}


def register_lines(lines: Lines) -> None:
    """Once for each name; the later one counts."""
    _lines[lines.name] = lines


def lines_of(household: Household, user: Any) -> list[Told]:
    """What the rooms above say about this household, in order; a query for each of them at most."""
    told = (
        Told(str(one.title), one.read(household, user))
        for one in sorted(_lines.values(), key=lambda one: (one.order, one.name))
    )
    return [one for one in told if one.lines]


def register() -> None:
    panels.register_count(Count("households", _("households"), households, register_of, right=VIEW_HOUSEHOLD))
    references.register_open(_("people in households"), members)
    references.register_open(_("people on the roster"), occupants)


def register_of(code: str) -> str:
    """Where the households of a place are listed, '' above a street: nobody walks through a district."""
    return reverse("place_households", args=[code]) if len(code) >= Level.STREET else ""


def households(code: str) -> QuerySet:
    return Household.objects.filter(place__code__startswith=code, listed=True)


def members(code: str) -> QuerySet:
    return Membership.objects.filter(household__place__code__startswith=code, ended_at__isnull=True)


def occupants(code: str) -> QuerySet:
    return Occupant.objects.filter(household__place__code__startswith=code, until__isnull=True)
