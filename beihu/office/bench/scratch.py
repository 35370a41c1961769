"""A scratch database and data folder, gone afterwards however the run ends.

The database is made in the cluster that DATABASE_URL (or the running portal's `<data>/env`) names; where no
server answers there, an embedded one is started in the scratch folder. The broker is always our own.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
from psycopg import sql

from beihu.embedded import folders, guard, postgres, processes, valkey
from beihu.embedded.folders import Trouble

ROOT = Path(__file__).resolve().parents[3]
PREFIX = "beihu_bench_"


@dataclass
class Scratch:
    """Where the run takes place: its folder, its database, and the environment of its children."""

    folder: Path
    url: str
    env: dict[str, str] = field(default_factory=dict)
    children: list[psutil.Process] = field(default_factory=list)

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py on the scratch database; what it printed. Raises Trouble."""
        return self.python("manage", *arguments)

    def python(self, module: str, *arguments: str) -> str:
        """Run `python -m module` to its end; what it printed. Raises Trouble with its last lines."""
        child = self.start(module, *arguments, stderr=subprocess.PIPE)
        out, err = child.communicate()
        if child.returncode:
            last = "\n".join((err or out).splitlines()[-12:])
            raise Trouble(f"{module} {' '.join(arguments)} failed with exit code {child.returncode}:\n{last}")
        return out

    def start(self, module: str, *arguments: str, **options: Any) -> subprocess.Popen:
        """Start `python -m module` in a session of its own, and let the guard know."""
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "text": True} | options
        child = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.env,
            start_new_session=True,
            **streams,
        )
        guard.note(self.folder, f"{module}-{child.pid}", child.pid)
        with suppress(psutil.Error):
            self.children.append(psutil.Process(child.pid))
        return child

    def end(self) -> None:
        """End every child that still lives."""
        processes.end([child for child in self.children if processes.lives(child)])


@contextmanager
def scratch(database_url: str, *, static: bool = True) -> Iterator[Scratch]:
    """A migrated, empty scratch database near `database_url`, for pages (`static`) or without. Raises Trouble."""
    folder = folders.prepare(Path(tempfile.mkdtemp(prefix="beihu-bench-")))
    keeper = guard.watch(folder, delete=True)
    try:
        home = database_url if answers(database_url) else postgres.start(folder).url
        with database(home) as url:
            place = Scratch(folder, url)
            place.env = environment(folder, url, valkey.start(folder).url)
            try:
                place.manage("migrate", "--noinput", "-v", "0")
                if static:
                    place.manage("collectstatic", "--noinput", "-v", "0")
                yield place
            finally:
                place.end()  # what uses the database, before the database
    finally:
        guard.release(keeper)


def answers(url: str) -> bool:
    with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=3):
        return True
    return False


@contextmanager
def database(home: str) -> Iterator[str]:
    """A new database beside the one of `home`; its address. Dropped at the end, with all connections to it."""
    name = f"{PREFIX}{os.getpid()}_{secrets.token_hex(3)}"
    parts = urlsplit(home)
    url = urlunsplit(parts._replace(path=f"/{name}"))
    with psycopg.connect(home, autocommit=True, connect_timeout=5) as connection:
        try:
            drop_leftovers(connection)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise Trouble(
                f"The role {parts.username} may not create databases: grant it CREATEDB for the bench."
            ) from error
        try:
            with psycopg.connect(url, autocommit=True):  # held open: this is how others know that we live
                yield url
        finally:
            with suppress(psycopg.OperationalError):  # a drill has stopped the server that it was given
                drop(connection, name)


def drop(connection: psycopg.Connection, name: str) -> None:
    """Gently first, which ends autovacuum at its work; by force it would be a process that only a superuser may end."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    try:
        connection.execute(statement)
    except psycopg.errors.ObjectInUse:
        connection.execute(statement + sql.SQL(" WITH (FORCE)"))


def drop_leftovers(connection: psycopg.Connection) -> None:
    """Databases of runs that were killed: ours by name, and nobody is connected to them."""
    left = connection.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND NOT EXISTS "
        "(SELECT 1 FROM pg_stat_activity WHERE pg_stat_activity.datname = pg_database.datname)",
        [PREFIX],
    ).fetchall()
    for (name,) in left:
        drop(connection, name)


def environment(folder: Path, url: str, broker: str) -> dict[str, str]:
    """The children's: production settings without HTTPS, and nothing that leads to the portal's own data."""
    ours: Mapping[str, str] = {
        "DJANGO_SETTINGS_MODULE": "beihu.settings",
        "BEIHU_DATA": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": url,
        "REDIS_URL": broker,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DEBUG": "False",
        "HTTPS": "False",
        "BASE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEMO": "False",
        "DEV_OUTBOX": "",
        "SMS_GATEWAY_URL": "",
        "STAFF_TOTP_REQUIRED": "False",
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **ours}
