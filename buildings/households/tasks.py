"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from .occupants import retention


@shared_task(name="households.sweep")
def sweep() -> None:
    """Everything that is due in this room; twice at once does nothing twice."""
    retention.forget_moved_out(batches=1)
