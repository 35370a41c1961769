"""Reading sums: whatever a page needs, in one query whose cost grows with neither rows nor years.

A stretch of days is whole months and some days of the two months at its ends, so that ten years cost as much as two months.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection

FOREVER = date(2000, 1, 1)  # before every fact
# Never executed. That it is there keeps the planner from parallel workers, whose start costs ten times what the sums do: it takes
# many places times many measures for many rows, and they are few. (A table's `parallel_workers = 0` does not reach an Append, and
# a connection's setting does not come through every pooler.)
ALONE = "WITH alone AS (SELECT set_config('application_name', '', true)) "


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


class Span(NamedTuple):
    """Months from ≤ month < before; of a month that is not whole, the days first to last."""

    month: date
    before: date
    first: int = 0
    last: int = 0


def spans(since: date, until: date) -> list[Span]:
    """The whole months between, and what is left of the months at both ends."""
    found, first, last = [], since.replace(day=1), until.replace(day=1)
    if since >= until:
        return []
    if since.day > 1:
        end = min(until, month_after(since)) - timedelta(days=1)
        found.append(Span(first, month_after(first), since.day, end.day))
        first = month_after(first)
    if first < last:
        found.append(Span(first, last))
    if until.day > 1 and first <= last:
        found.append(Span(last, month_after(last), 1, until.day - 1))
    return found


def month_after(day: date) -> date:
    """The first day of the next month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_before(day: date, many: int = 1) -> date:
    """The first day of the month so many months earlier."""
    months = day.year * 12 + day.month - 1 - many
    return date(months // 12, months % 12 + 1, 1)


Sums = dict[Sum, int]
_SUM = (
    "(SELECT %s, place, measure, aspect, {begun}, sum({amount})::bigint FROM office_tally{days}"
    " WHERE place = ANY(%s) AND measure = ANY(%s) AND month >= %s AND month < %s{where} GROUP BY place, measure, aspect{each})"
)
_DAYS = (
    " CROSS JOIN LATERAL (VALUES "
    + ", ".join(f"(month + {day - 1}, d{day})" for day in range(1, 32))
    + ") days (day, of_day)"
)
_DAY = {"begun": "day", "amount": "of_day", "days": _DAYS, "where": " AND of_day <> 0 AND day >= %s AND day < %s", "each": ", day"}  # fmt: skip
_MONTH = {"begun": "month", "amount": "amount", "days": "", "where": "", "each": ", month"}
_WHOLE = {"begun": "NULL::date", "amount": "amount", "days": "", "where": "", "each": ""}


def ask(asks: Iterable[Ask]) -> dict[str, Sums]:
    """By name of the question; what is not there is 0. One query."""
    found: dict[str, Sums] = defaultdict(lambda: defaultdict(int))
    parts: list[str] = []
    values: list[Any] = []
    for one in asks:
        found[one.name] = defaultdict(int)  # also where nothing is found
        if not one.places or not one.measures:
            continue
        for sql, more in _parts(one):
            parts.append(sql)
            values += [one.name, list(one.places), list(one.measures), *more]
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(ALONE + " UNION ALL ".join(parts), values)
        for name, *key, amount in cursor.fetchall():
            found[name][Sum(*key)] += amount
    return found


def _parts(one: Ask) -> list[tuple[str, list[date]]]:
    """SQL and its dates; several where the stretch is made of several pieces."""
    if one.since is None and one.until is None:
        return [(_SUM.format(**_WHOLE), [date(1, 1, 1), date(1, 1, 2)])]
    since, until = one.since or FOREVER, one.until or date(9999, 12, 1)
    if one.each == "d":
        months = [since.replace(day=1), month_after(until)]
        return [(_SUM.format(**_DAY), [*months, since, until])]
    if one.each:
        return [(_SUM.format(**_MONTH), [since, until])]
    return [(_SUM.format(**_WHOLE | _of(span)), [span.month, span.before]) for span in spans(since, until)]


def _of(span: Span) -> dict[str, str]:
    if not span.first:
        return {}
    days = range(span.first, span.last + 1)
    return {"amount": " + ".join(f"coalesce(d{day}, 0)" for day in days)}
