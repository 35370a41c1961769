"""Woken every minute by beat, and by the bell right after a report was asked for; see `beihu/celery.py`."""

from celery import shared_task

from beihu.notifications.poke import Bell

from . import keeping, making, monthly


@shared_task(name="office.reports.sweep")
def sweep() -> None:
    """The month's reports on the 1st, every report that waits, and files whose time is over."""
    monthly.sweep()
    making.sweep()
    keeping.sweep()


def _send() -> None:
    sweep.apply_async(retry=False, expires=55)


bell = Bell(_send)
