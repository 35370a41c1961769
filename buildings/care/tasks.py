"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import making, retention


@shared_task(name="care.sweep")
def sweep() -> None:
    """Everything that is due in this room; twice at once does nothing twice."""
    making.sweep()
    retention.blank_due()
