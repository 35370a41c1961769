"""Take in a hotline's export."""

import csv
from pathlib import Path
from typing import Any, Self

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from beihu.sheets.reading import Cell, Row, Unreadable
from beihu.sheets.writing import BOM, harmless
from buildings.places.models import Place
from tripartite.issues.cells import as_line
from tripartite.issues.hotline import FIELDS
from tripartite.issues.imports import CHUNK, Importer, Report

SHOWN = 20  # reasons printed when no --errors file is given


class Command(BaseCommand):
    help = (
        "Take in a hotline's export (CSV or XLSX) as issues. Columns are guessed by their titles and printed; "
        "the same file twice is taken in once. Rows that cannot be taken go to --errors: mend them there and "
        "import that file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--place", required=True, help="code of the community, street or district it is for"
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD,…",
            help=f"what a column is, where the guess is wrong; FIELD empty: leave out. Fields: {', '.join(FIELDS)}",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="count and write --errors, but take nothing in"
        )
        parser.add_argument(
            "--errors", type=Path, metavar="FILE", help="CSV for the rows that cannot be taken"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        scope = Place.objects.filter(code=options["place"]).first()
        if scope is None:
            raise CommandError(f"There is no place {options['place']}.")
        if options["errors"] and options["errors"].absolute() == options["file"].absolute():
            raise CommandError("--errors would overwrite the file itself: name another.")
        with _Errors(options["errors"]) as self.errors:
            try:
                report = self.importer(scope, options).run(options["file"])
            except Unreadable as error:
                raise CommandError(str(error)) from error
        self.summarise(report, options)

    def importer(self, scope: Place, options: dict[str, Any]) -> Importer:
        given, dry_run = _mapping(options["map"]), options["dry_run"]
        return Importer(scope, given=given, reject=self.errors.add, tell=self.tell, dry_run=dry_run)

    def tell(self, report: Report) -> None:
        if report.rows <= CHUNK:
            for position, title in enumerate(report.titles):
                if as_line(title):
                    self.stdout.write(f"  {as_line(title)} → {report.mapping.get(position, '(left out)')}")
        if report.rows % 5000 == 0:
            self.stderr.write(f"{report.rows} rows …")

    def summarise(self, report: Report, options: dict[str, Any]) -> None:
        if not options["errors"]:
            for line in self.errors.first:
                self.stdout.write(line)
        states = ", ".join(f"{count} {status}" for status, count in sorted(report.taken.items()))
        would = "would be taken in" if options["dry_run"] else "taken in"
        self.stdout.write(
            f"{report.rows} rows: {report.taken.total()} {would}{f' ({states})' if states else ''}, "
            f"{report.known} known from before, {report.refused} not usable"
            + (f", see {options['errors']}." if options["errors"] and report.refused else ".")
        )


def _mapping(given: list[str]) -> dict[str, str]:
    pairs = [pair for text in given for pair in text.split(",") if pair.strip()]
    if wrong := [pair for pair in pairs if "=" not in pair]:
        raise CommandError(f"--map wants COLUMN=FIELD, not {wrong[0]}.")
    return {column.strip(): name.strip() for column, _sign, name in (pair.rpartition("=") for pair in pairs)}


class _Errors:
    """The rows that cannot be taken, in a CSV with the same columns and the reason; without a file, the first few.

    Formulas in it do nothing when it is opened, and are read back as they were.
    """

    def __init__(self, path: Path | None):
        self.path, self.first = path, list[str]()
        self.writer: Any = None

    def __enter__(self) -> Self:
        self.file = self.path.open("w", encoding="utf-8", newline="") if self.path else None
        return self

    def __exit__(self, *error: object) -> None:
        if self.file:
            self.file.close()

    def add(self, titles: list[Cell], row: Row, reason: str) -> None:
        line, cells = row
        if len(self.first) < SHOWN:
            self.first.append(f"  line {line}: {reason}")
        if self.file is None:
            return
        if self.writer is None:
            self.file.write(BOM)
            self.writer = csv.writer(self.file)
            self.writer.writerow([*_spelled(titles, len(titles)), _("reason")])
        self.writer.writerow([*_spelled(cells, len(titles)), reason])


def _spelled(cells: list[Cell], width: int) -> list[str]:
    padded = [*cells, *[None] * (width - len(cells))][:width]
    return [harmless(cell if isinstance(cell, str) else as_line(cell)) for cell in padded]
