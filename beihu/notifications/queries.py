"""What pages ask of this room: how many unread, which page of the list, is anything wrong."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import InvalidPage
from django.db.models import Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from .models import Delivery, DeliveryQuerySet, Heartbeat, Notification
from .poke import bell
from .progress import FOLDING

UNREAD_SHOWN = 99
PAGE = 25


def notices_after(user: Any, cursor: str) -> tuple[list[Notification], str]:
    """A page of somebody's notices, unread first, newest first, and the cursor of the next page ('' = last)."""
    rows: QuerySet[Notification] = Notification.objects.filter(recipient=user)
    rows = rows.alias(seen=Q(read_at__isnull=False)).order_by("seen", "-pk")
    if cursor:
        flag, _dash, pk = cursor.partition("-")
        if flag not in {"0", "1"} or not pk.isdecimal() or len(pk) > 18:
            raise InvalidPage
        last = Q(read_at__isnull=flag == "0", pk__lt=int(pk))
        rows = rows.filter(last | Q(read_at__isnull=False) if flag == "0" else last)
    return _cut(list(rows[: PAGE + 1]), lambda row: f"{int(row.read_at is not None)}-{row.pk}")


def to_phone_after(rows: DeliveryQuerySet, cursor: str) -> tuple[list[Delivery], str]:
    """A page of deliveries that did not arrive, oldest first."""
    if cursor:
        try:
            at, pk = datetime.fromisoformat(cursor[:-37]), UUID(cursor[-36:])
        except ValueError as error:
            raise InvalidPage from error
        if at.tzinfo is None:
            raise InvalidPage
        rows = rows.filter(Q(created_at__gt=at) | Q(created_at=at, pk__gt=pk))
    found = rows.to_phone().select_related("recipient").order_by("created_at", "pk")[: PAGE + 1]
    return _cut(list(found), lambda row: f"{row.created_at.isoformat()}_{row.pk}")


def unread_and_last_beats(user: Any) -> tuple[int, datetime | None, datetime | None]:
    """What the frame of a page needs, in one query: unread notices up to 99, when the sweep last ran, when figures were last counted."""
    unread = Notification.objects.filter(recipient=OuterRef("pk"), read_at__isnull=True).order_by()
    counted = Func(
        ArraySubquery(unread.values("pk")[:UNREAD_SHOWN]), function="cardinality", output_field=IntegerField()
    )
    beats = [Subquery(Heartbeat.objects.filter(name=name).values("at")) for name in ("sweep", FOLDING)]
    row = get_user_model().objects.filter(pk=user.pk).values_list(counted, *beats).first()
    return row or (0, None, None)


def troubles(*, lives: bool, counts: bool) -> list[str]:
    """Sentences for staff when messages do not go out as they should; `lives`: whether the sweep does; `counts`: whether folding does."""
    found = []
    if not (settings.SMS_GATEWAY_URL or settings.DEV_OUTBOX):
        found.append(_("No text-message gateway is set up: messages wait until SMS_GATEWAY_URL is set."))
    if bell.broken or not lives:
        found.append(_("Messages and deadlines run late: the worker, beat or the broker does not answer."))
    if lives and not counts:
        found.append(_("The figures of the dashboards stand still: the worker or beat does not count."))
    return found


def _cut(rows: list[Any], cursor: Any) -> tuple[list[Any], str]:
    return rows[:PAGE], cursor(rows[PAGE - 1]) if len(rows) > PAGE else ""
