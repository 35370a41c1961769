"""Books of a community's committees, for `world.py`."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image

from beihu.accounts.models import User
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tests import cast
from tests.make_ledger import make_book, make_closing, make_entry, make_published
from tripartite.selfmanagement.ledger.entering import reverse
from tripartite.selfmanagement.ledger.models import Book, Entry
from tripartite.selfmanagement.ledger.publishing import post, prove
from tripartite.selfmanagement.ledger.snapshots import Closing, PostingProof, Snapshot

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class Money:
    """The owners' committee keeps a book; the management committee's has been closed."""

    book: Book
    entry: Entry  # with a PDF
    reversed_entry: Entry
    published_month: Snapshot
    posted_month: Snapshot
    posting_proof: PostingProof
    old_book: Book
    waiting_close: Closing  # of the old book, put forward by the management committee


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (6, 4), "white").save(out, "JPEG")
    return out.getvalue()


def set_ledger(n: cast.Neighbourhood) -> dict[str, Any]:
    """The fields that `Money` adds."""
    by, today = n.owners_committee, timezone.localdate()
    second = User.objects.create_user(f"keeper{n.street.code}", None, name="吴业委")
    Post.objects.create(user=second, role=Role.OWNERS_COMMITTEE, place=n.compound, since=cast.LONG_AGO)
    book = make_book(n, party=n.owners_party)
    entry = make_entry(book, by, document=BytesIO(PDF))
    taken_back = make_entry(book, by)
    reverse(taken_back, reason="……", by=by)
    posted = make_published(book, by, second)
    hangs = post(posted, starts_on=today, ends_on=today + timedelta(days=20), by=by)
    old = make_book(n)
    waiting = make_closing(old, n.management_committee)
    Book.objects.filter(pk=old.pk).update(closed_on=today)
    return {
        "book": book,
        "entry": entry,
        "reversed_entry": taken_back,
        "posted_month": posted,
        "posting_proof": prove(hangs, upload=BytesIO(jpeg()), by=by),
        "published_month": make_published(book, by, second),
        "old_book": Book.objects.get(pk=old.pk),
        "waiting_close": waiting,
    }
