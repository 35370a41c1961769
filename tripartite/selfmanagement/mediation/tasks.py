"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import retention


@shared_task(name="selfmanagement.mediation.sweep")
def sweep() -> None:
    """Everything that is due in this room; twice at once does nothing twice."""
    retention.remind()
    retention.blank_due()
