"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import actions, codes, sessions


@shared_task(name="accounts.sweep")
def sweep() -> None:
    """Forget codes and sessions that are over, and the people who asked for it."""
    codes.sweep()
    sessions.sweep()
    actions.erase_due()
