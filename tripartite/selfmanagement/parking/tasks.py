"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import retention


@shared_task(name="selfmanagement.parking.sweep")
def sweep() -> None:
    """Plates that are no longer needed go; twice at once does nothing twice."""
    retention.sweep()
