"""`up` on servers that the operator runs: used, not started; away for a while, and back."""

import json
import shutil

import psycopg
import pytest

from beihu.embedded import folders, guard, postgres, valkey
from tests.beihu.embedded.portal import Portal, make_folder, manage


@pytest.fixture(scope="module")
def given():
    """The folder of an operator's own PostgreSQL and broker."""
    folder = folders.prepare(make_folder())
    postgres.start(folder)
    valkey.start(folder)
    yield folder
    guard.clear(folder, delete=True)
    folder.parent.rmdir()


@pytest.fixture(scope="module")
def portal(given):
    data = make_folder()
    addresses = {"DATABASE_URL": postgres.start(given).url, "REDIS_URL": valkey.start(given).url}
    portal = Portal(data, "--no-demo", **addresses)
    try:
        yield portal.wait_for("Ctrl-C")
    finally:
        portal.stop()
        guard.clear(data, delete=True)
        shutil.rmtree(data.parent)


def test_up_starts_no_server_that_it_was_given(portal):
    assert [(portal.data / name).exists() for name in ("postgres.json", "valkey.json")] == [False, False]


def test_up_makes_its_tables_in_the_given_database(portal, given):
    with psycopg.connect(postgres.start(given).url) as connection:
        assert connection.execute("SELECT count(*) FROM beihu_user").fetchone() == (0,)


def test_pages_are_polite_while_the_database_is_away_and_well_when_it_is_back(portal, given):
    signed_in = {"Cookie": "session=0123456789abcdef0123456789abcdef"}  # must be looked up in the database
    postgres.stop(given)
    away = (
        portal.get("/", **signed_in),
        portal.get("/healthz"),
        json.loads(portal.get("/readyz")[1])["status"],
    )
    postgres.start(given)
    back = portal.get("/", **signed_in)[0]
    assert ([away[0][0], away[1][0], away[2]], back) == ([503, 200, "unready"], 200)
    assert 'href="tel:12345"' in away[0][1]


def test_pages_work_while_the_broker_is_away(portal, given):
    valkey.stop(given)
    away = portal.get("/")[0], json.loads(portal.get("/readyz")[1])
    valkey.start(given)
    assert (away[0], away[1]["broker"], away[1]["database"]) == (200, "failed", "ok")
    assert json.loads(portal.get("/readyz")[1])["broker"] == "ok"


@pytest.mark.parametrize(
    ("name", "url", "sentence"),
    [
        (
            "DATABASE_URL",
            "postgresql://x:secret@127.0.0.1:1/x",
            "The database of DATABASE_URL (127.0.0.1:1) does not",
        ),
        (
            "DATABASE_URL",
            "postgresql://127.0.0.1/x?nonsense=1",
            "DATABASE_URL is not an address of a PostgreSQL database",
        ),
        (
            "REDIS_URL",
            "redis://:secret@127.0.0.1:1/0",
            "The broker of REDIS_URL (127.0.0.1:1) does not answer",
        ),
        ("REDIS_URL", "nonsense", "The broker of REDIS_URL"),
    ],
)
def test_up_says_which_given_server_is_unfit(data, name, url, sentence):
    told = manage("up", "--no-demo", "--data", str(data), "--port", "18765", **{name: url})
    assert told.returncode == 1
    assert told.stderr.startswith(f"CommandError: {sentence}")
    assert (told.stderr.count("\n"), "secret" in told.stderr) == (1, False)
