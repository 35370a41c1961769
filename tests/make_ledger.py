"""Plain factories of the ledger: a book with money in it, entries through the one door."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.cast import Neighbourhood
from tripartite.selfmanagement.ledger.closing import confirm, propose
from tripartite.selfmanagement.ledger.entering import enter
from tripartite.selfmanagement.ledger.models import Book, Entry
from tripartite.selfmanagement.ledger.months import may_be_closed, month_of
from tripartite.selfmanagement.ledger.snapshots import Closing, Snapshot


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


def counted(book: Book, month: date) -> dict[str, Decimal]:
    """What cash box and bank hold when nothing is wrong."""
    closing = month_of(book, month).closing
    return {"counted_cash": closing["cash"], "statement_bank": closing["bank"]}


def make_closing(book: Book, by: Any, **over: Any) -> Closing:
    """The month whose turn it is, put forward; it ties."""
    month = may_be_closed(book)
    assert month is not None
    return propose(book, by=by, **{"month": month} | counted(book, month) | over)


def make_published(book: Book, by: Any, other: Any) -> Snapshot:
    return confirm(make_closing(book, by), by=other)


def make_books(cast: Neighbourhood, other: Any) -> list[Book]:
    """Of both committees of a community: an entry in a month that is published, one after it, and a month put forward."""
    keepers = {cast.management_party: cast.management_committee, cast.owners_party: cast.owners_committee}
    books = [make_book(cast, party=party) for party in keepers]
    for book, by in zip(books, keepers.values(), strict=True):
        make_entry(book, by, on=book.opened_on)
        make_published(book, by, other)
        make_entry(book, by, purpose="wages", words="保洁员工资")
        make_closing(book, by)
    return books
