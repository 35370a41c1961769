"""Woken every minute by beat; see `beihu/celery.py`."""

from celery import shared_task

from . import drafting, subscriptions


@shared_task(name="bulletins.sweep")
def sweep() -> None:
    """Draft what is due, forget addresses that never answered; twice at once does nothing twice."""
    drafting.sweep()
    subscriptions.forget_unanswered()
