"""Asked between claim and call: is this still to be sent? The rooms above answer for their own matters.

    rechecks.register("meeting", check)      # in AppConfig.ready; for sources "meeting:…"

`check(deliveries)` is given the batch's deliveries of its sources at once, costs one query at most, and answers
`{delivery.pk: reason}` for those that are not to be sent any more. A reason is a msgid of few words ("cancelled");
it becomes the note of the skipped row, by which the page counts.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from .models import Delivery

Check = Callable[[list[Delivery]], dict[UUID, str]]

_checks: dict[str, Check] = {}
_logger = logging.getLogger(__name__)


class Found(NamedTuple):
    """`no_more`: not to be sent, and why. `unclear`: their room stumbled; to be tried again later."""

    no_more: dict[UUID, str]
    unclear: set[UUID]


def register(name: str, check: Check) -> None:
    """`name` is the word before the colon of the sources it answers for."""
    _checks[name] = check


def ask(deliveries: Iterable[Delivery]) -> Found:
    batches: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        if delivery.source:
            batches[delivery.source.partition(":")[0]].append(delivery)
    found = Found({}, set())
    for name in batches.keys() & _checks.keys():
        try:
            with transaction.atomic():
                found.no_more.update(_checks[name](batches[name]))
        except Exception:  # a mistake in one room must not lose its messages, nor stop those of the others
            _logger.exception("Whether messages about a %s are still true could not be asked", name)
            found.unclear.update(row.pk for row in batches[name])
    return found
