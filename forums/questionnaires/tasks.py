"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import life


@shared_task(name="questionnaires.sweep")
def sweep() -> None:
    """Close what is over; empty the urns of anonymous questionnaires."""
    life.sweep()
