"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import gate


@shared_task(name="selfmanagement.parking.sweep")
def sweep() -> None:
    """Old lines of the gate's log are deleted; twice at once does nothing twice."""
    gate.sweep()
