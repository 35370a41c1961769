"""Queued facts become tallies, each exactly once: taken out and added up in one transaction, one folder at a time."""

from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from beihu.notifications.models import Heartbeat
from beihu.notifications.progress import FOLDING as HEART
from beihu.notifications.progress import beat
from buildings.places.codes import LEVELS, Level

from .measures import measures
from .models import WITHOUT_DAY

BATCH = 50_000  # facts in one transaction
LOCK = 7_016_001  # of folding and rebuilding, in the database
# A full batch is grouped and sorted in memory; sums are looked up one by one, however many the planner believes there are.
_PLAN = "SET LOCAL work_mem = '64MB'; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"

DAYS = [f"d{day}" for day in range(1, 32)]
COLUMNS = ", ".join(["place", "measure", "aspect", "month", "amount", *DAYS])
# A fact is summed for its place and every one above it, from `widest` down; in its month and there on its day, or as a stock.
SPREAD = f"""
days AS MATERIALIZED (
    SELECT left(place, level) AS place, measure, aspect, day, date_part('day', day)::smallint AS n, sum(amount)::bigint AS amount
    FROM net JOIN unnest(ARRAY{LEVELS}) AS level ON level BETWEEN widest AND length(place)
    GROUP BY 1, 2, 3, 4 HAVING sum(amount) <> 0
), spread AS (
    SELECT place, measure, aspect, coalesce(day - (n - 1), DATE '{WITHOUT_DAY}') AS month, sum(amount)::bigint AS amount,
        {", ".join(f"max(amount) FILTER (WHERE n = {day}) AS d{day}" for day in range(1, 32))}
    FROM days GROUP BY 1, 2, 3, 4
)
"""  # nosec B608: our own words
_QUEUED = "SELECT max(id), count(*) FROM (SELECT id FROM office_fact ORDER BY id LIMIT %s) first"
# MERGE looks once where INSERT … ON CONFLICT looks twice; nobody else writes sums while we hold the lock.
_FOLD = f"""
WITH taken AS (
    DELETE FROM office_fact WHERE id <= %(last)s RETURNING place, measure, aspect, widest, day, amount
), net AS (
    SELECT place, measure, aspect, widest, day, sum(amount)::bigint AS amount
    FROM taken GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0
), {SPREAD}, late AS (
    INSERT INTO office_correction (place, measure, day, known_on, amount)
    SELECT place, measure, day, %(today)s, amount FROM days
    WHERE length(place) IN ({Level.STREET:d}, {Level.COMMUNITY:d})
        AND day < %(today)s::date - 1 AND aspect = '' AND measure = ANY(%(telling)s)
    ON CONFLICT (place, known_on, measure, day) DO UPDATE SET amount = office_correction.amount + EXCLUDED.amount
)
MERGE INTO office_tally known
USING (SELECT * FROM spread ORDER BY place, measure, aspect, month) new
ON (known.place, known.measure, known.aspect, known.month) = (new.place, new.measure, new.aspect, new.month)
WHEN MATCHED THEN UPDATE SET amount = known.amount + new.amount,
    {", ".join(f"{day} = CASE WHEN new.{day} IS NULL THEN known.{day} ELSE coalesce(known.{day}, 0) + new.{day} END" for day in DAYS)}
WHEN NOT MATCHED THEN INSERT ({COLUMNS}) VALUES (new.{COLUMNS.replace(", ", ", new.")})
"""  # nosec B608: our own words


@cache
def _telling() -> list[str]:
    return [key for key, one in measures().items() if one.day is not None and one.aspect is None and one.late]


def fold(batch: int = BATCH) -> int:
    """Fold what is queued, batch by batch; how many facts. 0 at once where somebody else is folding or rebuilding."""
    folded = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return folded
            began = timezone.now()  # what is written while we add up is not in it
            taken = take(cursor, batch)
            if taken < batch:
                beat(HEART, began)
        folded += taken
        if taken < batch:
            return folded


def take(cursor: Any, batch: int | None) -> int:
    """Fold the first so many queued facts, all for None; how many. In a transaction that holds the lock."""
    cursor.execute(_QUEUED, [batch])
    last, taken = cursor.fetchone()
    if taken:
        cursor.execute(_PLAN)
        cursor.execute(_FOLD, {"last": last, "today": timezone.localdate(), "telling": _telling()})
    return int(taken)


def as_of() -> datetime | None:
    """Everything that was written before this moment is in the tallies. None: nothing was ever folded."""
    return Heartbeat.objects.filter(name=HEART).values_list("at", flat=True).first()
