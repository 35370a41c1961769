"""Plain factories of the ledger: a book with money in it, entries through the one door."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.cast import Neighbourhood
from tripartite.selfmanagement.ledger.entering import enter
from tripartite.selfmanagement.ledger.models import Book, Entry


def month_back(months: int) -> date:
    """The first day of the month so many months ago, in the portal's zone."""
    day = timezone.localdate().replace(day=1)
    for _again in range(months):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


def make_book(here: Neighbourhood, **over: Any) -> Book:
    """The management committee's book of the old compound, opened three months ago with 100 in cash and 1000 in the bank."""
    party = over.pop("party", here.management_party)
    fields: dict[str, Any] = {
        "place": party.place,
        "party": party,
        "party_kind": party.kind,
        "name": f"{party.place.name}账本",
        "opened_on": month_back(3),
        "opening_cash": Decimal("100.00"),
        "opening_bank": Decimal("1000.00"),
    } | over
    return Book.objects.create(**fields)


def make_entry(book: Book, by: Any, **over: Any) -> Entry:
    fields: dict[str, Any] = {
        "on": timezone.localdate(),
        "purpose": "parking",
        "amount": Decimal("300.00"),
        "account": "cash",
        "words": "停车费三户",
        "document_number": "收据 0001",
    } | over
    return enter(book, by=by, **fields)
