"""Enter the published holiday lists into the working calendar."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tripartite.issues.workdays import SEEDED_FROM, CalendarDay, published_days, source


class Command(BaseCommand):
    help = "Enter the State Council's holiday lists (from chinesecalendar) into the working calendar. Days that are there already, edited ones too, stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=int, default=SEEDED_FROM, help="first year")

    def handle(self, *args: Any, first: int = SEEDED_FROM, **options: Any) -> None:
        before = CalendarDay.objects.count()
        found = published_days(first)
        CalendarDay.objects.bulk_create(
            [CalendarDay(date=d, working=w, name=n, source=source()) for d, w, n in found],
            ignore_conflicts=True,
        )
        new = CalendarDay.objects.count() - before
        last = max((day.year for day, _working, _name in found), default=first)
        self.stdout.write(f"Working calendar: {new} days entered, {first} to {last}.")
