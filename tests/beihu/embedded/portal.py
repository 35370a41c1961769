"""Running manage.py as an operator does, and what a running portal shows of itself."""

import os
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from beihu.embedded import folders, guard, processes

ROOT = Path(__file__).parents[3]
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # whatever proxy the environment names
OURS = {
    "DATABASE_URL", "REDIS_URL", "BEIHU_DATA", "SECRET_KEY", "HTTPS", "BASE_URL", "DJANGO_SETTINGS_MODULE",
    "ALLOWED_HOSTS", "DEMO", "DEV_OUTBOX",
}  # fmt: skip


def clean_environment(**more: str) -> dict[str, str]:
    """The caller's environment as an operator with nothing configured would have it, under LANG=C."""
    foreign = {"DJANGO_ALLOW_ASYNC_UNSAFE"}  # set for Playwright in our own process
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in OURS | foreign and "PYTEST" not in name and "BEIHU_TEST" not in name
    }
    return kept | {"BEIHU_ENV_FILE": os.devnull, "LANG": "C", "PYTHONUNBUFFERED": "1"} | more


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean_environment(**environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


class Portal:
    """A running `manage.py up`."""

    def __init__(self, data: Path, *options: str, **environment: str):
        self.data = data
        self.port = processes.choose_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = data.parent / f"{data.name}-{self.port}.out"
        with self.output.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--data", str(data), "--port", str(self.port), *options],
                cwd=ROOT,
                env=clean_environment(**environment),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.family: set[psutil.Process] = set()

    def wait_for(self, words: str) -> "Portal":
        """Until it has said so. Fails with all it said when it ends before."""
        while words not in self.said():
            try:
                self.process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            if words not in self.said():
                pytest.fail(f"up ended with {self.process.returncode}: {self.said()}")
        self.remember_family()
        return self

    def said(self) -> str:
        return self.output.read_text()

    def remember_family(self) -> None:
        """All processes that must be gone later: descendants, and the stores with theirs."""
        with suppress(psutil.Error):
            self.family |= set(psutil.Process(self.process.pid).children(recursive=True))
        cluster = folders.server_folder(self.data, "postgres") / "cluster" / "postmaster.pid"
        pids = [int(cluster.read_text().split()[0])] if cluster.exists() else []
        for pid in pids:
            with suppress(psutil.Error):
                server = psutil.Process(pid)
                self.family |= {server, *server.children(recursive=True)}

    def left(self) -> list[str]:
        """What still runs of all that was ever started, after a short grace."""
        return [process.name() for process in processes.still_living(list(self.family), 20)]

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send the signal and wait; the exit code."""
        self.remember_family()
        self.process.send_signal(number)
        return self.process.wait(60)

    def pid_of(self, name: str) -> int:
        return int(folders.recall(self.data / guard.RUNNING)[name][0])

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        try:
            request = urllib.request.Request(self.url + path, headers=headers)
            with DIRECT.open(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def make_folder() -> Path:
    """A path below a folder that any user can pass, unlike pytest's own temporary folders."""
    parent = Path(tempfile.mkdtemp(prefix="beihu-portal-"))
    parent.chmod(0o711)
    return parent / "data"
