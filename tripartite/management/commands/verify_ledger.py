"""Reckon every hash of the committees' books anew, and name what was changed behind the portal's back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tripartite.selfmanagement.ledger.models import Book
from tripartite.selfmanagement.ledger.verifying import verify


class Command(BaseCommand):
    help = "Reckons the chains of entries and published months of all books. Exit code 1 when something is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--book", type=int, help="number of one book")

    def handle(self, *args: Any, **options: Any) -> None:
        books = Book.objects.select_related("place", "party").order_by("pk")
        if options["book"]:
            books = books.filter(pk=options["book"])
            if not books.exists():
                raise CommandError("There is no book with this number.", returncode=2)
        wrong = 0
        for book in books:
            found = verify(book)
            wrong += len(found)
            for sentence in found:
                self.stdout.write(f"{book.pk} {book.name}: {sentence}")
            self.stdout.write(
                f"{book.pk} {book.name}: {book.entries.count()} entries, {book.snapshots.count()} months, {len(found)} wrong"
            )
        if wrong:
            raise CommandError(f"{wrong} things are not as they were written.", returncode=1)
