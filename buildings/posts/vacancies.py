"""Wanted less serving, for every kind at every place where it stands, counted by the database.

A post counts for its kind by the kind's short code, so that it goes on counting when its place has moved to another
street. People count once, and more than wanted at one place does not fill a gap at another.
"""

from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count as CountRows
from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Left
from django.utils import timezone

from beihu.scope import reach_of, under
from buildings.places.codes import LEVELS, Level
from buildings.places.models import Place, shorten

from .kinds import PostKind
from .models import Post
from .roles import FILL

SEATS = 200  # shown on one page

_SEATS = """
    WITH wanted AS (
        SELECT k.id, k.code AS kind, k.wanted, q.code AS place
        FROM buildings_postkind k JOIN buildings_place q
            ON q.code >= k.place_id AND q.code < k.place_id || ':' AND q.level = ANY (k.levels)
        WHERE k.closed_on IS NULL AND k.wanted > 0 AND q.closed_on IS NULL AND NOT q.pseudo
            AND q.code >= %(place)s AND q.code < %(place)s || ':'
    ), serving AS (
        SELECT p.place_id AS place, k.code AS kind, count(DISTINCT p.user_id) AS number
        FROM buildings_post p JOIN buildings_postkind k ON k.id = p.kind_id
        WHERE p.place_id >= %(place)s AND p.place_id < %(place)s || ':'
            AND p.since <= %(today)s AND (p.until IS NULL OR p.until > %(today)s)
        GROUP BY 1, 2
    ), seats AS (
        SELECT w.*, least(coalesce(s.number, 0), w.wanted) AS filled
        FROM wanted w LEFT JOIN serving s USING (place, kind)
    )
"""
_BY_KIND = f"""{_SEATS}
    SELECT s.kind, max(k.name), max(k.family), sum(s.wanted)::int, sum(s.filled)::int
    FROM seats s JOIN buildings_postkind k ON k.id = s.id GROUP BY s.kind ORDER BY min(s.id)
"""  # nosec B608: only the constant above
_BY_CHILD = f"""{_SEATS}
    SELECT q.code, q.name, s.wanted, s.filled
    FROM (SELECT left(place, %(level)s) AS code, sum(wanted)::int AS wanted, sum(filled)::int AS filled FROM seats
          WHERE length(place) >= %(level)s AND (%(kind)s = '' OR kind = %(kind)s) GROUP BY 1) s
    JOIN buildings_place q USING (code) ORDER BY q.code
"""  # nosec B608: only the constant above
_VACANT = f"""{_SEATS}
    SELECT s.id, s.place, s.wanted, s.filled FROM seats s
    WHERE s.filled < s.wanted AND (%(kind)s = '' OR s.kind = %(kind)s) AND length(s.place) <= %(deepest)s
    ORDER BY s.place, s.id LIMIT %(most)s
"""  # nosec B608: only the constant above


class Tally(NamedTuple):
    """Of one kind, or of all kinds below one place. `code` is the kind's or the place's."""

    code: str
    name: str
    family: str
    wanted: int
    filled: int

    @property
    def vacant(self) -> int:
        return self.wanted - self.filled


class Seat(NamedTuple):
    """A kind at a place that has fewer people than wanted."""

    kind: PostKind
    place: Place
    vacant: int


def by_kind(code: str) -> list[Tally]:
    """What each kind wants and has, at a place and below it."""
    return [Tally(*row) for row in _rows(_BY_KIND, code)]


def by_child(code: str, kind: str = "") -> list[Tally]:
    """The same for each place directly below, of all kinds or of one."""
    deeper = [level for level in LEVELS if level > len(code)]
    rows = _rows(_BY_CHILD, code, kind=kind, level=deeper[0]) if deeper else []
    return [Tally(child, shorten(name), "", wanted, filled) for child, name, wanted, filled in rows]


def seats(code: str, kind: str = "") -> list[Seat]:
    """Vacant seats: at the place itself; in a compound, or of one kind, all that lie below as well."""
    deepest = LEVELS[-1] if kind or len(code) >= Level.COMPOUND else len(code)
    rows = _rows(_VACANT, code, kind=kind, deepest=deepest, most=SEATS)
    kinds = PostKind.objects.in_bulk({row[0] for row in rows}) if rows else {}
    places = Place.objects.select_related("parent").in_bulk({row[1] for row in rows}) if rows else {}
    return [Seat(kinds[kind_id], places[at], wanted - filled) for kind_id, at, wanted, filled in rows]


def _rows(statement: str, code: str, **values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"place": code, "today": timezone.localdate(), **values})
        return cursor.fetchall()


def short_places(user: Any) -> QuerySet[Place]:
    """Places where somebody is missing, among those this person fills: for the heap on the desk."""
    area = Q(pk__in=[])
    for reach in reach_of(user, FILL):
        area |= under("code", reach.prefix) if reach.prefix else Q(code__gt="")
    serving = Post.objects.in_term().filter(place_id=OuterRef(OuterRef("pk")), kind__code=OuterRef("code"))
    number = serving.order_by().annotate(_all=Value(1)).values("_all")
    number = number.annotate(_n=CountRows("user", distinct=True)).values("_n")
    short = PostKind.objects.open().filter(
        place_id=Left(OuterRef("pk"), Level.STREET), wanted__gt=0, levels__contains=[OuterRef("level")]
    )
    short = short.annotate(_n=Coalesce(Subquery(number, output_field=IntegerField()), 0))
    return Place.objects.open().filter(area, Exists(short.filter(_n__lt=F("wanted"))), pseudo=False)
