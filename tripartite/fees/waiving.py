"""Verbs of waivers: one person asks, another decides. What is waived is not asked for any more; it was not collected."""

import uuid
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import saving
from beihu.states import Refused

from .models import Bill, Waiver
from .states import MACHINE, Status
from .till import hold, may, needed


@transaction.atomic
def ask(bill: Bill, *, by: Any, key: uuid.UUID, amount: Decimal, reason: str) -> Waiver:
    """Asked for, with a reason; nothing is waived before another person approves."""
    hold(bill.household.place_id)
    may(by, bill)
    if found := Waiver.objects.filter(key=key, bill=bill).first():
        return found
    row = Bill.objects.get(pk=bill.pk)
    reason = redact(needed(reason, _("Say why it is waived.")))
    if not 0 < amount <= row.open or amount != round(amount, 2):
        raise Refused(_("No more than what is open can be waived."))
    if row.waivers.filter(status=Status.ASKED).exists():
        raise Refused(_("A waiver of this bill is being decided already."))
    waiver = Waiver.objects.create(key=key, bill=row, amount=amount, reason=reason, asked_by=by)
    record("fee.waiver_ask", waiver, by=by, sum=str(amount), reason=reason)
    return waiver


@transaction.atomic
def decide(waiver: Waiver, verb: str, *, by: Any) -> Waiver:
    """approve or refuse by another person, withdraw by the one who asked. Refused for others, and when too little is open by now."""
    hold(waiver.bill.household.place_id)
    row: Waiver = (
        Waiver.objects.select_for_update(of=("self",)).select_related("bill__household").get(pk=waiver.pk)
    )
    MACHINE.check(row, verb, by)
    if (row.asked_by_id == by.pk) != (verb == "withdraw"):
        raise Refused(_("One person asks, another one decides; only who asked may withdraw."))
    if verb == "approve":
        if row.amount > row.bill.open:
            raise Refused(_("Less is open by now than this waiver asks for."))
        Bill.objects.filter(pk=row.bill_id).update(waived=F("waived") + row.amount)
    with saving(row):
        MACHINE.perform(row, verb, by=by)
        row.decided_by, row.decided_on = by, timezone.localdate()
    record(f"fee.waiver_{verb}", row, by=by, sum=str(row.amount))
    return row
