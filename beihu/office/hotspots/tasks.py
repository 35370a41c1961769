"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import looking


@shared_task(name="office.hotspots.sweep")
def sweep() -> None:
    """Each street once a day; twice at once does nothing twice."""
    looking.sweep()
