"""Figures instead of hopes: how fast the portal is on this machine, against a floor measured in the same run."""

import os
import signal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from beihu.embedded.folders import Trouble
from beihu.office.bench.measure import Pace
from beihu.office.bench.run import bench, save

USUAL = [10_000, 100_000, 1_000_000]
NOWHERE = "postgresql://127.0.0.1:1/none"  # nobody answers there, so a server is started
QUICK = [1_000, 10_000]


class Command(BaseCommand):
    help = (
        "Measure inbox, search, issue page, filing, the public page and the planning of messages on a scratch database beside the portal's "
        "(made and dropped by this command), against a floor in the same run. Takes about ten minutes; 1,000,000 "
        "issues need 3 GB of disk. Exit code 1 when a bar is not met."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--issues", type=sizes, default=None, help="sizes, e.g. 10000,100000,1000000")
        parser.add_argument("--quick", action="store_true", help="small sizes and short rounds: does it run?")
        parser.add_argument(
            "--pages",
            type=words,
            default=set(),
            help="only pages whose name holds one of these; “reminders” are the messages, “billing” the fees, “tallies” the sums of the dashboards, “nation” a tree of 665,276 places",
        )
        parser.add_argument("--rounds", type=int, default=12, help="floor and page in turn, so often (12)")
        parser.add_argument(
            "--seconds", type=float, default=0.8, help="how long each is driven per round (0.8)"
        )
        parser.add_argument("--json", type=Path, help="write all figures to this file")
        parser.add_argument("--markdown", type=Path, help="write the page of the docs to this file")

    def handle(self, **options: Any) -> None:
        pace = Pace(rounds=options["rounds"], seconds=options["seconds"])
        numbers = options["issues"] or USUAL
        messages = 100_000
        if options["quick"]:
            pace, numbers = Pace(rounds=2, seconds=0.4), options["issues"] or QUICK
            messages = 4_000
        url = os.environ.get(
            "DATABASE_URL", NOWHERE
        )  # the settings have read <data>/env into the environment
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        try:
            results = bench(url, numbers, pace=pace, only=options["pages"], messages=messages, say=self.say)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        except KeyboardInterrupt:
            raise CommandError("Stopped; the scratch database is gone.", returncode=130) from None
        save(results, as_json=options["json"], as_markdown=options["markdown"])
        if not options["quick"] and not all(bar["passed"] for bar in results["bars"]):
            raise CommandError("A bar was not met.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def sizes(text: str) -> list[int]:
    return sorted({int(part) for part in text.replace("_", "").split(",")})


def words(text: str) -> set[str]:
    return {part.strip() for part in text.split(",") if part.strip()}
