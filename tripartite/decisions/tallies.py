"""Counting in the database: the figures of every motion, of the straw poll, of the papers, building by building."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Left

from buildings.places.codes import Level
from buildings.places.models import Place

from .counting import Tally, owners_needed
from .models import Ballot, Choice, Motion, Unit, Vote

# The latest version of each ballot; an owner is in favour when all ballots of that owner are (see `counting.of_ballots`).
_COUNT = """
    WITH latest AS (
        SELECT DISTINCT ON (b.motion_id, b.unit_id) b.motion_id, b.unit_id, b.choice
        FROM tripartite_ballot b JOIN tripartite_motion m ON m.id = b.motion_id
        WHERE m.vote_id = %(vote)s
        ORDER BY b.motion_id, b.unit_id, b.version DESC
    ), owner AS (
        SELECT l.motion_id, u.elector_id, sum(u.area) AS area, sum(u.area) FILTER (WHERE l.choice = 'for') AS favour,
            bool_and(l.choice = 'for') AS agrees
        FROM latest l JOIN tripartite_unit u ON u.id = l.unit_id
        WHERE l.choice <> 'invalid'
        GROUP BY l.motion_id, u.elector_id
    )
    SELECT motion_id, count(*), coalesce(sum(area) * 100, 0)::bigint, count(*) FILTER (WHERE agrees),
        coalesce(sum(favour) * 100, 0)::bigint
    FROM owner GROUP BY motion_id
"""
_SPREAD = """
    SELECT motion_id, choice, count(*) FROM (
        SELECT DISTINCT ON (b.motion_id, b.unit_id) b.motion_id, b.choice
        FROM tripartite_ballot b JOIN tripartite_motion m ON m.id = b.motion_id
        WHERE m.vote_id = %(vote)s
        ORDER BY b.motion_id, b.unit_id, b.version DESC
    ) AS latest GROUP BY motion_id, choice
"""


def tallies(vote: Vote, motions: Iterable[Motion]) -> dict[int, Tally]:
    """{number of the motion: its tally}, in one query; never to be shown by choice while the vote is open."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"vote": vote.pk})
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    whole = int(vote.area * 100)
    made = {}
    for motion in motions:
        took, area, agree, favour = found.get(motion.pk, (0, 0, 0, 0))
        made[motion.number] = Tally(vote.owners, whole, took, area, agree, favour, motion.gate)
    return made


def spread(vote: Vote) -> dict[int, dict[str, int]]:
    """{pk of a motion: {choice: units}}."""
    with connection.cursor() as cursor:
        cursor.execute(_SPREAD, {"vote": vote.pk})
        rows = cursor.fetchall()
    return _nested(rows)


def clicks(vote: Vote) -> dict[int, dict[str, int]]:
    """The straw poll: {pk of a motion: {choice: units}}. It decides nothing."""
    rows = (
        vote.motions.filter(clicks__isnull=False)
        .values_list("pk", "clicks__choice")
        .annotate(n=Count("clicks"))
    )
    return _nested(rows.order_by())


def _nested(rows: Iterable[Any]) -> dict[int, dict[str, int]]:
    made: dict[int, dict[str, int]] = {}
    for motion, choice, number in rows:
        made.setdefault(motion, dict.fromkeys(Choice.values, 0))[choice] = number
    return made


class Part(NamedTuple):
    """One building: units on the roll, and how many of them have voted, came back untyped, were refused or not reached."""

    code: str
    name: str
    units: int
    voted: int
    returned: int
    delivered: int
    refused: int
    unreachable: int

    @property
    def waiting(self) -> int:
        """Flats that may still vote and have not been asked or have not answered."""
        return self.units - self.voted - self.returned

    @property
    def percent(self) -> int:
        """For the width of a bar only; whole per cent, rounded down."""
        return self.voted * 100 // self.units if self.units else 0


_VOTED = Exists(Ballot.objects.filter(unit=OuterRef("pk")))


def parts(vote: Vote) -> list[Part]:
    """Building by building, in two queries."""
    paper = Unit.Paper
    rows = (
        vote.units.order_by()
        .annotate(voted=_VOTED, building=Left("place_id", Level.BUILDING))
        .values("building")
        .annotate(
            units=Count("pk"),
            done=Count("pk", filter=Q(voted=True)),
            **{name: Count("pk", filter=Q(voted=False, paper=name)) for name in (paper.RETURNED, paper.DELIVERED, paper.REFUSED, paper.UNREACHABLE)},
        )
        .order_by("building")
    )  # fmt: skip
    found = list(rows)
    names = {
        one.code: one.short_name for one in Place.objects.filter(code__in=[row["building"] for row in found])
    }
    return [
        Part(row["building"], names.get(row["building"], row["building"]), row["units"], row["done"], row["returned"],
             row["delivered"], row["refused"], row["unreachable"])
        for row in found
    ]  # fmt: skip


class Meter(NamedTuple):
    """How far the first gate is: of a paper that lists all motions, all of them stand alike but for invalid answers.

    `needed` owners more at least, None when all who are silent would not be enough; `silent` owners have not voted.
    """

    tally: Tally
    needed: int | None
    silent: int
    parts: list[Part]


def meter(vote: Vote) -> Meter:
    """For the motion that is furthest from its quorum; five queries whatever the size of the roll."""
    motions = list(vote.motions.all())
    found = tallies(vote, motions)
    least = min(
        found.values(), key=lambda one: (one.took_area, one.took_owners), default=Tally(0, 0, 0, 0, 0, 0)
    )
    voted = Ballot.objects.filter(unit__vote=vote).values("unit__elector")
    areas = (
        vote.units.exclude(elector__in=voted).order_by().values("elector").annotate(area=Sum("area")).values_list("area", flat=True)
    )  # fmt: skip
    silent = [int(area * 100) for area in areas]
    return Meter(least, owners_needed(least, silent), len(silent), parts(vote))
