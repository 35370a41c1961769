"""What reminders are worth on a bad day: everything that can break is broken, and the ledger must still be right."""

import json
import signal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from beihu.embedded.folders import Trouble
from beihu.office.drill.run import drill


class Command(BaseCommand):
    help = (
        "Kill workers and beats, lose the broker, crash PostgreSQL, turn letters away, move and cancel meetings, all "
        "while reminders go out, on servers made for the drill and gone afterwards. Exit code 1 when a message was "
        "lost, doubled or sent though it was no longer true."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["reminders"])
        parser.add_argument("--count", type=int, default=1000, help="how many people are reminded (1000)")
        parser.add_argument("--json", type=Path, help="write the counts to this file")

    def handle(self, **options: Any) -> None:
        if not 20 <= options["count"] <= 1_000_000:
            raise CommandError("--count must lie between 20 and 1,000,000.")
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        try:
            found = drill(options["count"], say=self.say)
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        except KeyboardInterrupt:
            raise CommandError("Stopped; the servers of the drill are gone.", returncode=130) from None
        for name, value in found.items():
            self.say(f"{name}: {value}")
        if options["json"]:
            options["json"].write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        if found["broken promises"]:
            raise CommandError("Promises were broken: " + "; ".join(found["broken promises"]))

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
