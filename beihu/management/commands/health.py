"""Is the portal well? For operators and for cron."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from beihu.embedded import health


class Command(BaseCommand):
    help = (
        "Ask the database, the migrations, the broker and beat how they are. Exit code 1 when one is unwell."
    )
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        answers = health.examine()
        for answer in answers:
            self.stdout.write(f"{'ok  ' if answer.well else 'FAIL'}  {answer.name:<11} {answer.words}")
        if unwell := [answer.name for answer in answers if not answer.well]:
            raise CommandError(f"Unwell: {', '.join(unwell)}.")
