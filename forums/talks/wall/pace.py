"""How often one person may knock: a device that has gone astray is asked to wait, the others are not disturbed.

Counted in the memory of one process, which is enough to keep a runaway script from the database.
"""

from collections import deque
from threading import Lock
from time import monotonic

MOST, SECONDS = 60, 60.0  # requests of one person in a minute; a busy device sends ten
PEOPLE = 2000  # remembered at once


class Pace:
    def __init__(self, most: int = MOST, seconds: float = SECONDS):
        self._most, self._seconds = most, seconds
        self._seen: dict[int, deque[float]] = {}
        self._lock = Lock()

    def wait(self, who: int) -> int:
        """Seconds to wait before this request may be made; 0 when it may be made now, and is counted."""
        now = monotonic()
        with self._lock:
            times = self._seen.pop(who, None) or deque()
            self._seen[who] = times  # the latest is the last to be forgotten
            while times and now - times[0] >= self._seconds:
                times.popleft()
            if len(times) >= self._most:
                return int(self._seconds - (now - times[0])) + 1
            times.append(now)
            while len(self._seen) > PEOPLE:
                del self._seen[next(iter(self._seen))]
        return 0
