"""When a vote opens and closes, as people say it: a midnight is the end of a day, never “12 a.m.” of the next."""

from datetime import datetime, time, timedelta

from django.utils import formats, timezone

INSTANT = timedelta(microseconds=1)


def words(at: datetime | None, midnight: str) -> str:
    """`midnight`: "00:00" for what begins there, "24:00" for what ends there, on the day before."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    if local.time() != time.min:
        return formats.date_format(local, "DATETIME_FORMAT")
    day = local if midnight == "00:00" else local - INSTANT
    return f"{formats.date_format(day, 'DATE_FORMAT')} {midnight}"


def days(opens: datetime | None, closes: datetime | None) -> str:
    """First and last day, short."""
    if opens is None or closes is None:
        return ""
    both = (timezone.localtime(at) for at in (opens, closes - INSTANT))
    return " – ".join(formats.date_format(day, "SHORT_DATE_FORMAT") for day in both)
