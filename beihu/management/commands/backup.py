"""Everything in one file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from beihu.embedded import backup
from beihu.embedded.folders import Trouble


class Command(BaseCommand):
    help = (
        "Write the database and all uploaded files into one file. It holds personal data: keep it like them."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write, for example beihu-2026-11-23.zip")

    def handle(self, **options: Any) -> None:
        target = options["file"].absolute()
        try:
            rows = backup.back_up(target, settings.DATABASES["default"], Path(settings.MEDIA_ROOT))
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        size = target.stat().st_size / 1_000_000
        self.stdout.write(f"Wrote {target}: {sum(rows.values())} rows of {len(rows)} tables, {size:.1f} MB.")
