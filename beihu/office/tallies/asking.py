"""Reading sums: whatever a page needs, in one query whose cost grows with neither rows nor years.

A stretch of days is whole months and the days at its two ends, so that ten years cost as much as two months.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

FOREVER = date(2000, 1, 1)  # before every fact
# Never executed. That it is there keeps the planner from parallel workers, whose start costs ten times what the sums do: it takes
# many places times many measures for many rows, and they are few.
ALONE = "WITH alone AS (SELECT set_config('application_name', '', true))"


class Sum(NamedTuple):
    place: str
    measure: str
    aspect: str
    start: date | None  # of the month or day, where each was asked for


@dataclass(frozen=True)
class Ask:
    """So much of these measures at these places, since ≤ day < until; a stock has no days.

    `each`: "m" month by month, both ends the first of a month; "d" day by day.
    """

    name: str
    places: Collection[str]
    measures: Collection[str]
    since: date | None = None
    until: date | None = None
    each: str = ""


def spans(since: date, until: date) -> list[tuple[str, date, date]]:
    """(grain, from, before): the whole months between, and the days before and after them."""
    if since >= until:
        return []
    first = since if since.day == 1 else month_after(since)
    last = until.replace(day=1)
    if first >= last:
        return [("d", since, until)]
    found = [("d", since, first), ("m", first, last), ("d", last, until)]
    return [(grain, begin, end) for grain, begin, end in found if begin < end]


def month_after(day: date) -> date:
    """The first day of the next month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_before(day: date, many: int = 1) -> date:
    """The first day of the month so many months earlier."""
    months = day.year * 12 + day.month - 1 - many
    return date(months // 12, months % 12 + 1, 1)


Sums = dict[Sum, int]


def ask(asks: Iterable[Ask]) -> dict[str, Sums]:
    """By name of the question; what is not there is 0. One query."""
    found: dict[str, Sums] = defaultdict(lambda: defaultdict(int))
    parts, values = [], []
    for one in asks:
        found[one.name] = defaultdict(int)  # also where nothing is found
        if not one.places or not one.measures:
            continue
        start = "start" if one.each else "NULL::date"
        for grain, begin, end in _grains(one):
            parts.append(
                f"SELECT %s AS name, place, measure, aspect, {start} AS begun, amount FROM office_tally"  # nosec B608: our own words
                " WHERE place = ANY(%s) AND measure = ANY(%s) AND grain = %s AND start >= %s AND start < %s"
            )
            values += [one.name, list(one.places), list(one.measures), grain, begin, end]
    if not parts:
        return found
    together = " UNION ALL ".join(parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{ALONE} SELECT name, place, measure, aspect, begun, sum(amount)::bigint FROM ({together}) sums"  # nosec B608: our own words
            " GROUP BY name, place, measure, aspect, begun",
            values,
        )
        for name, *key, amount in cursor.fetchall():
            found[name][Sum(*key)] = amount
    return found


def _grains(one: Ask) -> list[tuple[str, Any, Any]]:
    if one.since is None and one.until is None:
        return [("a", date(1, 1, 1), date(1, 1, 2))]
    since, until = one.since or FOREVER, one.until or date(9999, 12, 1)
    return [(one.each, since, until)] if one.each else spans(since, until)
