"""Elections and handovers that fall due: each stage told once, however often the sweep runs.

The stage last told stands with the row (`told`), and the notice's key names row, day and stage: a sweep that died
between the two, or ran twice at once, tells nobody twice. A stage that was missed is left out: only the present one is
told.
"""

import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from .committees import Term
from .companies import HandoverItem
from .people import tell_keepers

BATCH = 200
log = logging.getLogger(__name__)

# (stage, days before the due day from which it holds, words); the later stage wins
Stage = tuple[int, int, str | Promise]
ELECTION: tuple[Stage, ...] = (
    (1, 90, gettext_lazy("%(what)s: the next election is due on %(day)s, in three months")),
    (2, 30, gettext_lazy("%(what)s: the next election is due on %(day)s, in one month")),
    (3, 0, gettext_lazy("%(what)s: the election is due since %(day)s")),
)
HANDOVER: tuple[Stage, ...] = (
    (1, 7, gettext_lazy("%(what)s: to be handed over by %(day)s")),
    (2, 0, gettext_lazy("%(what)s: to be handed over today, %(day)s")),
    (3, -1, gettext_lazy("%(what)s: should have been handed over on %(day)s")),
)


def elections() -> int:
    """Open terms whose next election comes near, or is late."""
    rows = Term.objects.filter(until__isnull=True).filter(_untold(ELECTION)).select_related("party")
    return _each(rows, _tell_election)


def handovers() -> int:
    """Items of checklists that are still open."""
    rows = HandoverItem.objects.filter(done_on__isnull=True).filter(_untold(HANDOVER))
    return _each(rows.select_related("contract__company", "contract__party"), _tell_item)


def sweep() -> dict[str, int]:
    return {"elections": elections(), "handovers": handovers()}


def stage_of(stages: tuple[Stage, ...], due_on: date, today: date) -> Stage | None:
    """The stage that holds today, None while it is too early."""
    return next((one for one in reversed(stages) if due_on <= today + timedelta(days=one[1])), None)


def _untold(stages: tuple[Stage, ...]) -> Q:
    """Rows for which a stage holds that has not been told."""
    today, found = timezone.localdate(), Q(pk__in=[])
    for number, days, _words in stages:
        found |= Q(due_on__lte=today + timedelta(days=days), told__lt=number)
    return found


def _each(due: QuerySet[Any], deed: Callable[[Any], None]) -> int:
    """Row by row in transactions of their own; a row another sweep holds is left to it."""
    done = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        try:
            with transaction.atomic():
                row = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                if row is not None:
                    deed(row)
                    done += 1
        except Exception:
            log.exception("%s %s: the reminder could not be written", due.model.__name__, pk)
    return done


def _tell_election(term: Term) -> None:
    party = term.party
    url = reverse("party", args=[party.pk])
    _tell(term, ELECTION, "term", party.name, party, party.place_id, url)


def _tell_item(item: HandoverItem) -> None:
    contract = item.contract
    url = reverse("handover", args=[contract.pk])
    _tell(
        item,
        HANDOVER,
        "handover",
        lambda: f"{contract.company.name} {item}",
        contract.party,
        contract.place_id,
        url,
    )


def _tell(row: Any, stages: tuple[Stage, ...], kind: str, what: Any, party: Any, code: str, url: str) -> None:
    stage = stage_of(stages, row.due_on, timezone.localdate())
    if stage is None:
        return
    number, _days, words = stage

    def title() -> str:
        said = what() if callable(what) else what
        return str(words) % {"what": said, "day": date_format(row.due_on)}

    tell_keepers(party, code, key=f"{kind}:{row.pk}:{row.due_on}:{number}", title=title, url=url)
    row.told = number
    row.save(update_fields=["told"])
