"""Reading sums: whatever a page needs, in one query whose cost grows with neither rows nor years.

A stretch of days is whole months and some days of the two months at its ends, so that ten years cost as much as two months.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection

FOREVER, LAST = date(2000, 1, 1), date(9999, 11, 1)  # before and after every fact
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
_PART = (
    "(SELECT %s, place, measure, aspect, {begun}, ARRAY[{amounts}] FROM office_tally{days}"
    " WHERE place = ANY(%s) AND measure = ANY(%s) AND {when} GROUP BY place, measure, aspect{each})"
)
_TOTAL, _STOCK = "sum({})::bigint", "CASE month WHEN DATE '0001-01-01' THEN amount END"
_BETWEEN = "month >= %s AND month < %s"
_DAYS = " CROSS JOIN LATERAL (VALUES {}) days (day, of_day)".format(
    ", ".join(f"(month + {day - 1}, d{day})" for day in range(1, 32))
)
NEAR = 4  # months


@dataclass
class _Part:
    """One reading of the table: SQL, its values, and the questions it answers."""

    asks: list[Ask]
    sql: str
    values: list[Any]

    @property
    def measures(self) -> set[str]:
        return {measure for one in self.asks for measure in one.measures}


def ask(asks: Iterable[Ask]) -> dict[str, Sums]:
    """By name of the question; what is not there is 0. One query."""
    found: dict[str, Sums] = {}
    near: dict[
        tuple[str, ...], list[Ask]
    ] = {}  # by places: stretches so short that one reading answers them all
    parts: list[_Part] = []
    for one in asks:
        found[one.name] = defaultdict(int)  # also where nothing is found
        if not one.places or not one.measures:
            continue
        if one.each:
            parts.append(_each(one))
        elif len(_months(one)) <= NEAR:
            near.setdefault(tuple(one.places), []).append(one)
        else:
            parts += [_long(one, span) for span in spans(one.since or FOREVER, one.until or LAST)]
    parts += [_near(together) for together in near.values()]
    if not parts:
        return found
    values: list[Any] = []
    for n, part in enumerate(parts):
        values += [n, list(part.asks[0].places), list(part.measures), *part.values]
    with connection.cursor() as cursor:
        cursor.execute(ALONE + " UNION ALL ".join(part.sql for part in parts), values)
        for n, *key, amounts in cursor.fetchall():
            where = Sum(*key)
            for one, amount in zip(parts[n].asks, amounts, strict=True):
                if amount and where.measure in one.measures:
                    found[one.name][where] += amount
    return found


def _each(one: Ask) -> _Part:
    """Month by month, or day by day."""
    since, until = one.since or FOREVER, one.until or LAST
    if one.each == "m":
        sql = _PART.format(
            begun="month", amounts=_TOTAL.format("amount"), days="", when=_BETWEEN, each=", month"
        )
        return _Part([one], sql, [since, until])
    when = f"{_BETWEEN} AND of_day <> 0 AND day >= %s AND day < %s"
    sql = _PART.format(begun="day", amounts=_TOTAL.format("of_day"), days=_DAYS, when=when, each=", day")
    return _Part([one], sql, [since.replace(day=1), month_after(until), since, until])


def _long(one: Ask, span: Span) -> _Part:
    amounts = _TOTAL.format(_of(span))
    sql = _PART.format(begun="NULL::date", amounts=amounts, days="", when=_BETWEEN, each="")
    return _Part([one], sql, [span.month, span.before])


def _near(asks: list[Ask]) -> _Part:
    """Stretches of the same few months, and stocks: each sum picks its own days of them."""
    sums = [_TOTAL.format(_pick(one)) for one in asks]
    sql = _PART.format(begun="NULL::date", amounts=", ".join(sums), days="", when="month = ANY(%s)", each="")
    return _Part(asks, sql, [sorted({month for one in asks for month in _months(one)})])


def _months(one: Ask) -> list[date]:
    """That a stretch touches, of a long one only some; for a stock the month that holds it."""
    if one.since is None and one.until is None:
        return [date(1, 1, 1)]
    month = (one.since or FOREVER).replace(day=1)
    found: list[date] = []
    while month < (one.until or LAST) and len(found) <= NEAR:
        found.append(month)
        month = month_after(month)
    return found


def _pick(one: Ask) -> str:
    if one.since is None and one.until is None:
        return _STOCK
    cases = []
    for span in spans(one.since or FOREVER, one.until or LAST):
        month = span.month
        while month < span.before:
            cases.append(f"WHEN DATE '{month}' THEN {_of(span)}")
            month = month_after(month)
    return f"CASE month {' '.join(cases)} END" if cases else "NULL::bigint"


def _of(span: Span) -> str:
    """The sum over a span's days in the row of a month."""
    if not span.first:
        return "amount"
    return " + ".join(f"coalesce(d{day}, 0)" for day in range(span.first, span.last + 1))
