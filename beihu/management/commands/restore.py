"""What `manage.py backup` wrote, put back."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from beihu.embedded import backup
from beihu.embedded.folders import Trouble


class Command(BaseCommand):
    help = (
        "Replace the database and all uploaded files by those of a backup, and bring an older backup's tables "
        "up to date. Either all of it happens or nothing. Stop web and worker before."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask before replacing what is there")

    def handle(self, **options: Any) -> None:
        source = options["file"].absolute()
        if not options["yes"]:
            self.ask_before_replacing()
        try:
            rows = backup.restore(source, settings.DATABASES["default"], Path(settings.MEDIA_ROOT))
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        call_command("migrate", verbosity=0)
        self.stdout.write(
            f"Restored {sum(rows.values())} rows of {len(rows)} tables and all files from {source}."
        )

    def ask_before_replacing(self) -> None:
        name = settings.DATABASES["default"]["NAME"]
        if not (sys.stdin and sys.stdin.isatty()):
            raise CommandError(f"This replaces everything in the database {name}: add --yes.")
        if input(f"Replace everything in the database {name}? [y/N] ").strip().lower() not in {
            "y",
            "yes",
            "是",
        }:
            raise CommandError("Nothing was changed.")
