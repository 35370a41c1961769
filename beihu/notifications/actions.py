"""Queue what must be told, in the transaction of the deed (nothing is sent from here); read; phone instead."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.states import Refused

from .models import Delivery, Notification, Robot
from .planning import SMS, Words, in_each_language, queue
from .poke import poke
from .robots import address


def notify(
    recipients: Iterable[Any],
    *,
    key: str,
    title: Words,
    body: Words = "",
    url: str = "",
    sms: bool = False,
    asked: bool = False,
    place: str = "",
) -> None:
    """Tell people one fact in the portal, at once, and with `sms` on their phone as well.

    `key` names the fact ("issue:12:event:34"); the same fact reaches the same person once however often
    this runs. Words may be callables: they are called in the recipient's language. `asked`: something is asked
    of them, so it comes even with text messages switched off. `place` is the code of where the matter lies:
    whose staff are asked to phone when a text message does not arrive.
    """
    people = {person.pk: person for person in recipients if person is not None and person.is_active}
    words = in_each_language(title, body)
    notices = []
    for person in people.values():
        subject, text = words.get(person.language) or words[settings.LANGUAGE_CODE]
        notices.append(Notification(recipient=person, key=key, title=subject, body=text, url=url))
    with transaction.atomic():
        Notification.objects.bulk_create(notices, batch_size=500, ignore_conflicts=True)
        if sms and people:
            queue(people, fact=key, words=words, url=url, place=place, channels=[SMS], asked=asked)


def queue_sms(
    address: str,
    body: str,
    *,
    key: str,
    recipient: Any = None,
    secret: bool = False,
    expires_at: datetime | None = None,
    place: str = "",
) -> Delivery:
    """One text message into the outbox. A secret one (a code) is blanked once it has been sent."""
    with transaction.atomic():
        delivery, _new = Delivery.objects.get_or_create(
            key=key,
            defaults={
                "channel": Delivery.Channel.SMS,
                "recipient": recipient,
                "address": address,
                "body": body,
                "secret": secret,
                "expires_at": expires_at,
                "place_id": place,
            },
        )
        transaction.on_commit(poke, robust=True)
    return delivery


def add_robot(*, place: str, name: str, url: str, by: Any) -> Robot:
    """A work group is told from now on what lies at this place."""
    if address(url) is None:
        raise Refused(_("This address is not one of a robot that the portal may speak to."))
    with transaction.atomic():
        robot, new = Robot.objects.get_or_create(
            place_id=place, url=url, closed_at=None, defaults={"name": name}
        )
        if new:
            record("robot.add", robot, by=by)
    return robot


def close_robot(robot: Robot, *, by: Any) -> None:
    """The work group is told nothing any more; its address is forgotten."""
    with transaction.atomic():
        rows = Robot.objects.filter(pk=robot.pk, closed_at__isnull=True)
        if rows.update(closed_at=timezone.now(), url=""):
            record("robot.close", robot, by=by)


def forget(prefix: str, people: Iterable[int]) -> None:
    """Take persons out of what was told about a matter (keys that begin so): retention is over.

    Their notices (ids in `people`) go; deliveries stay in the ledger without number, words and recipient.
    """
    Notification.objects.filter(recipient__in=list(people), key__startswith=prefix).delete()
    settled = Delivery.objects.filter(key__startswith=prefix, settled_at__isnull=False)
    settled.update(address="", subject="", body="", recipient=None)


def mark_read(notices: QuerySet[Notification]) -> int:
    """Opened by the recipient; the first time counts. How many were unread."""
    return notices.filter(read_at__isnull=True).update(read_at=timezone.now())


def mark_reached(delivery: Delivery, *, by: Any) -> None:
    """Staff told the person on the phone what the message said."""
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if not Delivery.objects.to_phone().filter(pk=row.pk).exists():
            raise Refused(_("Somebody has ticked this off already. Reload the page to see the list."))
        Delivery.objects.filter(pk=row.pk).update(reached_at=timezone.now(), reached_by=by)
        record("reach", row, by=by)


def reveal_recipient(delivery: Delivery, *, by: Any) -> tuple[str, str]:
    """Name and address in full, to tell the person in another way; logged."""
    record("reveal", delivery, by=by, reason=_("A message did not arrive."))
    person = delivery.recipient
    number = delivery.address
    if delivery.channel == Delivery.Channel.EMAIL:  # one phones a phone; without one, the address must do
        number = (person.phone if person else "") or delivery.address
    return (person.name if person else "", number)
