"""Sending what is due: claim, ask whether it is still true, call, write down what came of it.

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

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from . import portal, rechecks
from .channels import SMTP, Channel, DevOutbox, Verdict
from .mail import Mail
from .models import Delivery, DeliveryQuerySet
from .robots import Robots
from .sms import Gateway
from .states import MOVES, S, move

ATTEMPTS = 12  # sendings and askings together: about five hours with the delays below
TURN = 5.0  # seconds of one channel before the next has its turn
PATIENCE = 8  # failures in a row that end a run; the next sweep tries again
PORTAL = Delivery.Channel.PORTAL
Batch = Callable[[], list[bool]]
_logger = logging.getLogger(__name__)


def delay(attempts: int) -> timedelta:
    """15 s, 30 s, 1 min … one hour."""
    return timedelta(seconds=min(15 * 2 ** (attempts - 1), 3600))


def run(seconds: float = 45) -> None:
    """Recover what dead workers left, then send what is due, for so long at most. Safe to run many at once.

    The channels take turns, so that a hundred thousand text messages do not hold up one letter.
    """
    until = time.monotonic() + seconds
    drop()
    with open_channels() as channels:
        lines: list[Batch] = [portal.fold]
        for name, channel in channels.items():
            lines += [partial(recover, name, channel), partial(send, name, channel)]
        while lines:
            lines = [batch for batch in lines if work(until, batch)]


@contextmanager
def open_channels() -> Iterator[dict[str, Channel]]:
    """The channels that are set up, by name, for one run; deliveries of the others stay due."""
    channels: dict[str, Channel] = {}
    with ExitStack() as stack:
        if settings.SMS_GATEWAY_URL:
            channels[Delivery.Channel.SMS] = Gateway(settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_SECRET)
        if settings.EMAIL_BACKEND == SMTP:
            channels[Delivery.Channel.EMAIL] = stack.enter_context(Mail())
        if not settings.DEMO:  # the demo's work groups are nobody's
            channels[Delivery.Channel.ROBOT] = Robots()
        if settings.DEV_OUTBOX:
            for name in set(Delivery.Channel.values) - {PORTAL}:
                channels.setdefault(name, DevOutbox(Path(settings.DEV_OUTBOX)))
        yield channels


def work(until: float, batch: Batch) -> bool:
    """Batch after batch, for one turn; whether there is more to do and time to do it.

    There is not when nothing is left, or when eight in a row failed: the gateway is ill.
    """
    misses, turn = 0, time.monotonic() + TURN
    while time.monotonic() < min(until, turn):
        closed = batch()
        misses = 0 if any(closed) else misses + len(closed)
        if not closed or misses >= PATIENCE:
            return False
    return time.monotonic() < until


def drop() -> None:
    """What came too late or has nowhere to go is skipped, and counted by its note."""
    due = Delivery.objects.filter(state=S.DUE)
    move(due.filter(expires_at__lte=timezone.now()), "skip", note="too late")
    move(due.filter(address="").exclude(channel=PORTAL), "skip", note="no address")


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

    claimed = claim(name, channel.batch)
    good = still_true(claimed)
    lost = [True] * (len(claimed) - len(good))
    return lost + [settle(row, verdict) for row, verdict in call(attempt, good)]


def still_true(rows: list[Delivery]) -> list[Delivery]:
    """Without those that their room takes back (cancelled, moved, declined …), which are skipped with the reason."""
    found = rechecks.ask(rows)
    for reason in set(found.no_more.values()):
        these = [row for row in rows if found.no_more.get(row.pk) == reason]
        move(_ours(*these), "withdraw", note=reason)
    for row in rows:
        if row.pk in found.unclear:
            settle(row, Verdict("later", "could not be checked"))
    return [row for row in rows if row.pk not in found.no_more and row.pk not in found.unclear]


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


def _ours(*rows: Delivery) -> DeliveryQuerySet:
    """These of one claim, as far as nobody else has taken them over."""
    return Delivery.objects.filter(pk__in=[row.pk for row in rows], attempt=rows[0].attempt)


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
