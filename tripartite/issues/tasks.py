"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import deadlines, retention


@shared_task(name="issues.sweep")
def sweep() -> None:
    """Everything that is due in this room; twice at once does nothing twice."""
    deadlines.sweep()
    retention.anonymise_issues(batches=1)
