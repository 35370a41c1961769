"""Wake a worker right after a commit: best effort. What it misses, the minute sweep finds.

A thread of its own speaks to the broker, so that a request never waits for it, not even when the broker
hangs. Many rings while it speaks are one; after a failure it keeps still for ten seconds.
"""

import logging
import os
import threading
import time
from collections.abc import Callable

PAUSE = 10.0  # seconds without a try after a failure
_logger = logging.getLogger(__name__)


class Bell:
    """Calls `send` soon after `ring`, in the background, at most one call at a time."""

    def __init__(self, send: Callable[[], None], pause: float = PAUSE):
        self._send, self._pause = send, pause
        self._start()

    def _start(self) -> None:
        self.broken = False  # for the staff's banner
        self._rung, self._lock, self._pid = threading.Event(), threading.Lock(), os.getpid()
        self._thread: threading.Thread | None = None

    def ring(self) -> None:
        """Returns at once and never raises."""
        if self._pid != os.getpid():  # a forked server process has none of its parent's threads
            self._start()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="poke", daemon=True)
                self._thread.start()
        self._rung.set()

    def _serve(self) -> None:
        while self._rung.wait():
            self._rung.clear()
            try:
                self._send()
                self.broken = False
            except Exception as error:  # whatever a broker does: the deed is committed and will be delivered
                self.broken = True
                _logger.warning(
                    "No answer from the broker (%s): the minute sweep delivers.", type(error).__name__
                )
                time.sleep(self._pause)


def _send() -> None:
    from .tasks import deliver

    deliver.apply_async(retry=False, expires=55)


bell = Bell(_send)
poke = bell.ring
