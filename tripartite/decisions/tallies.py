"""Counting in the database: the figures of every motion, of the straw poll, of the papers, building by building."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count

from buildings.places.codes import Level
from buildings.places.models import shorten

from .counting import Tally, owners_needed
from .models import Choice, Motion, Vote

# The latest version of each ballot; an owner is in favour when all ballots of that owner are (see `counting.of_ballots`).
_OWNERS = """
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
"""
_COUNT = f"""{_OWNERS}
    SELECT motion_id, count(*), coalesce(sum(area) * 100, 0)::bigint, count(*) FILTER (WHERE agrees),
        coalesce(sum(favour) * 100, 0)::bigint
    FROM owner GROUP BY motion_id
"""  # nosec B608: our own words
# Of each motion who took part with how much area; beside it the areas of the owners without a ballot.
_LEAST = f"""{_OWNERS}, silent AS (
        SELECT (sum(u.area) * 100)::bigint AS area
        FROM tripartite_unit u
        WHERE u.vote_id = %(vote)s AND u.elector_id NOT IN (
            SELECT o.elector_id FROM latest l JOIN tripartite_unit o ON o.id = l.unit_id
        )
        GROUP BY u.elector_id
    )
    SELECT count(o.motion_id), coalesce(sum(o.area) * 100, 0)::bigint, ARRAY(SELECT area FROM silent)
    FROM (SELECT %(vote)s::bigint AS id) v
    LEFT JOIN tripartite_motion m ON m.vote_id = v.id LEFT JOIN owner o ON o.motion_id = m.id
    GROUP BY m.id ORDER BY 2, 1 LIMIT 1
"""  # nosec B608: our own words
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


# Ballots are gone through once: asked for each flat they made the meter dearer than twice the floor.
_PARTS = """
    SELECT left(u.place_id, %(digits)s) AS building, max(CASE WHEN length(p.code) = %(digits)s THEN p.name ELSE q.name END),
        count(*), count(b.unit_id),
        count(*) FILTER (WHERE b.unit_id IS NULL AND u.paper = 'returned'),
        count(*) FILTER (WHERE b.unit_id IS NULL AND u.paper = 'delivered'),
        count(*) FILTER (WHERE b.unit_id IS NULL AND u.paper = 'refused'),
        count(*) FILTER (WHERE b.unit_id IS NULL AND u.paper = 'unreachable')
    FROM tripartite_unit u
    JOIN buildings_place p ON p.code = u.place_id LEFT JOIN buildings_place q ON q.code = p.parent_id
    LEFT JOIN (
        SELECT DISTINCT unit_id FROM tripartite_ballot JOIN tripartite_motion m ON m.id = motion_id WHERE m.vote_id = %(vote)s
    ) b ON b.unit_id = u.id
    WHERE u.vote_id = %(vote)s GROUP BY 1 ORDER BY 1
"""


def parts(vote: Vote) -> list[Part]:
    """Building by building, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, {"vote": vote.pk, "digits": int(Level.BUILDING)})
        return [Part(code, shorten(name or code), *numbers) for code, name, *numbers in cursor.fetchall()]


class Meter(NamedTuple):
    """How far the first gate is: of a paper that lists all motions, all of them stand alike but for invalid answers.

    `needed` owners more at least, None when all who are silent would not be enough; `silent` owners have not voted.
    """

    tally: Tally
    needed: int | None
    silent: int
    parts: list[Part]

    @property
    def where(self) -> list[Part]:
        """The buildings with most flats still to come, as many as could bring the owners that are needed."""
        found, flats = [], 0
        for one in sorted(self.parts, key=lambda part: (-part.waiting, part.code)):
            if not one.waiting or flats >= (self.needed or 0):
                break
            found.append(one)
            flats += one.waiting
        return found


def meter(vote: Vote) -> Meter:
    """For the motion that is furthest from its quorum; two queries whatever the size of the roll."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAST, {"vote": vote.pk})
        took, area, silent = cursor.fetchone()
    least = Tally(vote.owners, int(vote.area * 100), took, area, 0, 0)
    return Meter(least, owners_needed(least, silent), len(silent), parts(vote))
