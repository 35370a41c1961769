"""Calendar months by the portal's own clock: a duty's month begins at midnight of Asia/Shanghai, not of Greenwich."""

import calendar
from datetime import date, datetime

from django.utils import timezone


def today(moment: datetime | None = None) -> date:
    """The day it is in the portal's zone, whatever zone a reader has chosen."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def month_of(day: date) -> date:
    """Its first day, which names the month."""
    return day.replace(day=1)


def day_in(month: date, day: int) -> date:
    """The day of that month: 31 is the last one, whether it has 28 or 30."""
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))


def following(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def preceding(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def parse(text: str, otherwise: date) -> date:
    """'2026-11' of an address; nonsense is the other one."""
    year, _dash, number = text.partition("-")
    plain = text.isascii() and len(text) == 7 and year.isdecimal() and number.isdecimal()
    if plain and 2000 <= int(year) <= 2199 and 1 <= int(number) <= 12:
        return date(int(year), int(number), 1)
    return otherwise
