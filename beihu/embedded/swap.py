"""Replace the running web processes by new ones without losing a request: `python -m beihu.embedded.swap PIDFILE`.

gunicorn's USR2 starts a second master with the new code on the same socket; when its workers are there, the
old one is asked to finish. (HUP loses requests.) When the new one does not come up, the old one stays.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from beihu.embedded.folders import Trouble

PATIENCE = 60  # seconds for the new code to load, and for old requests to end


def swap(pid_file: Path) -> int:
    """The pid of the new master. Raises Trouble; then the old one still serves."""
    old = read(pid_file)
    if old is None:
        raise Trouble(f"{pid_file} names no running process: start the web server first.")
    os.kill(old, signal.SIGUSR2)
    new = wait_for_workers(pid_file.with_name(f"{pid_file.name}.2"))
    os.kill(old, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while read(pid_file) != new:
        if time.monotonic() > deadline:
            raise Trouble(f"The old web server (process {old}) does not end: look at it.")
        time.sleep(0.1)
    return new


def wait_for_workers(pid_file: Path) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(psutil.Error):
            if (new := read(pid_file)) and psutil.Process(new).children():
                return new
        time.sleep(0.1)
    raise Trouble("The new web server did not come up; the old one still serves. Its log says why.")


def read(pid_file: Path) -> int | None:
    """The pid in the file, when such a process lives."""
    with suppress(OSError, ValueError):
        pid = int(pid_file.read_text())
        return pid if psutil.pid_exists(pid) else None
    return None


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{swap(Path(sys.argv[1]))}\n")
    except Trouble as trouble:
        sys.exit(str(trouble))
