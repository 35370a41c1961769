"""Opening a book, and ending it."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.hold import hold
from beihu.states import Refused
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.roles import KEEP_LEDGER
from tripartite.parties.models import Party

from .models import KEEPERS, NONE, Book

MOST = Decimal("9999999999.99")


def may(by: Any, where: Any) -> None:
    if not by.has_perm(KEEP_LEDGER, where):
        raise Refused(_("You do not have the right to do this here."))


def yuan(amount: Any, sentence: str, *, least: Decimal = NONE) -> Decimal:
    """An amount in whole fen that fits its column; Refused otherwise, floats always."""
    if not isinstance(amount, Decimal) or not amount.is_finite() or not least <= amount <= MOST:
        raise Refused(sentence)
    fen = amount.quantize(NONE)
    if fen != amount:
        raise Refused(sentence)
    return fen


def held(book: Book) -> Book:
    """The book, locked: whoever writes to it waits here, which keeps numbers without gaps and months whole."""
    row: Book | None = hold(Book.objects.all(), book, "place", "party")
    if row is None:
        raise Refused(_("This entry no longer exists."))
    return row


@transaction.atomic
def open_book(
    place: Place,
    party: Party,
    *,
    name: str,
    opened_on: date,
    by: Any,
    cash: Decimal = NONE,
    bank: Decimal = NONE,
    key: uuid.UUID | None = None,
) -> Book:
    """A committee begins its book at its compound with what is in the cash box and in the bank; one at a time."""
    place = Place.objects.hold(place.code)
    book = Book(place=place, party=party, party_kind=party.kind, name=name.strip()[:80], opened_on=opened_on)
    may(by, book)
    if key and (known := Book.objects.filter(key=key, place=place).first()):
        return known
    if party.kind not in KEEPERS or party.place_id != place.code or len(place.code) != Level.COMPOUND:
        raise Refused(_("A book is kept by the committee of a compound."))
    if not book.name:
        raise Refused(_("Enter a name for the book."))
    if opened_on > timezone.localdate():
        raise Refused(_("The day cannot lie ahead."))
    wrong = _("Enter an amount of money, in yuan and fen.")
    book.opening_cash, book.opening_bank = yuan(cash, wrong), yuan(bank, wrong, least=-MOST)
    book.key = key or book.key
    try:
        with transaction.atomic():  # of two at once the database lets one pass
            book.save()
    except IntegrityError as error:
        raise Refused(_("This compound has an open book already.")) from error
    record("ledger.open", book, by=by)
    return book
