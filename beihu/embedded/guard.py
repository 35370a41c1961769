"""The guard: a small process that ends everything on a data folder when its owner dies without doing so.

`python -m beihu.embedded.guard DATA [--delete]` waits for the end of its standard input, which is a pipe from
the owner; the kernel closes it even after kill -9. The owner's lock on the folder is inherited, so that
nobody starts on the folder before the guard has finished.
"""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from beihu.embedded import folders, postgres, processes, valkey

RUNNING = "run.json"  # {name: [pid, start time]} of web, worker, beat


def watch(data: Path, *, lock: int | None = None, delete: bool = False) -> subprocess.Popen:
    """Start a guard over this data folder. `delete` makes it remove the folder afterwards."""
    return subprocess.Popen(
        [sys.executable, "-m", "beihu.embedded.guard", str(data), *(["--delete"] if delete else [])],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=[] if lock is None else [lock],
    )


def release(guard: subprocess.Popen) -> None:
    """Let the guard do its work now, and wait for it."""
    if guard.stdin:
        guard.stdin.close()
    guard.wait(timeout=180)


def note(data: Path, name: str, pid: int) -> None:
    """Write down a process that must not outlive its owner."""
    with suppress(psutil.Error):
        known = folders.recall(data / RUNNING)
        folders.remember(data / RUNNING, known | {name: processes.identity(pid)})


def clear(data: Path, *, delete: bool = False) -> None:
    """End everything that runs on the data folder: first what uses the stores, then the stores."""
    if not data.exists():
        return
    known = folders.recall(data / RUNNING)
    processes.end(filter(None, (processes.alive(pid, started) for pid, started in known.values())))
    (data / RUNNING).unlink(missing_ok=True)
    for stop in (valkey.stop, postgres.stop):
        with suppress(folders.Trouble):
            stop(data)
    if delete:
        with suppress(folders.Trouble):
            folders.remove(data)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdin.buffer.read()
    clear(Path(sys.argv[1]), delete="--delete" in sys.argv)
