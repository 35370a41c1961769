"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import reminders


@shared_task(name="party.sweep")
def sweep() -> None:
    """Elections that fall due; twice at once does nothing twice."""
    reminders.sweep()
