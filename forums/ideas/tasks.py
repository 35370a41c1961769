"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import deadlines


@shared_task(name="ideas.sweep")
def sweep() -> None:
    """Everything that is due in this room; twice at once does nothing twice."""
    deadlines.sweep()
