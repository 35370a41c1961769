"""Woken every other second by beat: a figure is a few seconds old at most."""

from celery import shared_task

from . import folding


@shared_task(name="office.tallies.fold")
def fold() -> None:
    """Fold what is queued. Two at once: the second finds the lock held and goes."""
    folding.fold()
