"""The guard ends what its owner cannot end any more."""

import signal
import subprocess
import sys

import psutil
import psycopg
import pytest

from beihu.embedded import folders, guard, postgres, processes, valkey


def test_release_stops_everything_on_the_folder(data):
    server = postgres.start(data)
    valkey.start(data)
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    guard.note(data, "web", sleeper.pid)
    guard.release(guard.watch(data))
    assert (sleeper.wait(10), valkey.well(data), postgres.well(data)) == (-signal.SIGTERM, False, False)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url)


def test_guard_deletes_the_folder_when_told_to(data):
    postgres.start(data)
    guard.release(guard.watch(data, delete=True))
    assert data.exists() is False


def test_guard_outlives_a_killed_owner(data):
    code = (
        "import os, sys; from pathlib import Path; from beihu.embedded import guard, valkey;"
        "data = Path(sys.argv[1]); print(guard.watch(data).pid); valkey.start(data); sys.stdout.flush();"
        "os.kill(os.getpid(), 9)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(data)], capture_output=True, text=True, check=False
    )
    watcher = psutil.Process(int(told.stdout)) if psutil.pid_exists(int(told.stdout)) else None
    assert (told.returncode, processes.still_living([watcher] if watcher else [], 20)) == (-9, [])
    assert valkey.well(data) is False


def test_clear_does_not_end_a_process_that_only_has_the_same_number(data):
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    folders.remember(data / guard.RUNNING, {"web": [sleeper.pid, 1.0]})
    guard.clear(data)
    assert sleeper.poll() is None
    sleeper.kill()
    sleeper.wait()
