"""New code goes in while visitors keep coming."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from beihu.embedded import processes, swap
from beihu.embedded.folders import Trouble
from tests.beihu.embedded.portal import DIRECT, ROOT, clean_environment


class Visitors(threading.Thread):
    """Asks for a page again and again, each time on a new connection, and keeps what came back."""

    def __init__(self, url: str):
        super().__init__(daemon=True)
        self.url = url
        self.seen: list[int | str] = []
        self.done = threading.Event()

    def run(self):
        while not self.done.is_set():
            try:
                with DIRECT.open(self.url, timeout=30) as answer:
                    self.seen.append(answer.status)
            except OSError as error:
                self.seen.append(repr(error))


@pytest.fixture
def server(tmp_path):
    """gunicorn as in production: its pid file and a page without a database."""
    port, pid_file = processes.choose_port(), tmp_path / "web.pid"
    environment = clean_environment(
        BIND=f"127.0.0.1:{port}", PIDFILE=str(pid_file), SECRET_KEY="k" * 50, ALLOWED_HOSTS="portal.example.org",
        BEIHU_DATA=str(tmp_path), DATABASE_URL=os.environ["DATABASE_URL"], REDIS_URL=os.environ["REDIS_URL"],
        WEB_WORKERS="2", PROMETHEUS_MULTIPROC_DIR=str(tmp_path / "metrics"),
    )  # fmt: skip
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("gunicorn")), "--config", "deploy/gunicorn.conf.py", "beihu.wsgi"],
            cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}/healthz"
    while process.poll() is None and not answers(url):
        pass
    yield pid_file, url
    for file in (pid_file, pid_file.with_name("web.pid.2")):
        if pid := swap.read(file):
            processes.end([psutil.Process(pid)])
    process.wait(30)


def answers(url: str) -> bool:
    try:
        with DIRECT.open(url, timeout=5):
            return True
    except OSError:
        return False


def test_swap_loses_no_request(server):
    pid_file, url = server
    old = swap.read(pid_file)
    visitors = Visitors(url)
    visitors.start()
    new = swap.swap(pid_file)
    for _ in range(20):
        assert answers(url)
    visitors.done.set()
    visitors.join()
    assert (set(visitors.seen), new != old, swap.read(pid_file)) == ({200}, True, new)


def test_swap_says_so_when_nothing_runs(tmp_path):
    (tmp_path / "web.pid").write_text("999999999\n")
    with pytest.raises(Trouble, match="names no running process: start the web server first"):
        swap.swap(tmp_path / "web.pid")


def test_swap_program_needs_a_running_server():
    told = subprocess.run(
        [sys.executable, "-m", "beihu.embedded.swap", "/nowhere"],
        cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (
        1,
        "/nowhere names no running process: start the web server first.\n",
    )
