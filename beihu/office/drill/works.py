"""What may be killed: workers, beats, the broker with its data, the database."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from beihu.embedded import folders, guard, postgres, programs, valkey

from .gateway import SECRET, Gateway
from .post_office import PostOffice

ROOT = Path(__file__).resolve().parents[3]


class Works:
    """Workers and beats on the stores of one data folder, guarded: none of them outlives the drill."""

    def __init__(self, folder: Path, gateway: Gateway, office: PostOffice):
        self.folder, self.gateway, self.office = folder, gateway, office
        self.broker = valkey.start(folder)
        self.started = 0
        self.living: list[subprocess.Popen] = []

    def worker(self) -> subprocess.Popen:
        return self._start(
            "worker", "-c", "2", "-n", f"drill{self.started}@%h", "--without-gossip", "--without-mingle"
        )

    def beat(self) -> subprocess.Popen:
        """In a hurry: a second is its minute."""
        return self._start("beat", "--pidfile=", "-S", "beihu.office.drill.hurry:Hurried")

    def kill(self, process: subprocess.Popen) -> None:
        """-9 to the process and to its children at one stroke."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.living.remove(process)

    def lose_the_broker(self) -> None:
        """Killed, and everything it held is gone."""
        facts = folders.recall(self.folder / "valkey.json")
        psutil.Process(facts["pid"]).kill()
        until(lambda: valkey.running(facts) is None)
        shutil.rmtree(self.broker.folder / "appendonlydir")
        self.broker = valkey.start(self.folder)

    def crash_the_database(self) -> None:
        """Stopped without a checkpoint and without asking anybody, started again a second later."""
        folder = folders.server_folder(self.folder, "postgres")
        stop = programs.reachable_binaries(folder) / "pg_ctl"
        programs.run(folder, stop, "stop", "-D", "cluster", "-m", "immediate", "-w", "-t", "60")
        time.sleep(1)
        postgres.start(self.folder)

    def end(self) -> None:
        for process in list(self.living):
            self.kill(process)

    def _start(self, *what: str) -> subprocess.Popen:
        self.started += 1
        log = self.folder / f"{what[0]}{self.started}.log"
        ours = {
            "REDIS_URL": self.broker.url,
            "SMS_GATEWAY_URL": self.gateway.url,
            "SMS_GATEWAY_SECRET": SECRET,
            "SMS_GATEWAY_TIMEOUT": "1",
            "OUTBOX_LEASE": "4",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.office.port}",
        }
        with log.open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "beihu", *what, "-l", "ERROR"],
                cwd=ROOT,
                env={**os.environ, **ours},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        guard.note(self.folder, f"{what[0]}{self.started}", process.pid)
        self.living.append(process)
        return process


def until(true: Callable[[], bool], seconds: float = 90, every: float = 0.02) -> bool:
    """Wait for it; whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True
