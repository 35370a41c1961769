"""The models of this room's sub-rooms, gathered for the wing."""

from .ledger.models import Book, Entry, Line
from .ledger.snapshots import Closing, Posting, PostingProof, Snapshot

__all__ = [
    "Book",
    "Closing",
    "Entry",
    "Line",
    "Posting",
    "PostingProof",
    "Snapshot",
]
