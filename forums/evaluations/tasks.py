"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import life


@shared_task(name="evaluations.sweep")
def sweep() -> None:
    """Close what nobody can answer any more, and say so to who may publish it."""
    life.sweep()
