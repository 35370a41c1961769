"""All figures of the dashboards anew from the rows they count."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from beihu.office.tallies import compiling, rebuilding


class Command(BaseCommand):
    help = "Count all figures of the dashboards anew from the rows; with --check only compare, and fail where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing (folding waits meanwhile); exit 1 where a figure is not what the rows say",
        )
        parser.add_argument(
            "--triggers",
            action="store_true",
            help="print the triggers that the measures ask for, for a migration",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["triggers"]:
            self.stdout.write(compiling.triggers_sql(), ending="")
        elif options["check"]:
            self.compare()
        else:
            written = rebuilding.rebuild(self.stdout.write)
            self.stdout.write(f"{written:,} sums written.")

    def compare(self) -> None:
        found = rebuilding.differences()
        for place, measure, aspect, month, day, folded, fresh in found:
            self.stdout.write(
                f"{place} {measure} {aspect} {month:%Y-%m} {day or ''}: folded {folded:,}, from the rows {fresh:,}"
            )
        if found:
            raise CommandError(
                f"{len(found)} figures or more differ. Run manage.py rebuild_tallies to mend them."
            )
        self.stdout.write("Every figure is what the rows say.")
