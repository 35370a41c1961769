"""Sessions: begun by signing in, listed to their owner, ended from anywhere.

A session is Django's row plus a `UserSession` that says which browser it is. Ending one deletes Django's
row, so the browser's next request finds nobody signed in; no request pays a query for that.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import login, logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django_otp import login as mark_verified

from .addresses import browser_name, client_address
from .models import User, UserSession

BY_CODE, BY_PASSWORD = "code", "password"
RESIDENT_AGE = timedelta(days=30)  # rolling
STAFF_AGE = timedelta(hours=12)  # from signing in: one working day
SEEN_EVERY = timedelta(minutes=10)
WAY, SEEN = "way", "seen"
BACKEND = "buildings.posts.backend.PostBackend"


@transaction.atomic
def begin(request: HttpRequest, user: User, way: str, device: Any = None) -> UserSession:
    """Sign a person in: a fresh session key, and the row by which they will recognise this browser.

    `device` is the second factor that was shown, if any.
    """
    old_key = request.session.session_key
    login(request, user, backend=BACKEND)
    if device is not None:
        mark_verified(request, device)
    request.session[WAY] = way
    request.session[SEEN] = timezone.now().timestamp()
    request.session.set_expiry(
        timezone.now() + STAFF_AGE if way == BY_PASSWORD else int(RESIDENT_AGE.total_seconds())
    )
    request.session.save()  # a session that was flushed on the way has no key before that
    UserSession.objects.filter(session_key=old_key).delete()
    return UserSession.objects.create(
        user=user,
        session_key=request.session.session_key or "",
        address=client_address(request),
        browser=browser_name(request.headers.get("User-Agent", ""))[:200],
    )


def end_current(request: HttpRequest) -> None:
    """Sign out here."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)


@transaction.atomic
def end(sessions: QuerySet[UserSession]) -> int:
    """Sign these browsers out; how many there were."""
    keys = list(sessions.select_for_update().values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_all(user: User, *, but: str | None = None) -> int:
    """Sign a person out everywhere, but for the session of this key."""
    return end(UserSession.objects.filter(user=user).exclude(session_key=but or ""))


def touch(request: HttpRequest) -> None:
    """Note that the browser was here, every ten minutes at most; that also rolls a resident's 30 days on."""
    now = timezone.now()
    if now.timestamp() - request.session.get(SEEN, 0) < SEEN_EVERY.total_seconds():
        return
    request.session[SEEN] = now.timestamp()
    UserSession.objects.filter(session_key=request.session.session_key).update(
        seen_at=now, address=client_address(request)
    )


def sweep() -> None:
    """Forget sessions that have ended by themselves."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive)).delete()
