"""Reckoning every hash of a book anew: what was changed behind the portal's back is found and named."""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from beihu.audit.models import AuditEntry
from tripartite.meetings.locking import digest

from .chain import Part, beginning, hash_of
from .models import NONE, Book, Entry, Money
from .months import entries_of, figures_from, following, moved
from .publishing import content_of

BATCH = 500
LOGGED = ("ledger.enter", "ledger.transfer", "ledger.reverse")
# What of a published month is reckoned again; names of places and people who keep the book may change later.
SUMS = ("month", "opening", "income", "expense", "closing", "counted", "explanation", "entries", "last_entry")


def verify(book: Book) -> list[str]:
    """What is wrong with a book, a sentence each; nothing when all of it is as it was written."""
    return [*_entries(book), *_missing(book), *_months(book)]


def _missing(book: Book) -> Iterator[str]:
    """What the log says was entered at this place, and is no longer there: an end cut off leaves no gap."""
    known = {
        f"{Entry._meta.label_lower}:{pk}"
        for pk in Entry.objects.filter(book__place=book.place_id).values_list("pk", flat=True)
    }
    log = AuditEntry.objects.filter(place_id=book.place_id, verb__in=LOGGED).order_by("pk")
    for target in log.values_list("target", flat=True):
        if target not in known:
            yield _("The log knows an entry that is gone: %(target)s") % {"target": target}


def _entries(book: Book) -> Iterator[str]:
    """The chain without gaps, each entry's own hash, its lines, and the paper that was kept with it."""
    before, position, numbers = beginning(book), 0, dict[int, int]()
    for entry in book.entries.order_by("position").prefetch_related("lines").iterator(chunk_size=BATCH):
        parts: list[Part] = [(line.account, line.amount) for line in entry.lines.all()]
        for wrong in _one(entry, parts, before, position, numbers.get(entry.year, 0)):
            yield _("Entry %(number)s (position %(position)s): %(wrong)s") % {
                "number": entry,
                "position": entry.position,
                "wrong": wrong,
            }
        before, position, numbers[entry.year] = entry.sha256, entry.position, entry.number


def _one(entry: Entry, parts: list[Part], before: str, position: int, number: int) -> Iterator[str]:
    if (entry.position, entry.number) != (position + 1, number + 1):
        yield _("an entry before it is missing.")
    if entry.before != before:
        yield _("it does not follow the entry before.")
    if hash_of(entry, parts) != entry.sha256:
        yield _("it was changed after it was written.")
    if sum((amount for _account, amount in parts), NONE) != 0 or len(parts) != entry.parts:
        yield _("its lines do not sum to nothing.")
    if entry.document and not _kept(entry):
        yield _("its paper is missing or another one.")


def _kept(entry: Entry) -> bool:
    try:
        with default_storage.open(entry.document.name or "") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == entry.document_sha256  # type: ignore[arg-type]
    except OSError:
        return False


def _months(book: Book) -> Iterator[str]:
    """Each published month has its hash, follows the one before, and says what the entries say."""
    before, due = beginning(book), book.opened_on.replace(day=1)
    opening = {Money.CASH.value: book.opening_cash, Money.BANK.value: book.opening_bank}
    for one in book.snapshots.select_related("closing").order_by("month"):
        one.closing.book = book
        figures = figures_from(opening, moved(book, one.month, following(one.month)))
        said = content_of(one.closing, figures, **_head(book, one.month))
        said["entries"] = entries_of(book, one.month)
        for holds, wrong in (
            (one.month == due, _("a month before it is missing.")),
            (digest(one.content, before) == one.sha256, _("it was changed after it was published.")),
            (
                all(one.content.get(name) == said[name] for name in SUMS),
                _("it does not say what the entries say."),
            ),
        ):
            if not holds:
                yield _("Month %(month)s: %(wrong)s") % {"month": one, "wrong": wrong}
        before, due, opening = one.sha256, following(one.month), figures.closing


def _head(book: Book, month: date) -> dict[str, Any]:
    last = book.entries.filter(on__lt=following(month)).order_by("-position").first()
    return (
        {"position": last.position, "head": last.sha256} if last else {"position": 0, "head": beginning(book)}
    )
