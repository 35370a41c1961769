"""Verbs of money that comes in and goes back. Every payment has its receipt in the same transaction."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.states import Refused
from buildings.households.models import Household
from tripartite.parties.models import Party

from .ledger import Allocation, Payment, Receipt, ReceiptCounter
from .models import Bill
from .till import allocate, collector, hold, may, needed


def _receipt(payment: Payment, compound: str) -> Receipt:
    """The next number of the compound and year. Hold the till: two first receipts of a year do not meet."""
    year = timezone.localdate().year
    ReceiptCounter.objects.get_or_create(place_id=compound, year=year, series=0)
    counter = ReceiptCounter.objects.select_for_update().get(place_id=compound, year=year, series=0)
    counter.last += 1
    counter.save(update_fields=["last"])
    return Receipt.objects.create(payment=payment, counter=counter, number=counter.last)


@transaction.atomic
def pay(household: Household, *, by: Any, key: uuid.UUID, party: Party, amount: Decimal, way: str, paid_on: date) -> Payment:  # fmt: skip
    """Money of a household: it goes to its oldest open bills of this party, what is left over waits for the next ones.

    A second click (the same key) answers the same payment.
    """
    compound = hold(household.place_id)
    may(by, household)
    if found := Payment.objects.filter(key=key).first():
        if (found.household_id, found.amount) != (household.pk, amount):
            raise Refused(_("This form was used already. Reload the page."))
        return found
    collector(party, compound)
    if amount <= 0 or amount != round(amount, 2):
        raise Refused(_("Enter an amount above zero, to the fen."))
    if paid_on > timezone.localdate():
        raise Refused(_("The day of the payment cannot lie ahead."))
    row = Payment.objects.create(
        key=key, household=household, party=party, amount=amount, way=way, paid_on=paid_on, by=by
    )
    _receipt(row, compound.code)
    allocate(compound.code, household.pk)
    record("fee.pay", row, by=by, sum=str(amount), way=way)
    return row


@transaction.atomic
def refund(payment: Payment, *, by: Any, key: uuid.UUID, amount: Decimal, reason: str) -> Payment:
    """Money given back, today: a negative payment that names the first one. What is not on a bill goes first, then the newest bills."""
    compound = hold(payment.household.place_id)
    may(by, payment)
    if found := Payment.objects.filter(key=key).first():
        if found.refunds_id != payment.pk:
            raise Refused(_("This form was used already. Reload the page."))
        return found
    reason = redact(needed(reason, _("Say why it is given back.")))
    if payment.refunds_id is not None:
        raise Refused(_("A refund cannot be given back."))
    if not 0 < amount <= payment.left or amount != round(amount, 2):
        raise Refused(_("No more than what is left of the payment can be given back."))
    row = Payment.objects.create(
        key=key, household=payment.household, party=payment.party, amount=-amount, way=payment.way,
        paid_on=timezone.localdate(), refunds=payment, reason=reason, by=by,
    )  # fmt: skip
    _take_back(payment, row, amount)
    _receipt(row, compound.code)
    record("fee.refund", row, by=by, sum=str(amount), of=payment.pk, reason=reason)
    return row


def _take_back(payment: Payment, row: Payment, amount: Decimal) -> None:
    """Off the bills, the newest first, what the payment did not keep free."""
    given = Allocation.objects.filter(
        payment__in=[payment.pk, *payment.refunded.values_list("pk", flat=True)]
    )
    on_bills = list(
        given.values("bill").annotate(sum=Sum("amount")).filter(sum__gt=0).order_by("-bill__due_on", "-bill")
    )
    left = amount - (payment.left + amount - sum((one["sum"] for one in on_bills), Decimal(0)))
    for one in on_bills:
        if (part := min(left, one["sum"])) <= 0:
            break
        Allocation.objects.create(payment=row, bill_id=one["bill"], amount=-part)
        Bill.objects.filter(pk=one["bill"]).update(paid=F("paid") - part)
        left -= part
