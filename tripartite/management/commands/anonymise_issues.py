"""Take the people out of issues closed long ago; the sweep does the same, 200 a minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tripartite.issues.retention import anonymise_issues, due


class Command(BaseCommand):
    help = "Take author, contact and followers out of issues that were closed RETENTION_DAYS ago. Cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        if dry_run:
            self.stdout.write(f"{due().count()} issues would be anonymised.")
        else:
            self.stdout.write(f"{anonymise_issues(batches=1_000_000)} issues anonymised.")
