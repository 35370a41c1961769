"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import reminders


@shared_task(name="posts.sweep")
def sweep() -> None:
    """Terms that end soon are told to those who appoint; twice at once tells once."""
    reminders.sweep()
