"""The story's clock: the one place in the portal that may change what time it is.

A year of issues has to pass through the actions, and actions ask `django.utils.timezone.now()` and nobody
else. `at(moment)` makes that function (and with it `localdate()`, and field defaults that hold the function
itself) answer with the story's time, in this process and only inside the `with`. It does so by standing in
for the class `datetime` that the module `django.utils.timezone` looks up when asked for the time.
Only the demo uses it; tests travel with time-machine.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import Any

from django.utils import timezone


class _Alike(type):
    """Ordinary datetimes pass for the stand-in, because the module also tests `isinstance`."""

    def __instancecheck__(cls, value: Any) -> bool:
        return isinstance(value, datetime)


class Clock:
    """A clock that stands where it is set, and moves forward only by being set."""

    def __init__(self, moment: datetime):
        self.moment = moment

    def set(self, moment: datetime) -> None:
        self.moment = max(moment, self.moment)


@contextmanager
def story_time(moment: datetime) -> Iterator[Clock]:
    """Inside, it is `moment` (aware) until the clock that is handed out is set to a later one."""
    clock = Clock(moment)

    class StoryDatetime(datetime, metaclass=_Alike):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return clock.moment.astimezone(tz) if tz else clock.moment.replace(tzinfo=None)

    real = timezone.datetime  # type: ignore[attr-defined]
    timezone.datetime = StoryDatetime  # type: ignore[attr-defined]
    try:
        yield clock
    finally:
        timezone.datetime = real  # type: ignore[attr-defined]
