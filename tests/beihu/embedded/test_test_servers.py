"""The servers under the tests themselves."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from beihu.embedded import processes
from tests.beihu.embedded.portal import ROOT, clean_environment


def test_speak_chinese_trigrams():
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT show_trgm('居民')").fetchone()[0] != []


def test_roles_are_not_superuser():
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute(
            "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert found == (False, True)


def test_broker_answers_and_keeps_what_it_is_told(valkey):
    valkey.set("x", "1")
    assert (valkey.get("x"), valkey.config_get("appendonly")) == (b"1", {"appendonly": "yes"})


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=lambda number: number.name)
def test_leave_no_process_and_no_file_when_the_run_is_cut_short(tmp_path, number):
    (tmp_path / "test_long.py").write_text(
        "import os, time\n"
        "def test_long():\n"
        "    print(os.environ['BEIHU_TEST_SERVERS'], flush=True)\n"
        "    time.sleep(60)\n"
    )
    out = tmp_path / "out"
    with out.open("w") as said:
        run = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-s", "-n0", "-p", "no:cacheprovider", f"--rootdir={ROOT}",
             f"--config-file={ROOT / 'pyproject.toml'}", str(tmp_path / "test_long.py")],
            cwd=ROOT, env=clean_environment(), stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
    while not out.read_text().startswith("/") and run.poll() is None:
        time.sleep(0.05)
    servers = Path(out.read_text().splitlines()[0])
    family = {process for process in psutil.process_iter() if str(servers) in " ".join(cmdline(process))}
    family |= {process for process in psutil.process_iter() if inside(process, servers)}
    run.send_signal(number)
    run.wait(60)
    assert (len(family) > 3, processes.still_living(list(family), 30), servers.exists()) == (True, [], False)


def cmdline(process: psutil.Process) -> list[str]:
    with suppress(psutil.Error):
        return process.cmdline()
    return []


def inside(process: psutil.Process, folder: Path) -> bool:
    with suppress(psutil.Error, OSError):
        return Path(process.cwd()).is_relative_to(folder)
    return False
