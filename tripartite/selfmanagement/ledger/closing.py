"""Closing a month: one keeper counts and puts it forward, another confirms it, and it is published for good."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.hold import hold, saving
from beihu.notifications.actions import notify
from beihu.states import Refused
from tripartite.parties.people import people_of

from .models import Book
from .months import entries_of, may_be_closed, month_of
from .opening import MOST, held, may, yuan
from .publishing import publish
from .snapshots import Closing, Snapshot
from .states import MACHINE, Status

EXPLANATION = 300
NOTE = 200


@transaction.atomic
def propose(
    book: Book, *, month: date, counted_cash: Decimal, statement_bank: Decimal, by: Any, explanation: str = ""
) -> Closing:
    """Put a month that is over forward. What was counted equals the books, or it is said in writing why it does not."""
    row = held(book)
    may(by, row)
    wrong = _("Enter an amount of money, in yuan and fen.")
    cash, bank = yuan(counted_cash, wrong), yuan(statement_bank, wrong, least=-MOST)
    explanation = redact(" ".join(explanation.split()))[:EXPLANATION]
    if waiting := row.closings.filter(month=month, status=Status.PROPOSED).first():
        if (waiting.proposed_by_id, waiting.counted_cash, waiting.statement_bank) == (by.pk, cash, bank):
            return waiting  # a second click
        raise Refused(_("This month has been put forward already."))
    if month != may_be_closed(row):
        raise Refused(_("Months are closed one after the other, when they are over."))
    figures = month_of(row, month)
    if (cash, bank) != (figures.closing["cash"], figures.closing["bank"]) and len(explanation) < 2:
        raise Refused(_("What was counted is not what the books say. Look for the error, or write down why."))
    made = row.closings.create(
        month=month,
        counted_cash=cash,
        statement_bank=bank,
        book_cash=figures.closing["cash"],
        book_bank=figures.closing["bank"],
        entries=entries_of(row, month),
        explanation=explanation,
        proposed_by=by,
    )
    record("ledger.propose", made, by=by, month=f"{month:%Y-%m}")
    notify(
        [one for one in people_of(row.party) if one.pk != by.pk],
        key=f"ledger:closing:{made.pk}",
        title=lambda: _("%(book)s: please look at the close of %(month)s") % _facts(made),
        url=made.get_absolute_url(),
        place=row.place_id,
    )
    return made


@transaction.atomic
def confirm(closing: Closing, *, by: Any) -> Snapshot:
    """Another person closes the month, and everybody reads it from now on. Again by the same person is once."""
    book, row = _held(closing)
    if row.status == Status.CONFIRMED and row.decided_by_id == by.pk:
        return row.snapshot  # a second click
    _other(row, by)
    figures = month_of(book, row.month)
    same = (row.book_cash, row.book_bank, row.entries) == (
        figures.closing["cash"],
        figures.closing["bank"],
        entries_of(book, row.month),
    )
    _decide(row, "confirm", by)
    if not same:
        raise Refused(_("The books have changed since the month was put forward. Please send it back."))
    made = publish(row, figures)
    record("ledger.confirm", row, by=by, month=f"{row.month:%Y-%m}")
    _tell(row, lambda: _("%(book)s: %(month)s has been closed and published") % _facts(row))
    return made


@transaction.atomic
def send_back(closing: Closing, *, by: Any, note: str) -> Closing:
    """Another person says what is wrong; the month stays open."""
    _book, row = _held(closing)
    note = " ".join(note.split())[:NOTE]
    if (row.status, row.decided_by_id, row.note) == (Status.SENT_BACK, by.pk, note):
        return row
    _other(row, by)
    if len(note) < 2:
        raise Refused(_("Say what is wrong."))
    _decide(row, "send_back", by, note)
    record("ledger.send_back", row, by=by, month=f"{row.month:%Y-%m}")
    _tell(row, lambda: _("%(book)s: the close of %(month)s was sent back") % _facts(row))
    return row


@transaction.atomic
def withdraw(closing: Closing, *, by: Any) -> Closing:
    """Who put it forward takes it back."""
    _book, row = _held(closing)
    if (row.status, row.decided_by_id) == (Status.WITHDRAWN, by.pk):
        return row
    if row.proposed_by_id != by.pk and row.status == Status.PROPOSED:
        raise Refused(_("Only who put the month forward may take it back."))
    _decide(row, "withdraw", by)
    record("ledger.withdraw", row, by=by, month=f"{row.month:%Y-%m}")
    return row


def verbs_for(closing: Closing, user: Any) -> list[Any]:
    """What this person may do now: taking back is for who put it forward, all else for the others."""
    own = closing.proposed_by_id == user.pk
    return [row for row in MACHINE.available(closing, user) if (row.name == "withdraw") == own]


def _held(closing: Closing) -> tuple[Book, Closing]:
    """First the book, as everybody who writes to it does, then the row."""
    book = held(closing.book)
    row: Closing | None = hold(Closing.objects.all(), closing)
    if row is None:
        raise Refused(_("This entry no longer exists."))
    row.book = book
    return book, row


def _other(row: Closing, by: Any) -> None:
    if row.status == Status.PROPOSED and row.proposed_by_id == by.pk:
        raise Refused(_("Another person of the committee has to look at it."))


def _decide(row: Closing, verb: str, by: Any, note: str = "") -> None:
    with saving(row):
        MACHINE.perform(row, verb, by=by)
        row.decided_by, row.decided_at, row.note = by, timezone.now(), note


def _tell(row: Closing, title: Any) -> None:
    notify(
        [row.proposed_by],
        key=f"ledger:closing:{row.pk}:{row.status}",
        title=title,
        url=row.get_absolute_url(),
        place=row.book.place_id,
    )


def _facts(row: Closing) -> dict[str, str]:
    return {"book": row.book.name, "month": date_format(row.month, "YEAR_MONTH_FORMAT")}
