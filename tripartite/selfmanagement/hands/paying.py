"""Pay of a month: reckoned from contract and plan, paid from the ledger in the same transaction, once a hand and month."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.states import Refused
from buildings.joint.actions import needed

from ..ledger.entering import enter
from ..ledger.models import Book, Purpose
from .actions import lock
from .models import WORDS, HandPay, HiredHand
from .rota import month_of, next_month, reckon


def months_due(hand: HiredHand) -> list[date]:
    """Months that are over, or whose contract is, and are not paid yet; the oldest first, twelve at most."""
    today = timezone.localdate()
    paid = set(hand.payments.values_list("month", flat=True))
    found: list[date] = []
    month = month_of(hand.since)
    while month <= today and len(found) < 12:
        ends = min(day for day in (next_month(month), hand.until) if day)
        if hand.until is not None and month >= hand.until:
            break
        if ends <= today and month not in paid:
            found.append(month)
        month = next_month(month)
    return found


@transaction.atomic
def pay(
    hand: HiredHand, *, by: Any, month: date, account: str, amount: Decimal | None = None, note: str = ""
) -> HandPay:
    """The reckoned sum, or another with the reason. Refused for a month that is not over, or was paid."""
    row = lock(hand, by)
    month = month_of(month)
    if row.payments.filter(month=month).exists():
        raise Refused(_("This month has been paid already."))
    if month not in months_due(row):
        raise Refused(_("This month is not over yet, or not one of the contract."))
    reckoned = reckon(row, month)
    amount = reckoned.amount if amount is None else amount
    if amount <= 0:
        raise Refused(_("There is nothing to pay for this month."))
    note = (
        needed(note, _("Say why the sum differs from what was reckoned."), WORDS)
        if amount != reckoned.amount
        else ""
    )
    book = Book.objects.open_at(row.place_id)
    if book is None:
        raise Refused(_("This compound has no open book to pay from. Open one first."))
    named = {"job": row.get_job_display(), "month": date_format(month, "YEAR_MONTH_FORMAT")}
    entry = enter(
        book,
        on=timezone.localdate(),
        purpose=Purpose.WAGES,
        amount=amount,
        account=account,
        words=_("Wages: %(job)s, %(month)s") % named,
        by=by,
        document_number=f"{row.contract_number or f'#{row.pk}'} {month:%Y-%m}",
        key=uuid.uuid5(row.key, f"{month:%Y-%m}"),
    )
    paid = HandPay.objects.create(
        hand=row,
        month=month,
        shifts=reckoned.shifts,
        proposed=reckoned.amount,
        amount=amount,
        entry=entry,
        note=note,
        by=by,
    )
    record("hand.pay", row, by=by, month=f"{month:%Y-%m}")
    return paid
