"""How fast facts become tallies and how soon a reader sees them; a child of the bench: `python -m … rebuild|fold ARGUMENTS`.

`rebuild`: all tallies anew from the rows that are loaded. `fold ISSUES SECONDS`: three times so many new issues, each written by
a statement of its own as people write them, so that the triggers queue what they queue in life; what is queued is folded, and
held against a bare INSERT … SELECT of as many rows into a table with the columns and indexes of the queue, in turn, same run.
Then issues come in for so many seconds while folding wakes as beat wakes it, and a reader asks for a sum that each of them
changes. At the end every figure must be what a rebuild would say. Each prints one line of JSON.
"""

import json
import statistics
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import django
from django.db import connection, transaction

from beihu.office.bench import rows
from beihu.office.bench.load import fill, planned, run
from beihu.office.bench.roster import cpu

ROUNDS = 3
FACTS_PER_S, FRESH = (
    20_000,
    5.0,
)  # bars: facts folded a second; seconds until a reader sees one, for 99 of 100
FLOW = 200  # facts written a second
WAKE, LOOK = 2.0, 0.05  # seconds from one folding to the next, and between two looks of the reader
MONTH = "30 days", 5  # of the new issues; bent so that half are of today and half of the days before
TELLER = "office_tell_tripartite_issue_insert"
DRAWN = "SELECT last_value FROM office_fact_id_seq"  # facts ever written
QUEUE = "place, measure, aspect, widest, day, amount"
MERGED = "CASE WHEN status = 'merged' THEN 1 + pick(i, 70, %(known)s) END"
COLUMNS = """
SELECT string_agg(column_name, ', ') FROM information_schema.columns
WHERE table_name = 'tripartite_issue' AND table_schema = 'public' AND is_generated = 'NEVER'
"""
WRITE = "INSERT INTO tripartite_issue ({columns}) SELECT {columns} FROM bench_issue WHERE id {which}"
ONE_BY_ONE = """
DO $$ DECLARE one bigint; BEGIN
    FOR one IN SELECT id FROM bench_issue WHERE id BETWEEN {first} AND {last} ORDER BY id LOOP {write}; END LOOP;
END $$
"""


def seconds(what: Callable[[], Any]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def number(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0] or 0)


def rebuild() -> dict[str, Any]:
    """Seconds of a rebuild, what it said meanwhile, and how many facts the rows stand for."""
    from beihu.office.tallies import compiling, measures, rebuilding

    facts = sum(
        number(f"SELECT count(*) FROM ({compiling.contributions(source)}) facts")  # nosec B608: our own words
        for source in measures.sources()
    )
    said: list[str] = []
    began = time.perf_counter()
    sums = rebuilding.rebuild(lambda words: said.append(f"{time.perf_counter() - began:.1f} s: {words}"))
    took = time.perf_counter() - began
    run("VACUUM ANALYZE office_fact, office_tally")
    return {
        "facts": facts,
        "sums": sums,
        "seconds": round(took, 1),
        "facts_per_s": round(facts / took),
        "said": said,
    }


class Issues:
    """New issues all over the tree, of today and of the month before, waiting to be written."""

    def __init__(self, many: int) -> None:
        run(
            "DROP TABLE IF EXISTS bench_issue; CREATE TABLE bench_issue (LIKE tripartite_issue INCLUDING DEFAULTS)"
        )
        known = number("SELECT max(id) FROM tripartite_issue")
        new = {"id": "i + %(known)s", "key": "gen_random_uuid()", "merged_into_id": MERGED}
        wanted = rows.ISSUES._replace(table="bench_issue", values=rows.ISSUES.values | new)
        fill(wanted, **planned(many, *MONTH), known=known)
        run("ALTER TABLE bench_issue ADD PRIMARY KEY (id); ANALYZE bench_issue")
        self.next, self.last = known + 1, known + many
        with connection.cursor() as cursor:
            cursor.execute(COLUMNS)
            self.columns = cursor.fetchone()[0]

    def _write(self, which: str) -> str:
        return WRITE.format(columns=self.columns, which=which)

    def write(self, many: int) -> float:
        """Seconds of writing so many, a statement for each."""
        first, self.next = self.next, self.next + many
        statement = ONE_BY_ONE.format(first=first, last=self.next - 1, write=self._write("= one"))
        return seconds(lambda: run(statement))

    def at_once(self, *, told: bool) -> float:
        """Seconds of writing all that are left in one statement, with the queue or without it; undone afterwards."""
        with transaction.atomic():
            if not told:
                run(f"ALTER TABLE tripartite_issue DISABLE TRIGGER {TELLER}")
            took = seconds(lambda: run(self._write(f">= {self.next}")))
            transaction.set_rollback(True)
        return took

    def trickle(self, length: float) -> list[tuple[float, int]]:
        """FLOW facts a second, a transaction for each issue: when each was committed, and how many facts it wrote."""
        written: list[tuple[float, int]] = []
        began, first = time.perf_counter(), number(DRAWN)
        before = first
        while (gone := time.perf_counter() - began) < length and self.next <= self.last:
            if before - first > gone * FLOW:
                time.sleep(0.005)
                continue
            run(self._write(f"= {self.next}"))
            at, after = time.perf_counter(), number(DRAWN)
            written.append((at, after - before))
            before, self.next = after, self.next + 1
        return written


def folded(issues: Issues, many: int) -> dict[str, Any]:
    """Facts a second, round by round beside the bare statement; the last time with days of a whole year."""
    from beihu.office.tallies.folding import fold

    run("DROP TABLE IF EXISTS bench_fact; CREATE TABLE bench_fact (LIKE office_fact INCLUDING ALL)")
    ours, works, bares, facts = [], [], [], 0
    for _round in range(ROUNDS):
        issues.write(many)
        facts = number("SELECT count(*) FROM office_fact")
        run("TRUNCATE bench_fact")
        bares.append(
            facts / seconds(lambda: run(f"INSERT INTO bench_fact ({QUEUE}) SELECT {QUEUE} FROM office_fact"))  # nosec B608: our own words
        )
        used = cpu()
        ours.append(facts / seconds(fold))
        works.append(facts / (cpu() - used))
    with transaction.atomic():  # a year's days in any order, which no figure is left of
        anywhen = QUEUE.replace("day", "CASE WHEN day IS NOT NULL THEN current_date - pick(id, 71, 365) END")
        run(f"INSERT INTO office_fact ({QUEUE}) SELECT {anywhen} FROM bench_fact")  # nosec B608: our own words
        year = facts / seconds(fold)
        transaction.set_rollback(True)
    run("DROP TABLE bench_fact")
    ours_median, bare = statistics.median(ours), statistics.median(bares)
    return {
        "facts": facts,
        "facts_per_s": round(ours_median),
        "rounds": [round(one) for one in ours],
        "per_cpu_s": round(statistics.median(works)),
        "bare_per_s": round(bare),
        "of_bare": round(ours_median / bare, 3),
        "year_per_s": round(year),
    }


def fresh(issues: Issues, length: float) -> dict[str, Any]:
    """Seconds from the commit of a fact until a reader sees its sum; 99 of 100 facts were not slower."""
    from beihu.office.tallies.folding import fold

    before, ended = seen(), threading.Event()
    sights: list[tuple[int, float]] = []  # how many issues a reader saw, and when first

    def wake() -> None:
        woken = time.perf_counter()
        while not ended.wait(max(0.0, woken - time.perf_counter())):
            fold()
            woken += WAKE
        connection.close()

    def look() -> None:
        while not ended.wait(LOOK):
            if (now := seen() - before) > (sights[-1][0] if sights else 0):
                sights.append((now, time.perf_counter()))
        connection.close()

    others = [threading.Thread(target=one) for one in (wake, look)]
    for one in others:
        one.start()
    written = issues.trickle(length)
    patience = time.monotonic() + 30
    while (not sights or sights[-1][0] < len(written)) and time.monotonic() < patience:
        time.sleep(LOOK)
    ended.set()
    for one in others:
        one.join()
    if not sights or sights[-1][0] != len(written):
        raise SystemExit(f"{len(written)} issues were written and {sights[-1:]} seen.")
    waits = sorted(
        (sights[bisect_left(sights, n, key=lambda sight: sight[0])][1] - at, facts)
        for n, (at, facts) in enumerate(written, 1)
    )
    total = sum(facts for _wait, facts in waits)
    return {
        "facts": total,
        "per_s": round(total / (written[-1][0] - written[0][0])),
        "p50_s": round(slowest(waits, 0.5 * total), 2),
        "p99_s": round(slowest(waits, 0.99 * total), 2),
    }


def seen() -> int:
    """What a page would show of the city: issues filed, ever, also those that were merged into another."""
    from beihu.office.tallies.asking import FOREVER, Ask, ask

    return sum(
        ask([Ask("seen", [rows.CITY], ["filed", "merged"], FOREVER, date.today() + timedelta(days=2))])[
            "seen"
        ].values()
    )


def slowest(waits: list[tuple[float, int]], facts: float) -> float:
    """The wait that so many facts did not exceed, of (wait, facts) in order."""
    gone = accumulate(many for _wait, many in waits)
    return next(wait for (wait, _many), so_far in zip(waits, gone, strict=True) if so_far >= facts)


def measure(many: int, length: float) -> dict[str, Any]:
    from beihu.office.tallies.rebuilding import differences

    issues = Issues(many * (ROUNDS + 1))
    found = {"folding": folded(issues, many)}
    told, untold = ([issues.at_once(told=told) for _round in range(ROUNDS)] for told in (True, False))
    found["writing"] = {
        "issues": many,
        "times": round(statistics.median(told) / statistics.median(untold), 2),
    }
    found["fresh"] = fresh(issues, length)
    took = time.perf_counter()
    apart = differences()
    found["check"] = {"differences": len(apart), "seconds": round(time.perf_counter() - took, 1)}
    if apart:
        raise SystemExit(f"Folded is not what the rows say, at {len(apart)} sums: {apart[:3]}")
    return found


def lines(found: dict[str, Any]) -> Iterator[str]:
    """What was measured, in words."""
    if found:
        one, new, check = found["folding"], found["fresh"], found["check"]
        yield (
            f"folding {one['facts']:,} facts of today and the month: {one['facts_per_s']:,}/s ({one['per_cpu_s']:,} for each second of the processor); a bare INSERT … SELECT of as many into the "
            f"queue's columns {one['bare_per_s']:,}/s: {one['of_bare']} of it; with days of a year {one['year_per_s']:,}/s"
        )
        yield f"writing {found['writing']['issues']:,} issues in one statement takes {found['writing']['times']} times what it takes without the queue"
        yield f"{new['facts']:,} facts at {new['per_s']}/s: seen after {new['p50_s']} s (p50), {new['p99_s']} s (p99)"
        yield f"compared with the rows in {check['seconds']} s: {check['differences']} differences"


def rebuilt(found: dict[str, Any]) -> list[str]:
    """What became of a rebuild in a line, then what it said on the way."""
    whole = f"rebuilt {found['sums']:,} sums from {found['facts']:,} facts in {found['seconds']} s: {found['facts_per_s']:,} facts/s"
    return [whole, *found["said"]]


if __name__ == "__main__":
    django.setup()
    what, *rest = sys.argv[1:]
    answer = rebuild() if what == "rebuild" else measure(int(rest[0]), float(rest[1]))
    sys.stdout.write(json.dumps(answer) + "\n")
