"""From measures to SQL: what each row counts, and the triggers that tell it.

The ORM writes a table's name as its alias, so that the same SELECT reads the table itself (rebuild) or the changed rows of a
statement under the table's name (triggers).
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Case, CharField, DateField, F, Value, When
from django.db.models.functions import Cast

from .measures import Source, sources

EVENTS = {
    "INSERT": ("NEW TABLE AS new_rows", ((1, "new_rows"),)),
    "UPDATE": ("OLD TABLE AS old_rows NEW TABLE AS new_rows", ((1, "new_rows"), (-1, "old_rows"))),
    "DELETE": ("OLD TABLE AS old_rows", ((-1, "old_rows"),)),
}
COLUMNS = "place, measure, aspect, widest, day, amount"


def contributions(source: Source, *, instead: tuple[str, str] | None = None) -> str:
    """SELECT place, measure, aspect, widest, day, amount, one row for each thing a row counts.

    `instead` = (table, name): read that table's rows from there.
    """
    rows = source.rows.order_by().annotate(_at=F(source.place))
    for n, one in enumerate(source.measures):
        rows = rows.annotate(**{
            f"n{n}": Case(When(one.when, then=Cast(one.amount, BigIntegerField())), default=Value(0), output_field=BigIntegerField())
            if one.when else Cast(one.amount, BigIntegerField()),
            f"d{n}": Value(None, output_field=DateField()) if one.day is None else Cast(one.day, DateField()),
            f"a{n}": Value("") if one.aspect is None else Cast(one.aspect, CharField()),
        })  # fmt: skip
    names = [f"{letter}{n}" for n in range(len(source.measures)) for letter in "nda"]
    sql, params = rows.values("_at", *names).query.get_compiler(connection=connection).as_sql()
    operations: Any = connection.ops  # PostgreSQL's own knows how to fill in
    plain = operations.compose_sql(sql, params)
    if instead:
        plain = _read_from(plain, *instead)
    lines = ", ".join(
        f"('{one.key}', r.a{n}, {int(one.widest)}, r.d{n}::date, r.n{n}, {one.day is None})"
        for n, one in enumerate(source.measures)
    )
    return (
        f"SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM ({plain}) r\n"  # nosec B608: our own words
        f"CROSS JOIN LATERAL (VALUES {lines}) v (measure, aspect, widest, day, amount, stock)\n"
        "WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)"
    )


def _read_from(sql: str, table: str, name: str) -> str:
    for word in ("FROM", "JOIN"):
        if (found := f'{word} "{table}" ') in f"{sql} ":
            return f"{sql} ".replace(found, f'{word} {name} "{table}" ', 1)
    raise ValueError(f"{table} is not read here")


def tables() -> dict[str, list[Source]]:
    """Every table whose changes count, with the sources it is part of; in order of first use."""
    found: dict[str, list[Source]] = {}
    for source in sources():
        for table in (source.table, *source.through):
            found.setdefault(table, []).append(source)
    return found


def trigger(table: str, event: str, touched: list[Source]) -> str:
    """One trigger for each statement that changes the table; what stays the same writes nothing."""
    referencing, signs = EVENTS[event]
    parts = [
        f"SELECT place, measure, aspect, widest, day, {sign} * amount AS amount FROM (\n"  # nosec B608: our own words
        f"{contributions(source, instead=(table, rows))}\n) {rows}_{n}"
        for n, source in enumerate(touched)
        for sign, rows in signs
    ]
    name = f"office_tell_{table}_{event.lower()}"
    together = "\nUNION ALL\n".join(parts)
    return f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact ({COLUMNS})
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
{together}
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER {name} AFTER {event} ON {table}
    REFERENCING {referencing} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""  # nosec B608: our own words


def _triggers() -> Iterator[str]:
    for table, touched in tables().items():
        for event in EVENTS:
            # a row of a table on the way comes and goes without the rows that lead through it
            of_event = touched if event == "UPDATE" else [one for one in touched if one.table == table]
            if of_event:
                yield trigger(table, event, of_event)


def triggers_sql() -> str:
    """`migrations/triggers.sql`, which a test holds equal to this."""
    return "\n".join(_triggers())
