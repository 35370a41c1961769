"""Woken every minute by beat, and by `poke` after a commit; see `beihu/celery.py`."""

from celery import shared_task

from . import outbox
from .progress import beat


@shared_task(name="notifications.sweep")
def sweep() -> None:
    """Show that beat and a worker live, then all that is due: what a poke missed, what a dead worker left."""
    beat("sweep")
    outbox.run()


@shared_task(name="notifications.deliver")
def deliver() -> None:
    """Send what is due."""
    outbox.run()
