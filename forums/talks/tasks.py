"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import deadlines, series


@shared_task(name="talks.sweep")
def sweep() -> None:
    """Announce what series bring, tell what is overdue; twice at once does nothing twice."""
    series.sweep()
    deadlines.tell_overdue()
