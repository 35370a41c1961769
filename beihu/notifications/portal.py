"""Notices in the portal are folded: a chunk of deliveries becomes notifications in one transaction, exactly once.

Nobody is called, so there is nothing to be in doubt about: what was claimed and not committed is due again.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from . import rechecks
from .models import Delivery, DeliveryQuerySet, Notification
from .states import move

CHUNK = 1000
LATER = timedelta(minutes=1)
_FOLD = """
    INSERT INTO {notification} (recipient_id, key, title, body, url, created_at)
    SELECT recipient_id, left(key, 120), subject, body, url, %(now)s
    FROM {delivery} WHERE id = ANY(%(ids)s) AND recipient_id IS NOT NULL
    ON CONFLICT (recipient_id, key) DO NOTHING
"""


def due() -> DeliveryQuerySet:
    now = timezone.now()
    rows = Delivery.objects.filter(state="due", channel=Delivery.Channel.PORTAL, due_at__lte=now)
    return rows.exclude(expires_at__lte=now).order_by("expires_at", "due_at")


def fold() -> list[bool]:
    """One chunk; for each delivery, that its matter is closed."""
    tables = {"notification": Notification, "delivery": Delivery}
    names = {name: connection.ops.quote_name(model._meta.db_table) for name, model in tables.items()}
    with transaction.atomic(durable=True):
        wanted = due().only("source", "version", "kind", "channel", "recipient_id")
        rows = list(wanted.select_for_update(skip_locked=True)[:CHUNK])
        if not rows:
            return []
        no_more, unclear = rechecks.ask(rows)
        for reason in set(no_more.values()):
            these = [pk for pk, why in no_more.items() if why == reason]
            move(Delivery.objects.filter(pk__in=these), "skip", note=reason)
        Delivery.objects.filter(pk__in=unclear).update(due_at=timezone.now() + LATER)
        told = [row.pk for row in rows if row.pk not in no_more and row.pk not in unclear]
        with connection.cursor() as cursor:
            cursor.execute(_FOLD.format(**names), {"now": timezone.now(), "ids": told})
        move(Delivery.objects.filter(pk__in=told), "fold")
    return [True] * len(rows)
