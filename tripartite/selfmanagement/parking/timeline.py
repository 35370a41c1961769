"""What happened to a permit is written down once, logged, and told to whose it is, in one transaction."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold
from beihu.notifications.actions import notify
from beihu.states import Refused

from .models import REASON, Permit, PermitEvent

TOLD = {
    "queue": pgettext_lazy("permit", "Your parking permit: you are on the waiting list"),
    "grant": pgettext_lazy("permit", "Your parking permit has been granted"),
    "refuse": pgettext_lazy("permit", "Your parking permit has been refused"),
    "end": pgettext_lazy("permit", "Your parking permit has ended"),
}


def lock(permit: Permit) -> Permit:
    row: Permit | None = hold(Permit.objects.all(), permit, "lot", "household")
    if row is None:
        raise Refused(_("This entry no longer exists."))
    return row


def write(row: Permit, verb: str, *, by: Any, note: str = "") -> PermitEvent:
    event = PermitEvent.objects.create(permit=row, actor=by, verb=verb, note=note[:REASON])
    record(f"permit.{verb}", row, by=by, reason=redact(note)[:REASON])
    if row.user is not None and row.user_id != by.pk and verb in TOLD:
        notify(
            [row.user],
            key=f"permit:{row.pk}:{event.pk}",
            title=lambda: str(TOLD[verb]),
            body=note[:REASON],
            url=row.get_absolute_url(),
            place=row.lot.place_id,
        )
    return event
