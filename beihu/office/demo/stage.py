"""The stage: lives that take turns on one clock.

A life is a generator. It does something at the present moment of the story and yields how long it waits; the
stage wakes it then, sets the clock, and lets it go on. What would happen after the real present does not
happen: the people who try the portal carry on from there.
"""

import heapq
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from .clock import Clock


class Rhythm(NamedTuple):
    """When people of a kind do things, local time."""

    opens: time
    closes: time
    weekends: bool


ROUND_THE_CLOCK = Rhythm(time(0), time(23, 59, 59), weekends=True)
AWAKE = Rhythm(time(7, 0), time(22, 15), weekends=True)
OFFICE = Rhythm(time(8, 40), time(17, 40), weekends=False)
ON_CALL = Rhythm(time(8, 0), time(20, 30), weekends=True)


class Wait(NamedTuple):
    """So many hours; then on until people of this rhythm are about."""

    hours: float
    rhythm: Rhythm = ROUND_THE_CLOCK

    def end(self, moment: datetime) -> datetime:
        local = timezone.localtime(moment + timedelta(hours=self.hours))
        if not self.rhythm.opens <= local.time() <= self.rhythm.closes:
            late = local.time() > self.rhythm.closes
            opens = self.rhythm.opens
            # the minutes are kept, so that people do not all arrive at once
            local = local.replace(hour=opens.hour, minute=opens.minute) + timedelta(
                days=late, minutes=local.minute
            )
        while local.weekday() > 4 and not self.rhythm.weekends:
            local += timedelta(days=1)
        return local


Life = Iterator[Wait]


class Stage:
    """Whose turn it is when."""

    def __init__(self, clock: Clock, until: datetime):
        self.clock = clock
        self.until = until
        self.turns: list[tuple[datetime, int, Life]] = []
        self.entered = 0
        self.ended = 0

    def enter(self, life: Life, at: datetime) -> None:
        """Let a life begin at a moment; the order of entering decides between equal moments."""
        self.entered += 1
        heapq.heappush(self.turns, (at, self.entered, life))

    def play(self) -> Iterator[datetime]:
        """Wake one life after the other until the present; yields the moment before each turn."""
        while self.turns and self.turns[0][0] < self.until:
            moment, number, life = heapq.heappop(self.turns)
            self.clock.set(moment)
            yield moment
            if (wait := next(life, None)) is None:
                self.ended += 1
            else:
                heapq.heappush(self.turns, (wait.end(moment), number, life))
