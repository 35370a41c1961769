"""Load the demo: Beihu Street as the article tells it, and a year of its issues."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from beihu.office.demo import SIGN_INS
from beihu.office.demo.progress import Bar
from beihu.office.demo.scale import SCALES
from beihu.office.demo.seed import seed
from beihu.states import Refused


class Command(BaseCommand):
    help = (
        "Load the demo into an empty database: real communities, invented compounds and people, and a year of "
        "issues, dated back from today. A second run changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scale",
            choices=sorted(SCALES),
            default="demo",
            help="small: for tests; full: all six communities",
        )
        parser.add_argument("--force", action="store_true", help="load it beside data that are already there")

    def handle(self, *, scale: str, force: bool, **options: Any) -> None:
        bar = Bar()
        try:
            found = seed(scale, tell=bar, force=force)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        finally:
            bar.close()
        if not found:
            self.stdout.write("The demo is already there; nothing was changed.")
            return
        states = ", ".join(f"{count} {state}" for state, count in sorted(found.items()))
        self.stdout.write(f"{sum(found.values())} issues: {states}")
        if options["verbosity"] > 1:
            self.stdout.write("\n".join(f"{who}: {how}" for who, how in SIGN_INS))
