"""How the tables of activities and sign-ups look from the door and from the ledger: the only place that reads their states."""

from django.db.models import QuerySet

from .models import Activity, SignUp
from .states import COUNTED, SignUpStatus, Status


def came_states() -> tuple[str, ...]:
    """While people come, and afterwards until everything is entered."""
    return (Status.ANNOUNCED, Status.DONE)


def told_states() -> tuple[str, ...]:
    """Whom changes concern."""
    return COUNTED


def is_coming(activity: Activity) -> bool:
    return activity.status == Status.ANNOUNCED


def is_done(activity: Activity) -> bool:
    return activity.status == Status.DONE


def cancelled(activity: Activity) -> bool:
    return activity.status == Status.CANCELLED


def seated(activity: Activity) -> QuerySet[SignUp]:
    """Those who have a seat."""
    return SignUp.objects.filter(activity=activity, status=SignUpStatus.SEATED)
