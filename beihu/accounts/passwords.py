"""Passwords of staff: guesses are counted one at a time, and a new password is set through a link used once."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from beihu.audit.actions import record

from . import sessions
from .locks import hold
from .models import User


class LinkTokens(PasswordResetTokenGenerator):
    """Valid for three days (`PASSWORD_RESET_TIMEOUT`) and until a password is set."""

    key_salt = "beihu.accounts.passwords"


tokens = LinkTokens()


@transaction.atomic
def check_password(request: HttpRequest, username: str, password: str) -> User | None:
    """The person, or None. Under a lock per account: parallel guesses cannot outrun the count of failures.

    django-axes counts in the same transaction, per username, known or not; Django's backend hashes the
    password for an unknown one too. A locked account sets `request.axes_locked_out`.
    """
    hold(f"password of {username}")
    user = authenticate(request, username=username, password=password)
    return user if isinstance(user, User) else None


def password_link(user: User) -> str:
    """A full address where this person, once and within three days, sets a password."""
    uid = urlsafe_base64_encode(str(user.pk).encode())
    return settings.BASE_URL + reverse("set_password", args=[uid, tokens.make_token(user)])


def person_of_link(uid: str, token: str) -> User | None:
    """Whose link this is, while it is good."""
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(uid)), is_active=True)
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return user if user.username and tokens.check_token(user, token) else None


@transaction.atomic
def set_password(user: User, password: str) -> User:
    """A new password ends every session that the old one opened, and the link."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_all(user)
    record("account.password", user, by=user)
    return user
