"""The Celery application. Postgres remembers what is due; Celery only wakes up and delivers it.

Beat knows one rhythm, the minute: every periodic task is a sweep over rows that are due, so a missed
minute is caught up by the next one and a doubled minute finds nothing left to do. One thing is done more often:
queued facts are folded every other second, so that what the street office reads is seconds old.
"""

from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import task_prerun
from django.db import close_old_connections

app = Celery("beihu")
app.config_from_object("django.conf:settings", namespace="CELERY")
ROOMS = (  # what each minute asks of them is their task `<room>.sweep`
    "beihu.notifications",
    "beihu.accounts",
    "buildings.households",
    "buildings.party",
    "buildings.care",
    "buildings.posts",
    "buildings.households.roster",
    "buildings.volunteers",
    "tripartite.issues",
    "tripartite.parties",
    "tripartite.meetings",
    "tripartite.commitments",
    "tripartite.decisions",
    "tripartite.selfmanagement.mediation",
    "tripartite.selfmanagement.parking",
    "forums.talks",
    "forums.ideas",
    "forums.questionnaires",
    "forums.evaluations",
    "forums.bulletins",
    "beihu.office.hotspots",
    "beihu.office.reports",
)
FOLDING = "office.tallies.fold"
app.conf.imports = [*(f"{room}.tasks" for room in ROOMS), "beihu.office.tallies.tasks"]
app.conf.beat_schedule = {
    f"{room}.sweep": {"task": f"{room}.sweep", "schedule": crontab(), "options": {"expires": 55}}
    for room in (path.partition(".")[2] for path in ROOMS)
} | {FOLDING: {"task": FOLDING, "schedule": 2.0, "options": {"expires": 2}}}


@task_prerun.connect
def drop_dead_connection(**kwargs: Any) -> None:
    """As before each request: a connection that the database has cut is replaced.

    Celery keeps one for hundreds of tasks (CELERY_DB_REUSE_MAX), and all of them would fail after a restart of
    PostgreSQL.
    """
    close_old_connections()
