"""`manage.py import_divisions FILE.csv …`: bring in the national list of divisions."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from beihu.states import Refused
from buildings.places.imports import NotImported, Report, import_divisions

SHOWN = 40


class Command(BaseCommand):
    help = (
        "Import official divisions from CSV files (code,name,level,parent_code, or china-division's dist/*.csv), "
        "a first time or for another year. All or nothing; running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help="CSV files, or a folder of them"
        )
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            metavar="DATE",
            help="the day the list speaks of (2023-06-30); today if left out",
        )
        parser.add_argument(
            "--aliases", type=Path, metavar="FILE", help="official names: code,nbs_name,official_name"
        )
        parser.add_argument(
            "--covers",
            metavar="CODE",
            help="the place the files are complete for, or “all”; needed to close a district",
        )
        parser.add_argument("--dry-run", action="store_true", help="check and report, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_divisions(
                options["files"],
                as_of=options["as_of"],
                aliases=options["aliases"],
                covers=options["covers"],
                dry_run=options["dry_run"],
                tell=self.tell if options["verbosity"] and self.stderr.isatty() else None,
            )
        except NotImported as refusal:
            for problem in refusal.problems[:SHOWN]:
                self.stderr.write(str(problem))
            number = len(refusal.problems)
            raise CommandError(_("Nothing was imported: %(number)s problems.") % {"number": number}) from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.show(report)
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was changed."))

    def tell(self, what: str, done: int, total: int) -> None:
        """A bar on one line of a terminal."""
        filled = 30 * done // max(total, 1)
        self.stderr.write(
            f"\r[{'#' * filled}{'.' * (30 - filled)}] {done:>7,} / {total:,} {what}   ", ending=""
        )
        if what == _("done"):
            self.stderr.write("")

    def show(self, report: Report) -> None:
        lists: list[tuple[str, list[str]]] = [
            (
                _("Places opened"),
                [f"{code} {name}" for code, name in report.opened_places] if report.opened <= SHOWN else [],
            ),
            (_("Places renamed"), [f"{code} {before} → {after}" for code, before, after in report.renamed]),
            (_("Places closed"), [f"{code} {name}" for code, name in report.closed]),
            (_("Places reopened"), [f"{code} {name}" for code, name in report.reopened]),
        ]
        self.stdout.write(_("%(rows)s rows read.") % {"rows": f"{report.rows:,}"})
        for label, lines in lists:
            number = report.opened if label == _("Places opened") else len(lines)
            self.stdout.write(f"{label}: {number:,}")
            self.details(lines)
        notes = [
            (_("Known here under another code, left as they are:"), [f"{c} {n}" for c, n in report.held]),
            (_("Closed here by hand, left closed:"), [f"{c} {n}" for c, n in report.kept_closed]),
            (
                _("Closed with places of our own below: merge or move them."),
                [f"{code} {name} ({number})" for code, name, number in report.orphaned],
            ),
            (
                _("Perhaps one place with a new code: if so, merge the old one into the new one."),
                [f"{old} → {new} {name}" for old, new, name in report.moved_hints],
            ),
        ]
        for heading, lines in notes:
            if lines:
                self.stdout.write(heading)
                self.details(lines)
        if report.unused_names:
            self.stdout.write(
                _("Official names that fit nothing here: %(number)s") % {"number": report.unused_names}
            )

    def details(self, lines: list[str]) -> None:
        for line in lines[:SHOWN]:
            self.stdout.write(f"  {line}")
        if len(lines) > SHOWN:
            self.stdout.write("  " + _("… and %(number)s more") % {"number": len(lines) - SHOWN})
