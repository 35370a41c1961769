"""The states of a delivery and the lines between them, as one table, and the only code that writes a state.

| state | meaning |
|---|---|
| due | to be sent from `due_at` on |
| sending | a worker holds it until `lease_until` under the id in `attempt`; committed before the gateway is called |
| sent | the gateway took it; of the portal: the notice is there |
| failed | the gateway refused it for good, or did not take it in twelve attempts: staff phone |
| skipped | there is no use or no way: `note` says why |
| unknown | it may or may not have arrived and nobody can say: staff phone |
"""

from typing import Any

from django.db.models import Case, F, TextField, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Delivery, DeliveryQuerySet

S = Delivery.State
MOVES: dict[str, tuple[S, S]] = {
    "claim": (S.DUE, S.SENDING),
    "keep": (S.SENDING, S.SENDING),  # a new lease, for asking
    "give_back": (S.SENDING, S.DUE),
    "skip": (S.DUE, S.SKIPPED),
    "withdraw": (S.SENDING, S.SKIPPED),  # claimed, but overtaken by events
    "fold": (S.DUE, S.SENT),  # in the portal: no gateway in between
    "sent": (S.SENDING, S.SENT),
    "fail": (S.SENDING, S.FAILED),
    "lose": (S.SENDING, S.UNKNOWN),
}
ENDS = {S.SENT, S.FAILED, S.SKIPPED, S.UNKNOWN}
BLANKED = Case(When(secret=True, then=Value("")), default=F("body"), output_field=TextField())
NOTES = {  # why it was skipped, in the reader's words
    "too late": _("too late"),
    "no address": _("no address"),
    "cancelled": _("cancelled"),
    "moved": _("moved"),
    "declined": _("will not come"),
    "checked in": _("already there"),
    "no longer invited": _("no longer invited"),
    "gone": _("no longer there"),
    "unsubscribed": _("no longer wanted"),
    "withdrawn": _("withdrawn"),
    "overtaken": _("a newer one went out"),
    "done": _("done already"),
}


def move(rows: DeliveryQuerySet, verb: str, **facts: Any) -> int:
    """Take rows along one line of the table; how many were still where the line begins."""
    source, target = MOVES[verb]
    if target in ENDS:
        facts |= {"settled_at": timezone.now(), "lease_until": None, "body": BLANKED}
    return rows.filter(state=source).update(state=target, **facts)
