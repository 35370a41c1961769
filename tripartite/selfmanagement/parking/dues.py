"""Monthly fees: raised for a whole lot at once, taken one by one, each with a receipt and an entry in the ledger."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import hold, saving
from beihu.states import Refused

from ..ledger import entering
from ..ledger.models import Book, Entry, Money, Purpose
from . import queries
from .models import ParkingDue, ParkingLot
from .settling import held, may
from .states import Status

REPORTED = timedelta(days=3)  # a line may arrive two days late


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def month_before(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


@transaction.atomic
def raise_dues(lot: ParkingLot, *, month: date, by: Any) -> int:
    """What every permit that held in this month owes for it; how many are new. Again raises only what is missing."""
    row = held(lot)
    may(by, row)
    first, after = month.replace(day=1), next_month(month)
    if row.charging_since is None or row.charging_since >= after:
        raise Refused(_("In this month nothing was charged here. Start charging first."))
    if first > timezone.localdate():
        raise Refused(_("The month has not begun yet."))
    permits = row.permits.residents().filter(since__lt=after, status__in=(Status.GRANTED, Status.ENDED))
    permits = permits.filter(Q(until__isnull=True) | Q(until__gt=first) & Q(until__gt=F("since")))
    owing = [
        ParkingDue(permit=one, month=first, amount=price)
        for one in permits.exclude(dues__month=first)
        if (price := row.price_of(one.wish)) > 0
    ]
    ParkingDue.objects.bulk_create(owing)  # the lot is locked: nobody else raises any meanwhile
    if owing:
        record("parking.raise_dues", row, by=by, month=first.isoformat(), count=len(owing))
    return len(owing)


@transaction.atomic
def take(due: ParkingDue, *, account: str, by: Any, on: date | None = None) -> ParkingDue:
    """Paid, into the cash box or the bank: receipt and entry in one transaction. A second click is the same payment."""
    lot = held(ParkingLot.objects.select_related("place").get(permits=due.permit_id))
    may(by, lot)
    row: ParkingDue | None = hold(ParkingDue.objects.all(), due)
    if row is None:
        raise Refused(_("This entry no longer exists."))
    if row.is_paid:
        return row
    if account not in Money.values:
        raise Refused(_("Choose cash box or bank account."))
    book = Book.objects.open_at(lot.place)
    if book is None:
        raise Refused(_("This compound keeps no open book, so no money can be taken. Open the book first."))
    on = on or timezone.localdate()
    with saving(lot):
        lot.last_receipt += 1
    receipt = f"P{on.year}-{lot.last_receipt:05d}"
    words = _("Parking fee of %(month)s") % {"month": f"{row.month:%Y-%m}"}
    entry = entering.enter(
        book, on=on, purpose=Purpose.PARKING, amount=row.amount, account=account, words=words, by=by,
        document_number=receipt, key=row.key,
    )  # fmt: skip
    with saving(row):
        row.paid_on, row.account, row.receipt, row.entry, row.by = on, account, receipt, entry, by
    record("parking.take", row, by=by, receipt=receipt)
    return row


@transaction.atomic
def take_back(due: ParkingDue, *, reason: str, by: Any) -> ParkingDue:
    """A payment written down by mistake: its entry is reversed and the due is open again. Again is once."""
    lot = held(ParkingLot.objects.select_related("place").get(permits=due.permit_id))
    may(by, lot)
    row: ParkingDue | None = hold(
        ParkingDue.objects.select_related("entry__book__place", "entry__book__party"), due
    )
    if row is None:
        raise Refused(_("This entry no longer exists."))
    if row.entry is None:
        return row
    entering.reverse(row.entry, reason=reason, by=by)
    receipt = row.receipt
    with saving(row):
        row.key = uuid.uuid4()  # the next payment is another entry
        row.paid_on, row.account, row.receipt, row.entry, row.by = None, "", "", None, None
    record("parking.take_back", row, by=by, receipt=receipt)
    return row


@transaction.atomic
def book_takings(lot: ParkingLot, *, day: date, by: Any) -> Entry:
    """What the gate took in cash on a day, as one entry, when every phone can have reported it. Again is once."""
    row = held(lot)
    may(by, row)
    if day + REPORTED > timezone.localdate():
        raise Refused(_("Phones at the gate may still report this day. Enter it three days later."))
    book = Book.objects.open_at(row.place)
    if book is None:
        raise Refused(_("This compound keeps no open book, so no money can be taken. Open the book first."))
    total = queries.takings(row, day)
    if not total:
        raise Refused(_("On this day the gate took nothing."))
    return entering.enter(
        book, on=day, purpose=Purpose.PARKING, amount=total, account=Money.CASH, by=by,
        words=_("Parking fees taken at the gate on %(day)s") % {"day": day.isoformat()},
        document_number=f"G{day:%Y%m%d}", key=uuid.uuid5(uuid.NAMESPACE_OID, f"gate:{row.pk}:{day.isoformat()}"),
    )  # fmt: skip


def of_month(lot: ParkingLot, month: date) -> Any:
    """The dues of a month, those not paid first; for keepers only."""
    rows = ParkingDue.objects.filter(permit__lot=lot, month=month).prefetch_related("permit__cars")
    rows = rows.select_related("permit__household__place__parent", "permit__space")
    return rows.order_by(F("paid_on").asc(nulls_first=True), "permit__space__number", "pk")
