"""A person's calendar behind a secret address: made, shown once, replaced, revoked, found.

The secret has 256 bits; only its SHA-256 is kept. Such a hash needs no salt and no slow function: nobody can try
all secrets, and looking one up is one row of an index.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.actions import record

from .models import CalendarFeed

READ_EVERY = timedelta(hours=1)  # how often reading is written down
LONGEST = 100  # characters of an address worth looking at


def new_feed(user: User) -> str:
    """The secret of a new address; one that was given out before stops at once."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        _revoke(user)
        feed = CalendarFeed.objects.create(user=user, key_hash=_hash(secret))
        record("feed.new", feed, by=user)
    return secret


def revoke_feed(user: User) -> bool:
    """The address stops; whether there was one."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        feed = CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).first()
        if feed is None:
            return False
        _revoke(user)
        record("feed.revoke", feed, by=user)
    return True


def owner_of(secret: str) -> User | None:
    """Whose calendar this is; None for an unknown, revoked or closed one."""
    if len(secret) > LONGEST:
        return None
    feed = (
        CalendarFeed.objects.select_related("user")
        .filter(key_hash=_hash(secret), revoked_at__isnull=True)
        .first()
    )
    if feed is None or not feed.user.is_active:
        return None
    _note_reading(feed)
    return feed.user


def _note_reading(feed: CalendarFeed) -> None:
    now = timezone.now()
    if feed.read_at is None or feed.read_at < now - READ_EVERY:
        stale = Q(read_at__isnull=True) | Q(read_at__lt=now - READ_EVERY)
        CalendarFeed.objects.filter(stale, pk=feed.pk).update(read_at=now)


def _revoke(user: User) -> None:
    CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=timezone.now())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
