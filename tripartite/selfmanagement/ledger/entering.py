"""What moves money: enter, transfer, reverse. The one door for every room that pays or is paid.

Nothing is ever changed: a wrong entry is taken back by one of the opposite sign and entered anew. Money whose month is
closed already goes into the earliest open month; `happened_on` keeps the day of the paper.
"""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.states import Refused
from tripartite.commitments import proofs
from tripartite.issues.photos import files_of_a_transaction

from .chain import Writer, parts_of
from .models import WORDS, Book, Entry, Line, Money, Purpose
from .months import first_open
from .opening import held, may, yuan

CENT = Decimal("0.01")


def enter(
    book: Book,
    *,
    on: date,
    purpose: str,
    amount: Decimal,
    account: str,
    words: str,
    by: Any,
    document: BinaryIO | None = None,
    document_number: str = "",
    key: uuid.UUID | None = None,
) -> Entry:
    """Money came in or went out: which of the two follows from the purpose. The same key twice is the same entry."""
    if purpose not in Purpose.values:
        raise Refused(_("Choose what the money is for."))
    kind = Purpose(purpose).kind
    return _put(book, on, kind, purpose, amount, account, words, by, document, document_number, key)


def transfer(
    book: Book,
    *,
    on: date,
    amount: Decimal,
    source: str,
    words: str,
    by: Any,
    document: BinaryIO | None = None,
    document_number: str = "",
    key: uuid.UUID | None = None,
) -> Entry:
    """From the cash box into the bank (`source` "cash"), or the other way."""
    kind = Entry.Kind.TRANSFER
    return _put(book, on, kind, "", amount, source, words, by, document, document_number, key)


def reverse(entry: Entry, *, reason: str, by: Any) -> Entry:
    """Take an entry back, today, by one of the opposite sign; once, and never a taking back itself. Again is once."""
    with transaction.atomic():
        book = held(entry.book)
        may(by, book)
        if known := Entry.objects.filter(reverses=entry).first():
            return known
        wrong = book.entries.get(pk=entry.pk)
        if wrong.is_reversal:
            raise Refused(_("This entry takes another one back already. Enter what is right as a new entry."))
        _writable(book)
        parts = [(line.account, -line.amount) for line in wrong.lines.all()]
        made = _save(
            Writer(book).write(
                on=timezone.localdate(),
                parts=parts,
                kind=wrong.kind,
                purpose=wrong.purpose,
                amount=wrong.amount,
                words=wrong.words,
                document_number=f"#{wrong}",
                reverses=wrong,
                reason=_said(reason, _("Say why it is taken back.")),
                by=by,
                key=uuid.uuid5(wrong.key, "reversal"),
            )
        )
        record("ledger.reverse", made, by=by)
    return made


def _put(
    book: Book,
    on: date,
    kind: str,
    purpose: str,
    amount: Decimal,
    account: str,
    words: str,
    by: Any,
    document: BinaryIO | None,
    document_number: str,
    key: uuid.UUID | None,
) -> Entry:
    wrong = _("Enter an amount of money, in yuan and fen.")
    amount = yuan(amount, wrong, least=CENT)
    if account not in Money.values:
        raise Refused(_("Choose cash box or bank account."))
    words = _said(words, _("Say in a few words what it is."))
    document_number = " ".join(document_number.split())[:60]
    if document is None and not document_number:
        raise Refused(_("Every entry needs its paper: a photo or PDF, or its number."))
    proof = proofs.take(document) if document is not None else None  # before any lock is taken
    with files_of_a_transaction() as written, transaction.atomic():
        row = held(book)
        may(by, row)
        if key and (known := Entry.objects.filter(key=key).first()):
            if known.book_id != row.pk:
                raise Refused(_("This form belongs to somebody else. Please begin a new one."))
            return known
        _writable(row)
        _lived(row, on)
        paper = {}
        if proof is not None:
            suffix = "jpg" if proof.thumb else "pdf"
            paper["document"] = proofs.store("ledger", proof.data, suffix, written)
            paper["document_sha256"] = hashlib.sha256(proof.data).hexdigest()
        made = _save(
            Writer(row).write(
                on=max(on, first_open(row)),
                happened_on=on,
                parts=parts_of(kind, purpose, account, amount),
                kind=kind,
                purpose=purpose,
                amount=amount,
                words=words,
                document_number=document_number,
                by=by,
                key=key or uuid.uuid4(),
                **paper,
            )
        )
        record(f"ledger.{'transfer' if kind == Entry.Kind.TRANSFER else 'enter'}", made, by=by)
    return made


def _save(made: tuple[Entry, Sequence[Line]]) -> Entry:
    entry, lines = made
    entry.save(force_insert=True)
    Line.objects.bulk_create(lines)
    return entry


def _writable(book: Book) -> None:
    if not book.is_open:
        raise Refused(_("This book has been closed."))


def _lived(book: Book, on: date) -> None:
    """A day of the book's life until today."""
    if on > timezone.localdate():
        raise Refused(_("The day cannot lie ahead."))
    if on < book.opened_on:
        raise Refused(_("The book was opened later than that."))


def _said(text: str, sentence: str) -> str:
    text = " ".join(text.split())
    if len(text) < 2:
        raise Refused(sentence)
    if len(text) > WORDS:
        raise Refused(_("The text is too long: %(count)s characters at most.") % {"count": WORDS})
    return text
