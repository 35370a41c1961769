"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from beihu.notifications.progress import beat

from . import locking, reminders


@shared_task(name="meetings.sweep")
def sweep() -> None:
    """Plan what is due to be reminded of (whoever delivers is woken by the planning itself); lock minutes nobody objected to."""
    beat("reminders")
    reminders.sweep()
    locking.confirm_due()
