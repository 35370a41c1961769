"""How a portal ends, and how the next one begins after it."""

import os
import shutil
import signal

import psycopg
import pytest

from beihu.embedded import environment, folders, guard
from tests.beihu.embedded.portal import make_folder, manage


@pytest.fixture(scope="module")
def data():
    """One folder for all of them: each begins where another ended, as in life."""
    folder = folders.prepare(make_folder())
    yield folder
    guard.clear(folder, delete=True)
    shutil.rmtree(folder.parent)


def database(portal) -> psycopg.Connection:
    return psycopg.connect(environment.read(portal.data / "env")["DATABASE_URL"])


def test_up_keeps_data_over_interrupt_and_kill_and_leaves_no_process(run_up, data):
    first = run_up(data, "--no-demo").wait_for("Ctrl-C")
    with database(first) as connection:
        connection.execute("DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 1 AS n")
    key = environment.read(data / "env")["SECRET_KEY"]
    assert (first.stop(signal.SIGINT), first.left()) == (0, [])

    second = run_up(data, "--no-demo").wait_for("Ctrl-C")
    assert "Collecting styles" not in second.said()  # nothing changed since the first start
    with database(second) as connection:
        connection.execute("INSERT INTO kept VALUES (2)")
    assert (second.stop(signal.SIGKILL), second.left()) == (-signal.SIGKILL, [])

    third = run_up(data, "--no-demo").wait_for("Ctrl-C")
    with database(third) as connection:
        assert connection.execute("SELECT sum(n) FROM kept").fetchone() == (3,)
    assert environment.read(data / "env")["SECRET_KEY"] == key
    assert (third.stop(signal.SIGTERM), third.left()) == (0, [])


@pytest.mark.parametrize("words", ["", "Postgres on port", "Bringing the tables", "The portal answers"])
def test_up_leaves_no_process_when_interrupted_while_starting(run_up, data, words):
    portal = run_up(data, "--no-demo").wait_for(words)
    assert (portal.stop() in {0, 1, -signal.SIGINT}, portal.left()) == (True, [])


def test_up_names_the_process_that_died_and_stops_the_rest(run_up, data):
    portal = run_up(data, "--no-demo").wait_for("Ctrl-C")
    os.kill(portal.pid_of("worker"), signal.SIGKILL)
    assert (portal.process.wait(60), portal.left()) == (1, [])
    assert (
        "CommandError: The worker process stopped by itself (exit code -9), so everything was stopped."
        in portal.said()
    )


def test_up_names_the_database_when_it_died(run_up, data):
    portal = run_up(data, "--no-demo").wait_for("Ctrl-C")
    os.kill(int((data / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    assert (portal.process.wait(60), portal.left()) == (1, [])
    assert "The embedded Postgres stopped by itself (killed or crashed)" in portal.said()


def test_up_shows_the_last_lines_of_a_web_server_that_cannot_start(run_up, data):
    portal = run_up(data, "--no-demo", DEBUG="True", HTTPS="True")
    assert (portal.process.wait(60), portal.left()) == (1, [])
    assert (
        "Beihu does not start: DEBUG is on, which shows settings and data to visitors: unset it."
        in portal.said()
    )


def test_fresh_forgets_the_data_and_only_ours(run_up, data):
    (data / "env").write_text("SECRET_KEY=old\n")
    (data / "media").mkdir(exist_ok=True)
    run_up(data, "--no-demo", "--fresh").wait_for("Ctrl-C").stop()
    assert (environment.read(data / "env")["SECRET_KEY"] != "old", (data / "media").exists()) == (True, False)


def test_up_does_not_touch_a_folder_of_somebody_else(data):
    foreign = data.parent / "documents"
    foreign.mkdir()
    (foreign / "letter").write_text("dear")
    told = manage("up", "--fresh", "--data", str(foreign))
    assert (told.returncode, told.stderr, (foreign / "letter").read_text()) == (
        1,
        f"CommandError: {foreign} holds files that are not Beihu's: choose an empty folder with --data.\n",
        "dear",
    )


def test_up_says_so_when_it_may_not_write(data):
    told = manage("up", "--data", "/dev/null/data")
    assert (told.returncode, told.stderr) == (
        1,
        "CommandError: Cannot write to /dev/null/data (Not a directory): "
        "choose a folder of your own with --data, or correct its owner.\n",
    )
