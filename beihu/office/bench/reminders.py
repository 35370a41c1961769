"""How fast reminders are planned and shown in the portal; a child of the bench: `python -m … ROWS`.

Planning is held against a bare INSERT … SELECT of the very rows that it made, into the same table with the same
indexes; delivering against what many a portal does: one Celery task per recipient that writes one row. Both in turn,
several rounds, same run, same worker. Prints one line of JSON.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.db import connection

from beihu.embedded import guard
from beihu.office.bench.load import fill, run
from beihu.office.bench.rows import Rows

ROUNDS, FEW = 3, 10_000  # so many rounds, one for a quick look at few rows
SECONDS = 5.0  # of one task per recipient, per round
WORDS = {"zh-hans": ("Residents' meeting", "Please come on time."), "en": ("Meeting", "Please come on time.")}
INVITED = "SELECT id FROM beihu_user WHERE phone LIKE '+86137%'"
PEOPLE = Rows(
    "beihu_user",
    {
        "phone": "'+86137' || to_char(n, 'FM00000000')", "name": "'R' || n", "password": "'!'",
        "is_active": "true", "created_at": "now()",
    },
    "generate_series(1, %(people)s) n",
)  # fmt: skip
SWITCHES = Rows(
    "beihu_preference",
    {"user_id": "id", "sms": "true", "email": "true", "quiet": "id %% 2 = 0"},
    "beihu_user WHERE phone LIKE '+86137%%' AND id %% 3 = 0",
)


def seconds(what: Callable[[], Any]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def plan_all(version: int) -> None:
    from django.contrib.auth import get_user_model

    from beihu.notifications.planning import SMS, plan

    invited = get_user_model().objects.filter(phone__startswith="+86137").values("pk")
    plan(
        invited, source="bench:1", version=version, kind="remind-120", words=WORDS, url="/meetings/1/", place="42",
        channels=(SMS,),
    )  # fmt: skip


def planning(rows: int, rounds: int) -> dict[str, Any]:
    """Seconds for the plan and for the bare statement, round by round in turn."""
    plans, bares = [], []
    for number in range(rounds):
        run("TRUNCATE beihu_delivery")
        plans.append(seconds(lambda n=number: plan_all(n)))  # type: ignore[misc]
        run("DROP TABLE IF EXISTS bench_delivery; CREATE TABLE bench_delivery AS TABLE beihu_delivery")
        run("TRUNCATE beihu_delivery")
        bares.append(seconds(lambda: run("INSERT INTO beihu_delivery SELECT * FROM bench_delivery")))
    planned = _count("beihu_delivery")
    if planned != rows:
        raise SystemExit(f"{planned} deliveries were planned instead of {rows}.")
    return {
        "rows": planned,
        "rows_per_s": round(planned / statistics.median(plans)),
        "bare_rows_per_s": round(planned / statistics.median(bares)),
        "of_bare": round(statistics.median(bares) / statistics.median(plans), 2),
    }


def delivering(rows: int, rounds: int) -> dict[str, Any]:
    """Notices a second: chunks claimed by the portal's own task, and one task for each recipient."""
    ours, each = [], []
    with Worker():
        for number in range(rounds):
            run("TRUNCATE beihu_notification; TRUNCATE beihu_delivery")
            _plan_notices(number, rows)
            ours.append(rows / seconds(lambda: _deliver(rows)))
            run("TRUNCATE beihu_notification; TRUNCATE beihu_delivery")
            each.append(_one_each())
    return {
        "rows": rows,
        "rows_per_s": round(statistics.median(ours)),
        "one_task_each_per_s": round(statistics.median(each)),
        "times_one_task_each": round(statistics.median(ours) / statistics.median(each), 1),
    }


def _plan_notices(version: int, rows: int) -> None:
    """As many notices as rows: half of the people are invited twice, to two meetings."""
    from beihu.notifications.planning import plan

    with connection.cursor() as cursor:
        cursor.execute(INVITED)
        people = [pk for (pk,) in cursor.fetchall()]
    for meeting in (1, 2):
        plan(people, source=f"bench:{meeting}", version=version, kind="remind-120", words=WORDS, url="/", place="42", channels=())  # fmt: skip
    if _count("beihu_delivery") != rows:
        raise SystemExit("The notices could not be planned.")
    run("ANALYZE beihu_delivery")


def _deliver(rows: int) -> None:
    from beihu.notifications.tasks import deliver

    for _process in range(2):  # as many as the worker has; they share the rows
        deliver.apply_async(retry=False)
    _until(lambda: _count("beihu_notification") >= rows)


def _one_each() -> float:
    """Rows a second of tasks that write one each, until the time is over."""
    from beihu.office.bench.one_each import write_one

    with connection.cursor() as cursor:
        cursor.execute(INVITED)
        people = [pk for (pk,) in cursor.fetchall()]
    began, sent = time.perf_counter(), 0
    for pk in people:
        if time.perf_counter() - began > SECONDS:
            break
        if sent - 400 > _written(sent):  # the broker is never empty, nor is it full of what nobody waits for
            time.sleep(0.02)
        write_one.apply_async((pk, f"bench:{pk}"))
        sent += 1
    _until(lambda: _count("beihu_notification") >= sent)
    return sent / (time.perf_counter() - began)


def _written(sent: int) -> int:
    """How many have been written; asked for only now and then, so that the asking costs nothing."""
    return _count("beihu_notification") if sent % 200 == 0 else sent


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # nosec B608: our own words
        return int(cursor.fetchone()[0])


def _until(true: Callable[[], bool], patience: float = 300) -> None:
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            raise SystemExit("The bench's worker did not deliver.")
        time.sleep(0.05)


class Worker:
    """One Celery worker with two processes, warmed up."""

    def __enter__(self) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "beihu", "worker", "-c", "2", "-l", "ERROR",
             "-I", "beihu.office.bench.one_each", "--without-gossip", "--without-mingle"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        guard.note(Path(os.environ["BEIHU_DATA"]), "reminders-worker", self.child.pid)
        run("TRUNCATE beihu_notification; TRUNCATE beihu_delivery")
        from beihu.office.bench.one_each import write_one

        with connection.cursor() as cursor:
            cursor.execute(f"{INVITED} LIMIT 20")
            for number, (pk,) in enumerate(cursor.fetchall()):
                write_one.apply_async((pk, f"warm:{number}"))
        _until(lambda: _count("beihu_notification") >= 20)

    def __exit__(self, *error: object) -> None:
        self.child.terminate()
        self.child.wait(timeout=30)


if __name__ == "__main__":
    django.setup()
    many = int(sys.argv[1])
    fill(PEOPLE, people=many // 2)
    fill(SWITCHES)
    run("ANALYZE beihu_user; ANALYZE beihu_preference")
    rounds = ROUNDS if many >= FEW else 1
    found = {"planning": planning(many, rounds), "delivering": delivering(many, rounds)}
    sys.stdout.write(json.dumps(found) + "\n")
