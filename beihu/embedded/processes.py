"""Processes and ports: is that pid still the one we mean, is that port free, how a log ended."""

import signal
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

CLEAN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}  # servers do not inherit the caller's world


def port_free(port: int, host: str = "127.0.0.1") -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def choose_port(remembered: int | None = None) -> int:
    """The port used last time while it is free, else any free one on loopback."""
    if remembered and port_free(remembered):
        return remembered
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def identity(pid: int) -> tuple[int, float]:
    """A pid with its start time, which together are not reused."""
    return pid, psutil.Process(pid).create_time()


def alive(pid: int, started: float) -> psutil.Process | None:
    """The process, if that pid is still the one that began at `started` (seconds since 1970)."""
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        if abs(process.create_time() - started) < 2 and lives(process):
            return process
    return None


def works_in(pid: int, folder: Path) -> bool:
    """Whether a process of that pid has `folder` as its working directory: a stale pid file does not."""
    with suppress(psutil.Error, OSError):
        process = psutil.Process(pid)
        return lives(process) and Path(process.cwd()) == folder.resolve()
    return False


def working_in(folder: Path) -> list[psutil.Process]:
    """All processes that have `folder` as their working directory, as far as we may see them."""
    return [process for process in psutil.process_iter() if works_in(process.pid, folder)]


def end(processes: Iterable[psutil.Process], *, patience: float = 8) -> None:
    """Ask the processes and all their children to finish, wait, then kill what is left."""
    asked = list(processes)
    family = list(asked)
    for process in asked:
        with suppress(psutil.Error):
            family += process.children(recursive=True)
            process.send_signal(signal.SIGTERM)
    if left := still_living(family, patience):
        for process in left:
            with suppress(psutil.Error):
                process.kill()
        still_living(left, 5)


def still_living(processes: list[psutil.Process], patience: float) -> list[psutil.Process]:
    """Wait for the processes to finish, at most `patience` seconds; those that did not. A zombie did."""
    deadline = time.monotonic() + patience
    while left := [process for process in processes if lives(process)]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.02)
    return left


def lives(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log file, for the eyes of an operator."""
    with suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 8192))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
    return ""
