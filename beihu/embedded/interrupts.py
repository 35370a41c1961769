"""Ctrl-C and its kin: an orderly KeyboardInterrupt, but never between starting a process and noting it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
state = {"held": False, "pending": False}


def catch() -> None:
    """From now on SIGINT, SIGTERM and a closed terminal all raise KeyboardInterrupt."""
    for number in SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup stays nohup
            signal.signal(number, arrived)


def ignore() -> None:
    """From now on impatience changes nothing."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def arrived(number: int, frame: object) -> None:
    if state["held"]:
        state["pending"] = True
    else:
        raise KeyboardInterrupt


@contextmanager
def held() -> Iterator[None]:
    """An interrupt that arrives inside is raised at the end."""
    state["held"] = True
    try:
        yield
    finally:
        state["held"] = False
        if state["pending"]:
            state["pending"] = False
            raise KeyboardInterrupt
