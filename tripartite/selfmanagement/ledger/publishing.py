"""A closed month as everybody reads it: canonical JSON, hashed with the month before, posted on paper.

The first month's "before" is what the book began with (`chain.beginning`). The content holds the hash of the last entry, so
that the published months vouch for the entries too.
"""

from datetime import date, timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.states import Refused
from tripartite.commitments import proofs
from tripartite.issues import pictures
from tripartite.issues.photos import files_of_a_transaction
from tripartite.meetings.locking import digest
from tripartite.parties.rules import Rule, rules_for

from .chain import beginning, in_signs
from .models import Book
from .months import Figures, following
from .opening import held, may
from .snapshots import Closing, Posting, PostingProof, Snapshot

PER_POSTING = 6  # photos


def content_of(closing: Closing, figures: Figures, *, position: int, head: str) -> dict[str, Any]:
    """All that is published of a month; `position` and `head` are the last entry's."""
    book = closing.book
    return {
        "book": book.name,
        "key": str(book.key),
        "code": book.place_id,
        "place": book.place.name,
        "kept_by": book.party.name,
        "month": f"{closing.month:%Y-%m}",
        "opening": _signs(figures.opening),
        "income": _signs(figures.income),
        "expense": _signs(figures.expense),
        "closing": _signs(figures.closing),
        "counted": {"cash": in_signs(closing.counted_cash), "bank": in_signs(closing.statement_bank)},
        "explanation": closing.explanation,
        "entries": closing.entries,
        "last_entry": {"position": position, "sha256": head},
    }


def _signs(amounts: dict[str, Any]) -> dict[str, str]:
    return {str(name): in_signs(amount) for name, amount in sorted(amounts.items())}


def publish(closing: Closing, figures: Figures) -> Snapshot:
    """Under the book's lock, by `closing.confirm` alone."""
    book = closing.book
    last = book.entries.filter(on__lt=following(closing.month)).order_by("-position").first()
    earlier = book.snapshots.order_by("-month").first()
    head = last.sha256 if last else beginning(book)
    content = content_of(closing, figures, position=last.position if last else 0, head=head)
    return Snapshot.objects.create(
        book=book,
        closing=closing,
        month=closing.month,
        content=content,
        sha256=digest(content, earlier.sha256 if earlier else beginning(book)),
    )


def is_intact(snapshot: Snapshot) -> bool:
    """The content still has the hash, and so has every month before it."""
    before = beginning(snapshot.book)
    for one in snapshot.book.snapshots.filter(month__lte=snapshot.month).order_by("month"):
        if digest(one.content, before) != one.sha256:
            return False
        before = one.sha256
    return True


def posting_rule(code: str) -> Rule:
    """For how many days a month's sheet hangs at least, at this place."""
    return rules_for(code, "ledger")["posting_days"]


@transaction.atomic
def post(snapshot: Snapshot, *, starts_on: date, ends_on: date, by: Any) -> Posting:
    """The sheet hangs on paper from a day on, for as many days as the rules ask. Once for a month; again is once."""
    book = held(snapshot.book)
    may(by, book)
    if known := Posting.objects.filter(snapshot=snapshot).first():
        if (known.starts_on, known.ends_on) == (starts_on, ends_on):
            return known
        raise Refused(_("The sheet of this month has its days already."))
    days = posting_rule(book.place_id).value
    if ends_on - starts_on < timedelta(days=days):
        raise Refused(_("The sheet hangs for at least %(days)s days.") % {"days": days})
    if starts_on < timezone.localdate(snapshot.at) or ends_on - starts_on > timedelta(days=366):
        raise Refused(_("The sheet hangs from the day the month was published, for a year at most."))
    made = Posting.objects.create(snapshot=snapshot, starts_on=starts_on, ends_on=ends_on, by=by)
    record("ledger.post", made, by=by)
    return made


def prove(posting: Posting, *, upload: BinaryIO, by: Any) -> PostingProof:
    """A photo of the sheet where it hangs."""
    picture = pictures.take(upload)  # before any lock is taken
    with files_of_a_transaction() as written, transaction.atomic():
        may(by, held(posting.snapshot.book))
        if posting.starts_on > timezone.localdate():
            raise Refused(_("The sheet does not hang yet."))
        if posting.proofs.count() >= PER_POSTING:
            raise Refused(
                _("There are %(count)s files already, which is all that fit.") % {"count": PER_POSTING}
            )
        made = posting.proofs.create(
            file=proofs.store("ledger", picture.image, "jpg", written),
            thumb=proofs.store("ledger", picture.thumb, "jpg", written),
            by=by,
        )
        record("ledger.prove", made, by=by)
    return made


def found_by_hash(start: str) -> Snapshot | None:
    """The published month whose hash begins so."""
    rows = Snapshot.objects.filter(sha256__startswith=start).select_related("book__place", "book__party")
    return rows.order_by("pk").first()


def shown_at(code: str) -> Book | None:
    """The book that everybody reads at a place: the open one, or else the last one there was."""
    books = Book.objects.filter(place_id=code).select_related("place", "party")
    return books.order_by(F("closed_on").desc(nulls_first=True), "-opened_on").first()
