"""`manage.py bench` for real, but small: on the tests' own PostgreSQL, through gunicorn and a driving process."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[3]
KILLED = "beihu_bench_1_of_a_killed_run"


def databases(child: subprocess.Popen) -> list[str]:
    """Scratch databases of this run, or of the killed one; another worker of the tests may run a bench meanwhile."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) OR datname = %s",
            [f"beihu_bench_{child.pid}_", KILLED],
        )
        return [name for (name,) in found.fetchall()]


def folders() -> list[str]:
    return [path.name for path in Path(os.environ["TMPDIR"]).glob("beihu-bench-*")]


def bench(*arguments: str, **environ: str) -> subprocess.Popen:
    """The command, with the real settings, as an operator would run it."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "beihu.settings", "PYTHONUNBUFFERED": "1"} | environ
    return subprocess.Popen(
        [sys.executable, "manage.py", "bench", *arguments],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def quiet_place(tmp_path, monkeypatch):
    """A folder of our own for what the bench leaves in the system's temporary folder: nothing."""
    tmp_path.chmod(0o755)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_measure_every_page_and_leave_nothing(quiet_place):
    out = quiet_place / "figures.json"
    child = bench(
        "--quick", "--issues", "1000", "--json", str(out), "--markdown", str(out.with_suffix(".md"))
    )
    told, _ = child.communicate(timeout=280)
    assert child.returncode == 0, told
    figures = json.loads(out.read_text())
    pages = figures["sizes"]["1000"]
    assert [name for name, seen in pages.items() if seen["errors"] or not seen["requests"]] == []
    assert {name for name, seen in pages.items() if seen["queries"] > 8 and name != "filing"} == set()
    reminders = figures["reminders"]
    assert (reminders["planning"]["rows"], reminders["delivering"]["rows"]) == (4000, 4000)
    loaded = figures["rows"]["1000"]
    assert (loaded["issues"], 60 < loaded["in the street"] < 140, 5 < loaded["in the community"] < 40) == (
        1000,
        True,
        True,
    )
    assert [
        line.split()[0] for line in told.splitlines() if line.split()[:1] and line.split()[0] in pages
    ] != []
    assert (databases(child), folders()) == ([], [])


def test_measure_the_meter_of_a_vote_alone(quiet_place):
    out = quiet_place / "figures.json"
    told, _ = (
        child := bench("--quick", "--issues", "1000", "--pages", "meter", "--json", str(out))
    ).communicate(timeout=280)
    assert child.returncode == 0, told
    figures = json.loads(out.read_text())
    pages, meter = figures["sizes"]["1000"], "meter of a vote, 3,000 flats"
    assert set(pages) == {"floor", meter}
    assert (pages[meter]["queries"], pages[meter]["errors"], pages[meter]["requests"] > 0) == (8, {}, True)
    assert [bar["limit"] for bar in figures["bars"]] == [0.5, 8]
    assert (databases(child), folders()) == ([], [])


def test_leave_nothing_when_stopped(quiet_place):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {KILLED}")
    child = bench("--issues", "200000")
    assert child.stdout is not None
    for line in child.stdout:
        if "Loading" in line:
            break
    assert len(databases(child)) == 1
    child.send_signal(signal.SIGINT)
    told, _ = child.communicate(timeout=60)
    assert (child.returncode, told.splitlines()[-1]) == (
        130,
        "CommandError: Stopped; the scratch database is gone.",
    )
    assert (databases(child), folders()) == ([], [])
