"""Four questions: does the database answer, are its tables up to date, does the broker answer, does beat beat?

`manage.py health` prints the answers; `/readyz` tells a load balancer. A server without its database must get
no visitors; without broker or beat the portal still takes everything in and delivers it later, so those two
make it `degraded`, not unready.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from beihu.embedded import stores
from beihu.notifications.models import Heartbeat
from beihu.notifications.progress import FOLDING

SILENCE = timedelta(minutes=3)  # beat wakes every minute; three in a row missed is not chance
MIGRATED: set[str] = set()  # a process whose tables were up to date once need not read the files again


@dataclass(frozen=True)
class Answer:
    """What one question brought to light. `vital`: without it the portal cannot serve a page."""

    name: str
    well: bool
    vital: bool
    words: str


class Unwell(Exception):
    """A question answered with no; the text says what to do."""


def examine() -> list[Answer]:
    """Ask all questions; never raises."""
    return [
        ask("database", True, database),
        ask("migrations", True, migrations),
        ask("broker", False, broker),
        ask("beat", False, beat),
    ]


def ask(name: str, vital: bool, question: Callable[[], str]) -> Answer:
    try:
        return Answer(name, True, vital, question())
    except (Unwell, DatabaseError, redis.RedisError, OSError, ValueError) as error:
        return Answer(name, False, vital, stores.one_line(error))


def database() -> str:
    with connection.cursor() as cursor:
        if problem := stores.database_problem(cursor):
            raise Unwell(problem)
        return f"PostgreSQL {stores.ask(cursor, 'SHOW server_version')}"


def migrations() -> str:
    if settings.DATABASES["default"]["NAME"] not in MIGRATED:
        executor = MigrationExecutor(connection)
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise Unwell(f"{len(plan)} not applied, the first is {plan[0][0]}: run manage.py migrate.")
        MIGRATED.add(settings.DATABASES["default"]["NAME"])
    return "all applied"


def broker() -> str:
    with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as client:
        client.ping()
        if (policy := client.config_get("maxmemory-policy").get("maxmemory-policy")) != "noeviction":
            raise Unwell(f"maxmemory-policy is {policy}: set it to noeviction, or the broker forgets tasks.")
    return "answers"


def beat() -> str:
    hearts = dict(Heartbeat.objects.values_list("name", "at"))
    folded = hearts.pop(FOLDING, None)
    last = max(hearts.values(), default=None)
    if last is None:
        raise Unwell("no sweep has ever run: start the worker and beat.")
    silent = timezone.now() - last
    if silent > SILENCE:
        raise Unwell(
            f"the last sweep ran {int(silent.total_seconds())} s ago: look at the worker and at beat."
        )
    if folded and timezone.now() - folded > SILENCE:
        waits = int((timezone.now() - folded).total_seconds())
        raise Unwell(
            f"the figures of the dashboards were last counted {waits} s ago: look at the worker and at beat."
        )
    return f"last sweep {max(0, int(silent.total_seconds()))} s ago"


def verdict(answers: list[Answer]) -> str:
    """`ok`, `degraded` (serve, but somebody should look) or `unready` (send visitors elsewhere)."""
    if any(answer.vital and not answer.well for answer in answers):
        return "unready"
    return "ok" if all(answer.well for answer in answers) else "degraded"


def figures() -> bytes:
    """The answers in Prometheus' format: beihu_well{question="beat"} 1."""
    lines = ["# HELP beihu_well 1 when the question was answered with yes.", "# TYPE beihu_well gauge"]
    lines += [f'beihu_well{{question="{answer.name}"}} {int(answer.well)}' for answer in examine()]
    return ("\n".join(lines) + "\n").encode()
