"""The Celery application. Postgres remembers what is due; Celery only wakes up and delivers it.

Beat knows one rhythm, the minute: every periodic task is a sweep over rows that are due, so a missed
minute is caught up by the next one and a doubled minute finds nothing left to do.
"""

from celery import Celery
from celery.schedules import crontab

app = Celery("beihu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = [
    "beihu.notifications.tasks",
    "beihu.accounts.tasks",
    "tripartite.issues.tasks",
    "tripartite.parties.tasks",
    "tripartite.meetings.tasks",
    "tripartite.commitments.tasks",
]
SWEEPS = ("notifications", "accounts", "parties", "issues", "meetings", "commitments")
app.conf.beat_schedule = {
    f"{room}.sweep": {"task": f"{room}.sweep", "schedule": crontab(), "options": {"expires": 55}}
    for room in SWEEPS
}
