"""The life of a delivery, as one table, and the only code that writes its state.

| state | meaning |
|---|---|
| due | to be sent from `due_at` on |
| sending | a worker holds it until `lease_until` under the id in `attempt`; committed before the gateway is called |
| sent | the gateway took it |
| failed | the gateway refused it for good, or did not take it in twelve attempts: staff phone |
| skipped | there is no use or no way: `note` says why |
| unknown | it may or may not have arrived and nobody can say: staff phone |

A worker that dies leaves `sending` rows behind. When their lease runs out they are not sent again blindly:
the gateway is asked by our key, and only what it never saw becomes due again.
"""

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, TextField, Value, When
from django.utils import timezone

from .channels import SMTP, Channel, DevOutbox, Verdict
from .mail import Mail
from .models import Delivery, DeliveryQuerySet
from .sms import Gateway

S = Delivery.State
MOVES: dict[str, tuple[S, S]] = {
    "claim": (S.DUE, S.SENDING),
    "keep": (S.SENDING, S.SENDING),  # a new lease, for asking
    "give_back": (S.SENDING, S.DUE),
    "skip": (S.DUE, S.SKIPPED),
    "sent": (S.SENDING, S.SENT),
    "fail": (S.SENDING, S.FAILED),
    "lose": (S.SENDING, S.UNKNOWN),
}
ENDS = {S.SENT, S.FAILED, S.SKIPPED, S.UNKNOWN}
ATTEMPTS = 12  # sendings and askings together: about five hours with the delays below
PATIENCE = 8  # failures in a row that end a run; the next sweep tries again
_logger = logging.getLogger(__name__)
BLANKED = Case(When(secret=True, then=Value("")), default=F("body"), output_field=TextField())


def delay(attempts: int) -> timedelta:
    """15 s, 30 s, 1 min … one hour."""
    return timedelta(seconds=min(15 * 2 ** (attempts - 1), 3600))


def move(rows: DeliveryQuerySet, verb: str, **facts: Any) -> int:
    """Take rows along one line of the table; how many were still where the line begins."""
    source, target = MOVES[verb]
    if target in ENDS:
        facts |= {"settled_at": timezone.now(), "lease_until": None, "body": BLANKED}
    return rows.filter(state=source).update(state=target, **facts)


def run(seconds: float = 45) -> None:
    """Recover what dead workers left, then send what is due, for so long at most. Safe to run many at once."""
    until = time.monotonic() + seconds
    drop()
    with open_channels() as channels:
        for name, channel in channels.items():
            work(until, partial(recover, name, channel))
            work(until, partial(send, name, channel))


@contextmanager
def open_channels() -> Iterator[dict[str, Channel]]:
    """The channels that are set up, by name, for one run; deliveries of the others stay due."""
    channels: dict[str, Channel] = {}
    with ExitStack() as stack:
        if settings.SMS_GATEWAY_URL:
            channels[Delivery.Channel.SMS] = Gateway(settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_SECRET)
        if settings.EMAIL_BACKEND == SMTP:
            channels[Delivery.Channel.EMAIL] = stack.enter_context(Mail())
        if settings.DEV_OUTBOX:
            for name in Delivery.Channel.values:
                channels.setdefault(name, DevOutbox(Path(settings.DEV_OUTBOX)))
        yield channels


def work(until: float, batch: Callable[[], list[bool]]) -> None:
    """Batch after batch, until the time is over, nothing is left, or eight in a row failed: the gateway is ill."""
    misses = 0
    while time.monotonic() < until and misses < PATIENCE and (closed := batch()):
        misses = 0 if any(closed) else misses + len(closed)


def drop() -> None:
    """What came too late or has nowhere to go is skipped, and counted by its note."""
    due = Delivery.objects.filter(state=S.DUE)
    move(due.filter(expires_at__lte=timezone.now()), "skip", note="too late")
    move(due.filter(address=""), "skip", note="no address")


def claim(channel: str, size: int) -> list[Delivery]:
    """Up to `size` due rows, ours alone until the lease ends; what expires (a code) goes before what can wait."""
    now = timezone.now()
    due = Delivery.objects.filter(state=S.DUE, channel=channel, due_at__lte=now).exclude(address="")
    return _lease(due.exclude(expires_at__lte=now).order_by("expires_at", "due_at"), "claim", size)


def send(name: str, channel: Channel) -> list[bool]:
    """One batch to the gateway; for each delivery, whether its matter is closed."""

    def attempt(row: Delivery) -> Verdict:
        verdict = channel.send(row)
        return channel.ask(row) if verdict.kind == "doubt" else verdict

    return [settle(row, verdict) for row, verdict in call(attempt, claim(name, channel.batch))]


def recover(name: str, channel: Channel) -> list[bool]:
    """Ask about one batch of rows whose worker did not come back; for each, whether the gateway knew."""
    orphans = Delivery.objects.filter(channel=name, lease_until__lt=timezone.now())
    asked = call(channel.ask, _lease(orphans.order_by("lease_until"), "keep", channel.batch))
    return [settle(row, verdict, again=timezone.now()) or verdict.kind == "unseen" for row, verdict in asked]


def call(what: Callable[[Delivery], Verdict], rows: list[Delivery]) -> Iterator[tuple[Delivery, Verdict]]:
    """Speak to the gateway about all rows at once, and tell as answers come. No thread touches the database."""

    def guarded(row: Delivery) -> Verdict:
        try:
            return what(row)
        except Exception as error:  # one poisonous row must not stop the others
            _logger.exception("Delivery %s stumbled", row.pk)
            return Verdict("doubt", type(error).__name__)

    if len(rows) < 2:
        yield from ((row, guarded(row)) for row in rows)
        return
    with ThreadPoolExecutor(len(rows)) as pool:
        asked = {pool.submit(guarded, row): row for row in rows}
        yield from ((asked[done], done.result()) for done in as_completed(asked))


def settle(row: Delivery, verdict: Verdict, again: datetime | None = None) -> bool:
    """Write down what came of it, if the row still is ours; whether the matter is closed.

    `again`: when to send what the gateway never saw; otherwise after a delay that grows.
    """
    ours, note, last = _ours(row), verdict.note[:300], row.attempts >= ATTEMPTS
    pause = timezone.now() + delay(row.attempts)
    if verdict.kind == "sent":
        move(ours, "sent", note=note)
    elif verdict.kind == "failed" or (last and verdict.kind in {"later", "unseen"}):
        move(ours, "fail", note=note)
    elif verdict.kind == "lost" or last:
        move(ours, "lose", note=note)
    elif verdict.kind == "doubt":
        move(ours, "keep", note=note, lease_until=pause)
    else:
        move(ours, "give_back", note=note, attempt=None, lease_until=None, due_at=again or pause)
    return verdict.kind in {"sent", "failed", "lost"}


def _ours(row: Delivery) -> DeliveryQuerySet:
    return Delivery.objects.filter(pk=row.pk, attempt=row.attempt)


def _lease(rows: DeliveryQuerySet, verb: str, size: int) -> list[Delivery]:
    """Lock rows nobody else holds, mark them as ours, and commit before anybody is called."""
    attempt, until = uuid.uuid4(), timezone.now() + timedelta(seconds=settings.OUTBOX_LEASE)
    with transaction.atomic(durable=True):
        found = list(rows.filter(state=MOVES[verb][0]).select_for_update(skip_locked=True)[:size])
        move(
            Delivery.objects.filter(pk__in=[row.pk for row in found]),
            verb,
            attempt=attempt,
            attempts=F("attempts") + 1,
            lease_until=until,
        )
    for row in found:
        row.attempt, row.attempts = attempt, row.attempts + 1
    return found
