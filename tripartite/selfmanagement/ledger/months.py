"""A month of a book in figures: what came in, what went out, and what is there at its end."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum
from django.utils import timezone

from .models import NONE, Book, Line, Money


class Figures(NamedTuple):
    """Sums of the lines from a day (inclusive) to a day (exclusive), by purpose; balances before and after."""

    opening: dict[str, Decimal]
    income: dict[str, Decimal]
    expense: dict[str, Decimal]
    closing: dict[str, Decimal]

    @property
    def came_in(self) -> Decimal:
        return sum(self.income.values(), NONE)

    @property
    def went_out(self) -> Decimal:
        return sum(self.expense.values(), NONE)

    @property
    def total(self) -> Decimal:
        return sum(self.closing.values(), NONE)


def following(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def first_open(book: Book) -> date:
    """The first day that lies in no closed month."""
    last = book.snapshots.order_by("-month").values_list("month", flat=True).first()
    return book.opened_on if last is None else following(last)


def may_be_closed(book: Book) -> date | None:
    """The month whose turn it is; None while it is still running. Months are closed one after the other.

    A book that was closed has its last months closed too, up to the one in which it ended.
    """
    month = first_open(book).replace(day=1)
    lives = book.closed_on is None or month <= book.closed_on
    return month if lives and following(month) <= timezone.localdate() else None


def standing(book: Book, before: date) -> tuple[date, dict[str, Decimal]]:
    """What stands fixed before a month: the first day after the last closed month before it, and cash and bank then."""
    last = book.snapshots.filter(month__lt=before.replace(day=1)).order_by("-month").first()
    if last is None:
        return book.opened_on, {Money.CASH: book.opening_cash, Money.BANK: book.opening_bank}
    closing = last.content["closing"]
    return following(last.month), {name: Decimal(closing[name]) for name in Money.values}


def reckon(book: Book, since: date, until: date) -> Figures:
    """From the lines themselves; only what lies behind the last closed month before `since` is taken from it."""
    fixed, opening = standing(book, since)
    earlier = moved(book, fixed, since) if fixed < since else {}
    lines = moved(book, since, until)
    return figures_from({name: opening[name] + earlier.get(name, NONE) for name in Money.values}, lines)


def figures_from(opening: dict[str, Decimal], lines: dict[str, Decimal]) -> Figures:
    """From what was there and the sum of each account's lines."""
    return Figures(
        opening=opening,
        income={name[7:]: -total for name, total in lines.items() if name.startswith("income:")},
        expense={name[8:]: total for name, total in lines.items() if name.startswith("expense:")},
        closing={name: opening[name] + lines.get(name, NONE) for name in Money.values},
    )


def month_of(book: Book, month: date) -> Figures:
    return reckon(book, month.replace(day=1), following(month))


def entries_of(book: Book, month: date) -> int:
    return book.entries.filter(on__gte=month, on__lt=following(month)).count()


def moved(book: Book, since: date, until: date) -> dict[str, Decimal]:
    """The sum of each account's lines."""
    lines = Line.objects.filter(entry__book=book, entry__on__gte=since, entry__on__lt=until)
    totals = lines.order_by().values("account").annotate(total=Sum("amount"))
    return dict(totals.order_by("account").values_list("account", "total"))
