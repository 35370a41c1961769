"""All tallies anew, from the rows they count; and whether what is folded says the same.

Rows and queued facts are committed together, so one snapshot sees both or neither: what is queued in it is dropped, what is
committed later is queued still and folded afterwards. Folding waits meanwhile.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from beihu.notifications.progress import beat

from .compiling import contributions
from .folding import COLUMNS, HEART, LOCK, SPREAD, take
from .measures import sources

PATIENCE = 600  # seconds that a rebuild waits for readers at its end
Say = Callable[[str], Any]
_ROOMY = "SET LOCAL work_mem = '256MB'; SET LOCAL maintenance_work_mem = '256MB'"
_OPTIONS = "SELECT coalesce(array_to_string(reloptions, ', '), '') FROM pg_class WHERE oid = 'office_tally'::regclass"
_COUNTED = "CREATE UNLOGGED TABLE office_counted (LIKE office_tally INCLUDING DEFAULTS INCLUDING STORAGE)"
_FRESH = "CREATE TABLE office_fresh (LIKE office_tally INCLUDING DEFAULTS INCLUDING STORAGE)"
_NET = f"""
WITH net AS (
    SELECT place, measure, aspect, widest, day, sum(amount)::bigint AS amount
    FROM (%s) facts GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0
), {SPREAD}
INSERT INTO office_counted ({COLUMNS}) SELECT {COLUMNS} FROM spread
"""  # nosec B608: our own words
# The sums of a place and month lie together, as they are read and folded: a fold of a million issues touches a fifth of the pages.
_ORDERED = f"""
INSERT INTO office_fresh ({COLUMNS}) SELECT {COLUMNS} FROM office_counted ORDER BY place, month, measure, aspect;
DROP TABLE office_counted;
"""  # nosec B608: our own words
# The sums are made beside those that are read and take their place at the end: readers wait for the change of names, not for
# the counting, and the index is made once, in order, instead of sum by sum.
_READY = """
ALTER TABLE office_fresh ADD CONSTRAINT office_fresh_pkey PRIMARY KEY (place, measure, aspect, month);
ANALYZE office_fresh;
"""
_INSTEAD = """
DELETE FROM office_fact;
DROP TABLE office_tally;
ALTER TABLE office_fresh RENAME TO office_tally;
ALTER TABLE office_tally RENAME CONSTRAINT office_fresh_pkey TO office_tally_pkey;
"""
_BOTH = [("NULL::int", "amount"), *((f"{n}", f"d{n}") for n in range(1, 32))]
_APART = f"""
SELECT place, measure, aspect, month, n, coalesce(known, 0), coalesce(new, 0)
FROM office_tally folded FULL JOIN office_counted fresh USING (place, measure, aspect, month)
CROSS JOIN LATERAL (VALUES {", ".join(f"({n}, folded.{name}, fresh.{name})" for n, name in _BOTH)}) v (n, known, new)
WHERE ({", ".join(f"coalesce(folded.{name}, 0)" for _n, name in _BOTH)})
    <> ({", ".join(f"coalesce(fresh.{name}, 0)" for _n, name in _BOTH)})
    AND coalesce(known, 0) <> coalesce(new, 0)
ORDER BY place, measure, aspect, month, n NULLS FIRST LIMIT %s
"""  # nosec B608: our own words

# place, measure, aspect, month, day of it or None for the whole, folded, from the rows
Difference = tuple[str, str, str, date, int | None, int, int]


def _quiet(words: str) -> None:
    """Nobody listens."""


def _count(cursor: Any, say: Say) -> int:
    """Fill `office_counted` with what the rows say, measure by measure; how many sums."""
    cursor.execute(_ROOMY)
    cursor.execute(_COUNTED)
    written = 0
    for source in sources():
        for one in source.measures:
            facts = contributions(replace(source, measures=(one,)))
            cursor.execute(_NET % facts)
            written += cursor.rowcount
            say(f"{one.key}: {cursor.rowcount:,} sums")
    return written


@contextmanager
def _snapshot() -> Iterator[Any]:
    """A cursor in a transaction that sees one moment, begun after folding was held back."""
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            yield cursor
            return
        # the lock is the session's: a snapshot must not begin before it is held
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            with transaction.atomic():
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                yield cursor
        finally:
            if connection.connection and not connection.connection.closed:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _alone(cursor: Any, say: Say) -> None:
    """Wait until nobody reads the sums, a second at a time, so that readers do not queue behind us; a backup may take long.

    Raises what the database says when somebody still reads after `PATIENCE`: nothing was changed then.
    """
    began = time.monotonic()
    while True:
        try:
            with transaction.atomic():
                cursor.execute(
                    "SET LOCAL lock_timeout = '1s'; LOCK TABLE office_tally IN ACCESS EXCLUSIVE MODE"
                )
            return
        except OperationalError:
            if time.monotonic() - began > PATIENCE:
                raise
            say("somebody reads the sums; waiting …")
            time.sleep(1)


def rebuild(say: Say = _quiet) -> int:
    """Every tally from the rows; what was queued is in it. How many sums. Corrections stay: they tell what people saw."""
    with _snapshot() as cursor:
        began = timezone.now()  # before the snapshot is taken
        written = _count(cursor, say)
        say("putting them in order …")
        cursor.execute(_OPTIONS)
        options = cursor.fetchone()[0]
        cursor.execute(_FRESH + (f" WITH ({options})" if options else ""))
        cursor.execute(_ORDERED)
        say("making the index …")
        cursor.execute(_READY)
        _alone(cursor, say)
        cursor.execute(_INSTEAD)
        beat(HEART, began)
    return written


def differences(limit: int = 100, say: Say = _quiet) -> list[Difference]:
    """Where folded and queued together say something else than the rows do; none, unless something was written past us."""
    with _snapshot() as cursor, transaction.atomic():
        _count(cursor, say)
        take(cursor, None)
        cursor.execute(_APART, [limit])
        found: list[Difference] = cursor.fetchall()
        transaction.set_rollback(True)  # what was queued waits again, and nothing is left of the comparison
    return found
