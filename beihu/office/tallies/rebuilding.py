"""All tallies anew, from the rows they count; and whether what is folded says the same.

Rows and queued facts are committed together, so one snapshot sees both or neither: what is queued in it is dropped, what is
committed later is queued still and folded afterwards. Folding waits meanwhile.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from beihu.notifications.progress import beat

from .compiling import contributions
from .folding import HEART, LOCK, ROOMY, SPREAD
from .measures import sources

Say = Callable[[str], Any]
_FRESH = """
CREATE TEMPORARY TABLE office_fresh (
    place text COLLATE "C", measure text COLLATE "C", aspect text COLLATE "C", grain text COLLATE "C", start date, amount bigint
) ON COMMIT DROP
"""
_NET = """
WITH net AS (
    SELECT place, measure, aspect, widest, day, sum(amount) AS amount
    FROM ({facts}) facts GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0
), {spread}
INSERT INTO office_fresh SELECT place, measure, aspect, grain, start, amount FROM spread
"""
_APART = f"""
WITH net AS (SELECT place, measure, aspect, widest, day, sum(amount) AS amount FROM office_fact GROUP BY 1, 2, 3, 4, 5),
{SPREAD}, folded AS (
    SELECT place, measure, aspect, grain, start, sum(amount) AS amount
    FROM (SELECT * FROM office_tally UNION ALL SELECT * FROM spread) both_
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(amount) <> 0
)
SELECT place, measure, aspect, grain, start, coalesce(folded.amount, 0), coalesce(office_fresh.amount, 0)
FROM folded FULL JOIN office_fresh USING (place, measure, aspect, grain, start)
WHERE folded.amount IS DISTINCT FROM office_fresh.amount
ORDER BY place, measure, aspect, grain, start LIMIT %s
"""  # nosec B608: our own words

Difference = tuple[
    str, str, str, str, Any, int, int
]  # place, measure, aspect, grain, start, folded, from the rows


def _quiet(words: str) -> None:
    """Nobody listens."""


def _fresh(cursor: Any, say: Say) -> int:
    cursor.execute(ROOMY)
    cursor.execute(_FRESH)
    written = 0
    for source in sources():
        facts = contributions(source)
        cursor.execute(_NET.format(facts=facts, spread=SPREAD))
        written += cursor.rowcount
        say(f"{source.model}: {cursor.rowcount:,} sums")
    return written


class _Snapshot:
    """A transaction that sees one moment, begun after folding was held back."""

    def __enter__(self) -> Any:
        self.alone = not connection.in_atomic_block
        self.cursor = connection.cursor()
        if self.alone:  # the lock is the session's: a snapshot must not begin before it is held
            self.cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        if self.alone:
            self.cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        else:
            self.cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        return self.cursor

    def __exit__(self, *trouble: Any) -> None:
        try:
            self.atomic.__exit__(*trouble)
        finally:
            if self.alone:
                self.cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
            self.cursor.close()


def rebuild(say: Say = _quiet) -> int:
    """Every tally from the rows; what was queued is in it. How many sums. Corrections stay: they tell what people saw."""
    with _Snapshot() as cursor:
        began = timezone.now()  # before the snapshot is taken
        written = _fresh(cursor, say)
        cursor.execute("DELETE FROM office_fact")
        cursor.execute("DELETE FROM office_tally")
        cursor.execute(
            "INSERT INTO office_tally (place, measure, aspect, grain, start, amount)"
            " SELECT place, measure, aspect, grain, start, amount FROM office_fresh"
        )
        cursor.execute("DROP TABLE office_fresh")
        beat(HEART, began)
    return written


def differences(limit: int = 100, say: Say = _quiet) -> list[Difference]:
    """Where folded and queued together say something else than the rows do; none, unless something was written past us."""
    with _Snapshot() as cursor:
        _fresh(cursor, say)
        cursor.execute(_APART, [limit])
        found: list[Difference] = cursor.fetchall()
        cursor.execute("DROP TABLE office_fresh")
    return found
