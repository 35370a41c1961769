"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from beihu.notifications.progress import beat

from . import reminding


@shared_task(name="volunteers.sweep")
def sweep() -> None:
    """Plan what those who signed up are to be reminded of; whoever delivers is woken by the planning itself."""
    beat("volunteers")
    reminding.sweep()
