"""Rows of property fees as they would stand, without side effects but those of the verbs they name."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from buildings.households.models import Household
from tests import cast
from tripartite.fees import actions
from tripartite.fees.ledger import BankStatement, Payment, StatementLine
from tripartite.fees.models import Bill, CollectionRecord, Tariff, Waiver


def month_ago(months: int = 0) -> date:
    """The first day of the month that lies so far back."""
    today = timezone.localdate()
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def make_tariff(we: cast.Neighbourhood, **over: Any) -> Tariff:
    fields = {"place": we.compound, "party": we.company, "name": "物业费", "use": "dwelling", "way": "area",
              "price": Decimal("1.00"), "since": date(2020, 1, 1)} | over  # fmt: skip
    return Tariff.objects.create(**fields)


def make_bill(we: cast.Neighbourhood, household: Household | None = None, **over: Any) -> Bill:
    """100 yuan of this month."""
    tariff = over.pop("tariff", None) or Tariff.objects.filter(place=we.compound).first() or make_tariff(we)
    month = over.get("month") or month_ago()
    fields = {"household": household or we.household, "party": tariff.party, "month": month,
              "due_on": month.replace(day=28), "amount": Decimal(100)} | over  # fmt: skip
    return Bill.objects.create(tariff=tariff, **fields)


def make_payment(we: cast.Neighbourhood, amount: int | str = 100, household: Household | None = None, **over: Any) -> Payment:  # fmt: skip
    fields = {"by": we.property_staff, "key": uuid4(), "party": we.company, "way": "cash",
              "paid_on": timezone.localdate()} | over  # fmt: skip
    return actions.pay(household or we.household, amount=Decimal(amount), **fields)


def make_waiver(we: cast.Neighbourhood, bill: Bill, **over: Any) -> Waiver:
    fields = {"amount": Decimal(30), "reason": "漏水半年", "asked_by": we.property_staff} | over
    return Waiver.objects.create(bill=bill, **fields)


def make_record(we: cast.Neighbourhood, **over: Any) -> CollectionRecord:
    fields = {"place": we.compound, "party_name": "甲物业", "since": date(2010, 1, 1), "until": date(2012, 1, 1),
              "billed_households": 100, "paid_households": 23, "billed": Decimal(100_000), "paid": Decimal(23_000),
              "source": "居委会台账", "by": we.property_staff} | over  # fmt: skip
    return CollectionRecord.objects.create(**fields)


def make_line(we: cast.Neighbourhood, **over: Any) -> StatementLine:
    statement = over.pop("statement", None) or BankStatement.objects.create(
        place=we.compound, source="bank", by=we.property_staff
    )
    fields = {"reference": uuid4().hex, "paid_on": timezone.localdate(), "amount": Decimal(100), "payer": "王居民",
              "note": "1-1-1001 物业费", "suggested": we.household, "why": "room"} | over  # fmt: skip
    return StatementLine.objects.create(
        statement=statement, place=we.compound, source=statement.source, **fields
    )


def make_shared(we: cast.Neighbourhood, **over: Any) -> Any:
    fields = {"by": we.property_staff, "key": uuid4(), "party": we.company, "name": "电梯电费", "month": month_ago(),
              "way": "equal", "amount": Decimal("10.00"), "due_on": month_ago().replace(day=28)} | over  # fmt: skip
    return actions.share_cost(we.compound, **fields)


def of_every_kind(we: cast.Neighbourhood) -> None:
    """One row of each model that lies at a place, for the agreement of lists and rows."""
    bill = make_bill(we)
    make_waiver(we, bill)
    make_record(we)
    make_line(we)
    make_payment(we, 10)
    make_shared(we)
