"""Where somebody is missing: counted set-wise for a place and what lies in it, and the lists behind each figure.

A doorway is covered by an open centre household, a building by a standing group at it, in it or at its compound, a
group by somebody who leads it in the open term. Closed places do not count. What this person may see was asked before:
all that lies at the place or below it.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Left, Length
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.scope import under
from buildings.places.codes import LEVELS, Level
from buildings.places.models import Place

from .models import AssistingFamily, CentreHousehold, OrganisationKind, OrganisationSeat, PartyOrganisation

N = OrganisationKind.Nature
GENERAL = (N.COMMITTEE, N.GENERAL_BRANCH)
BRANCHES = (N.BRANCH, N.COMPOUND_BRANCH)
GAPS = ("doorways", "buildings", "groups")


class Figure(NamedTuple):
    """`gap` of `of` are without; `code` is where the list behind it begins."""

    gap: int
    of: int
    code: str

    @property
    def tone(self) -> str:
        return "good" if not self.gap else "warn" if self.gap * 2 < self.of else "bad"


@dataclass
class Line:
    """One place in the table, with its figures by name; a name is left out where there is nothing to count."""

    place: Place
    own: bool = False  # what stands at the place itself, not at one below it
    figures: dict[str, Figure] = field(default_factory=dict)


class Number(NamedTuple):
    """One of the five numbers, and the list behind it."""

    name: str
    label: str | Promise
    icon: str
    n: int


FIVE: dict[str, tuple[str | Promise, str]] = {
    "general": (_("general branches and committees"), "flag"),
    "branches": (_("branches"), "leaf"),
    "all-groups": (_("building groups"), "users"),
    "centres": (_("centre households"), "home"),
    "families": (_("assisting families"), "heart"),
}


def five(code: str) -> list[Number]:
    """The chain of the article for a place, in one query: 6 → 21 → 87 → 227 → 357."""
    asked = Place.objects.filter(code=code).annotate(
        **{f"n_{index}": _count(rows_of(name, code)) for index, name in enumerate(FIVE)}
    )
    numbers = asked.values_list(*(f"n_{index}" for index in range(len(FIVE)))).get()
    return [
        Number(name, label, icon, n) for (name, (label, icon)), n in zip(FIVE.items(), numbers, strict=True)
    ]


def rows_of(name: str, code: str) -> QuerySet[Any]:
    """The rows behind a figure, at a place and below it."""
    match name:
        case "general":
            return _organisations(code).filter(kind__nature__in=GENERAL)
        case "branches":
            return _organisations(code).filter(kind__nature__in=BRANCHES)
        case "all-groups":
            return _organisations(code).filter(kind__nature=N.GROUP)
        case "centres":
            return CentreHousehold.objects.open().filter(under("place_id", code))
        case "families":
            return AssistingFamily.objects.open().filter(under("centre__place_id", code))
        case "doorways":
            return _places(code, Level.DOORWAY).exclude(rooted())
        case "buildings":
            return _places(code, Level.BUILDING).exclude(grouped())
        case "groups":
            return rows_of("all-groups", code).exclude(led())
    raise KeyError(name)


def lines(place: Place, children: list[Place]) -> list[Line]:
    """The place's children with their gaps, then what stands at the place itself; three queries."""
    code = place.code
    level = LEVELS[min(LEVELS.index(len(code)) + 1, len(LEVELS) - 1)]
    found = {child.code: Line(child) for child in children}
    asked = {
        "doorways": (_places(code, Level.DOORWAY), "code", rooted()),
        "buildings": (_places(code, Level.BUILDING), "code", grouped()),
        "groups": (rows_of("all-groups", code), "place_id", led()),
    }
    for name, (rows, column, covered) in asked.items():
        counted = (
            rows.order_by()
            .annotate(_part=Left(column, level))
            .values("_part")
            .annotate(_gap=Count("pk", filter=~covered), _of=Count("pk"))
        )
        for row in counted:
            if row["_part"] == code:
                found.setdefault(code, Line(place, own=True))
            if row["_part"] in found:
                found[row["_part"]].figures[name] = Figure(row["_gap"], row["_of"], row["_part"])
    return list(found.values())


def whole(found: list[Line], code: str) -> dict[str, Figure]:
    """All lines together: the gaps of the place."""
    return {
        name: Figure(
            sum(line.figures[name].gap for line in found if name in line.figures),
            sum(line.figures[name].of for line in found if name in line.figures),
            code,
        )
        for name in GAPS
    }


def rooted() -> Q:
    """Of doorways: a centre household is open there."""
    return Q(Exists(CentreHousehold.objects.open().filter(place_id=OuterRef("code"))))


def grouped() -> Q:
    """Of buildings: a group stands at it or in it, or at its compound."""
    groups = PartyOrganisation.objects.standing().groups().order_by()
    reach = groups.annotate(_length=Length("place_id"))
    inside = reach.filter(_length__gte=Level.BUILDING).annotate(_at=Left("place_id", Level.BUILDING))
    around = reach.filter(_length=Level.COMPOUND)
    return Q(code__in=inside.values("_at")) | Q(parent_id__in=around.values("place_id"))


def led() -> Q:
    """Of organisations: somebody sits in the leader's seat of the open term."""
    seats = OrganisationSeat.objects.open().filter(position=OrganisationSeat.Position.LEADER)
    return Q(Exists(seats.filter(term__organisation_id=OuterRef("pk"), term__until__isnull=True)))


def _organisations(code: str) -> QuerySet[PartyOrganisation]:
    return PartyOrganisation.objects.standing().filter(under("place_id", code))


def _places(code: str, level: Level) -> QuerySet[Place]:
    return Place.objects.open().filter(under("code", code), level=level)


def _count(rows: QuerySet[Any]) -> Coalesce:
    total = rows.order_by().annotate(_all=Value(1)).values("_all").annotate(_n=Count("pk")).values("_n")
    return Coalesce(Subquery(total), 0, output_field=IntegerField())
