"""The verbs of signing in and of one's own account."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.notifications.models import Delivery
from beihu.states import Refused

from . import codes, personal, sessions
from .models import OneTimeCode, User, UserSession

ERASE_AFTER = timedelta(days=15)


def sign_in_by_code(request: HttpRequest, phone: str, code: str) -> User:
    """Sign in the person with this phone, who becomes a new resident the first time."""
    if not codes.use_code(phone, code):
        raise Refused(
            _(
                "This code is wrong, too old or already used. Look for the newest message, or ask for a new code."
            )
        )
    with transaction.atomic():
        user, _new = User.objects.get_or_create(phone=phone, defaults={"password": make_password(None)})
        if not user.is_active:
            raise Refused(_("This account is closed. Please ask your residents' committee."))
        if user.signs_in_as_staff:
            raise Refused(_("You hold a post. Please sign in with username and password."))
        sessions.begin(request, user, sessions.BY_CODE)
    return user


def fresh(user: Any) -> User:
    """The person's own row, to be changed without changing whom the page speaks to."""
    return User.objects.get(pk=user.pk)


def erased_on(user: Any) -> datetime | None:
    """When the account will be erased, if that was asked."""
    return user.deletion_asked_at + ERASE_AFTER if user.deletion_asked_at else None


@transaction.atomic
def end_session(session: UserSession, *, by: Any) -> None:
    """Sign one browser out."""
    sessions.end(UserSession.objects.filter(pk=session.pk, user=by))


@transaction.atomic
def end_all_sessions(user: Any) -> int:
    """Sign out everywhere, here included."""
    count = sessions.end_all(user)
    record("account.sign_out_everywhere", user, by=user, sessions=count)
    return count


@transaction.atomic
def ask_deletion(user: Any) -> None:
    """Ask that the account be erased; fifteen days are left to take it back."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.signs_in_as_staff:
        raise Refused(
            _("You hold a post. It must end before your account can be erased: ask the street office.")
        )
    if user.deletion_asked_at is None:
        user.deletion_asked_at = timezone.now()
        user.save(update_fields=["deletion_asked_at"])
        record("account.ask_deletion", user, by=user)


@transaction.atomic
def keep_account(user: Any) -> None:
    """Take the request back."""
    if User.objects.filter(pk=user.pk, deletion_asked_at__isnull=False).update(deletion_asked_at=None):
        record("account.keep", user, by=user)


def erase_due() -> int:
    """Erase the accounts whose fifteen days are over; how many. Whoever got a post since is left alone."""
    due = User.objects.filter(deletion_asked_at__lte=timezone.now() - ERASE_AFTER, is_active=True)
    return sum(_erase(pk) for pk in list(due.values_list("pk", flat=True)[:100]))


@transaction.atomic
def _erase(pk: int) -> bool:
    user = User.objects.select_for_update().get(pk=pk)
    if user.deletion_asked_at is None or user.signs_in_as_staff:
        return False
    OneTimeCode.objects.filter(phone=user.phone).delete()
    Delivery.objects.filter(recipient=user).update(address="", subject="", body="")
    sessions.end_all(user)
    personal.erase(user)
    record("account.erase", user, by=None)
    return True
