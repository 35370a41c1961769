"""The chain of a book: each entry carries the SHA-256 of itself with the hash of the entry before.

The first entry's "before" is the hash of what the book began with, so that the opening balances are covered too. What is
hashed is the canonical JSON of `facts`: keys sorted, no spaces, UTF-8 (as of locked minutes).
"""

from collections.abc import Sequence
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tripartite.meetings.locking import digest

from .models import Book, Entry, Line, Money

Part = tuple[str, Decimal]


def beginning(book: Book) -> str:
    """What stands before the first entry."""
    return digest(
        {
            "book": str(book.key),
            "opened_on": book.opened_on.isoformat(),
            "cash": in_signs(book.opening_cash),
            "bank": in_signs(book.opening_bank),
        }
    )


def in_signs(amount: Decimal) -> str:
    """1200 → "1200.00": how amounts are hashed and published."""
    return f"{amount:.2f}"


def facts(entry: Entry, parts: Sequence[Part]) -> dict[str, Any]:
    """All that an entry says, in signs that read the same after a trip through the database."""
    return {
        "position": entry.position,
        "year": entry.year,
        "number": entry.number,
        "on": entry.on.isoformat(),
        "happened_on": entry.happened_on.isoformat(),
        "kind": entry.kind,
        "purpose": entry.purpose,
        "amount": in_signs(entry.amount),
        "words": entry.words,
        "document": entry.document_sha256,
        "document_number": entry.document_number,
        "reverses": entry.reverses_id,
        "reason": entry.reason,
        "by": entry.by_id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "key": str(entry.key),
        "lines": sorted([account, in_signs(amount)] for account, amount in parts),
    }


def hash_of(entry: Entry, parts: Sequence[Part]) -> str:
    return digest(facts(entry, parts), entry.before)


def parts_of(kind: str, purpose: str, account: str, amount: Decimal) -> list[Part]:
    """The two lines of income (purse gets), expense (purse gives) and transfer (`account` gives, the other gets)."""
    if kind == Entry.Kind.TRANSFER:
        other = Money.BANK if account == Money.CASH else Money.CASH
        return [(str(account), -amount), (str(other), amount)]
    signed = amount if kind == Entry.Kind.INCOME else -amount
    return [(str(account), signed), (f"{kind}:{purpose}", -signed)]


class Writer:
    """Makes the next entries of a book, in memory, each hashed on top of the one before.

    The caller holds the book's lock: that is what makes numbers run without gaps.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        last = book.entries.order_by("-position").first()
        self.position = last.position if last else 0
        self.before = last.sha256 if last else beginning(book)
        self.numbers: dict[int, int] = {}

    def write(self, *, on: date, parts: Sequence[Part], **fields: Any) -> tuple[Entry, list[Line]]:
        """The entry and its lines, not saved yet."""
        self.position += 1
        self.numbers[on.year] = self._last_of(on.year) + 1
        entry = Entry(
            book=self.book,
            position=self.position,
            year=on.year,
            number=self.numbers[on.year],
            on=on,
            parts=len(parts),
            before=self.before,
            **{"happened_on": on, "at": timezone.now()} | fields,
        )
        entry.sha256 = self.before = hash_of(entry, parts)
        return entry, [Line(entry=entry, account=account, amount=amount) for account, amount in parts]

    def _last_of(self, year: int) -> int:
        if year not in self.numbers:
            numbers = self.book.entries.filter(year=year).order_by("-number").values_list("number", flat=True)
            self.numbers[year] = numbers.first() or 0
        return self.numbers[year]
