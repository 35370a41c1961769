"""Woken every minute by beat, and by the bell right after a step was asked for; see `beihu/celery.py`."""

from celery import shared_task

from beihu.notifications.poke import Bell

from . import keeping, work


@shared_task(name="households.roster.sweep")
def sweep() -> None:
    """Every step that waits, what a dead worker left included; then files whose time is over."""
    work.sweep()
    keeping.sweep()


def _send() -> None:
    sweep.apply_async(retry=False, expires=55)


bell = Bell(_send)
