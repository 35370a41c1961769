"""`manage.py up`: start everything, watch it, and end everything.

Order: lock on the data folder, guard, stores, migrations beside static files, web beside the demo, worker and beat. Whatever
happens after the lock is taken, the way out is the same: all that was started ends.
"""

import fcntl
import os
import time
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg

from beihu.embedded import (
    environment,
    folders,
    guard,
    interrupts,
    postgres,
    processes,
    static,
    stores,
    valkey,
)
from beihu.embedded.folders import Trouble
from beihu.embedded.house import ROOT, House, Say, Wish, begin, manage, require_life, spawn

PATIENCE = 90  # seconds until the web server must answer


def up(wish: Wish, say: Say, welcome: Callable[[House], None]) -> None:
    """Run the portal until somebody says stop. `welcome` is called once, when all of it works.

    Returns after Ctrl-C or SIGTERM; raises Trouble when something could not start or died.
    """
    interrupts.catch()
    if not processes.port_free(wish.port, wish.host):
        raise Trouble(
            f"Port {wish.port} of {wish.host} is taken or not ours to use: "
            "stop the program that holds it, or choose another with --port."
        )
    lock = claim(wish)
    os.umask(0o077)  # logs, uploads and the outbox of codes are nobody else's business
    keeper = guard.watch(wish.data, lock=lock)
    try:
        house = House(wish, say)
        start(house, welcome)
        watch(house)
    except KeyboardInterrupt:
        say("\nStopping …")
    finally:
        interrupts.ignore()
        guard.release(keeper)
        guard.clear(wish.data)  # in case somebody killed the guard
    say(f"Stopped. The data stay in {wish.data}.")


def claim(wish: Wish) -> int:
    """Make the folder ours alone, end what a crashed run left behind, and empty it if asked to."""
    lock = take_lock(folders.prepare(wish.data))
    guard.clear(wish.data)
    if wish.fresh:
        folders.remove(wish.data)
        os.close(lock)
        lock = take_lock(folders.prepare(wish.data))
    (wish.data / "logs").mkdir(mode=0o700, exist_ok=True)
    return lock


def take_lock(data: Path) -> int:
    """A lock that the kernel drops with the last process holding it (us and the guard)."""
    file = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + 60
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            folders.remember(data / "owner.json", {"up": processes.identity(os.getpid())})
            return file
        holder, began = folders.recall(data / "owner.json").get("up", (0, 0.0))
        if processes.alive(holder, began) or time.monotonic() > deadline:
            os.close(file)
            raise Trouble(
                f"Beihu already runs on {data} (process {holder}): "
                "stop that one first, or choose another folder with --data."
            )
        time.sleep(0.2)  # its owner died and the guard is tidying up


def start(house: House, welcome: Callable[[House], None]) -> None:
    wish, say = house.wish, house.say
    servers = start_stores(house)
    equip(house, servers, demo=False)
    collected = None
    if static.changed(wish.data, ROOT):  # beside the tables: there is a second core
        collected = begin(house, "collectstatic", "--noinput", "--clear", doing="Collecting styles and icons")
    manage(house, "migrate", "--noinput", doing="Bringing the tables up to date")
    loaded = (wish.data / "demo").exists()
    load = wish.demo and not loaded and is_empty(house.env["DATABASE_URL"])
    environment.write(wish.data, equip(house, servers, demo=load or (wish.demo and loaded)))
    if collected is not None:
        collected()
        static.remember(wish.data, ROOT)
    spawn_web(house)
    loading = None
    if load:  # one transaction: interrupted, it leaves nothing and is tried again next time
        loading = begin(house, "seed_beihu", "--scale", wish.scale, doing="Loading the demo", show=True)
    wait_for_web(house)
    gap = "\n" if load else ""  # the bar may be half drawn: it goes on below
    say(f"{gap}The portal answers at {house.env['BASE_URL']}")
    if loading is not None:
        loading()
        (wish.data / "demo").touch()
    spawn(house, "worker", "celery", "-A", "beihu", "worker", "-l", "WARNING", "-c", "2", "-n", "up@%h",
          "--without-gossip", "--without-mingle")  # fmt: skip
    spawn(house, "beat", "celery", "-A", "beihu", "beat", "-l", "WARNING", "--pidfile=")
    welcome(house)


def equip(house: House, servers: dict[str, str], *, demo: bool) -> dict[str, str]:
    """Give the children their environment; returns the part of it that is ours."""
    wish = house.wish
    chosen = environment.choose(wish.data, wish.host, wish.port, servers, demo=demo)
    house.env = environment.for_children(wish.data, chosen)
    return chosen


def start_stores(house: House) -> dict[str, str]:
    """Start the embedded stores, except where the operator named one; the addresses of both."""
    data, servers = house.data, {}
    for name, check, store in (
        ("DATABASE_URL", stores.check_database, postgres),
        ("REDIS_URL", stores.check_broker, valkey),
    ):
        if url := os.environ.get(name):
            check(url)
            house.say(f"Using the server of {name} ({stores.where(url)}).")
        else:
            began = time.monotonic()
            with interrupts.held():
                server = store.start(data)
            kind = type(server).__name__
            house.embedded[kind] = store.well
            check(server.url)
            house.say(f"{kind} on port {server.port} ({time.monotonic() - began:.1f} s).")
        servers[name] = url or server.url
    return servers


def is_empty(url: str) -> bool:
    """Whether nobody has an account yet: only then the demo may be loaded."""
    with psycopg.connect(url, connect_timeout=5) as connection:
        return not stores.ask(connection, "SELECT EXISTS (SELECT 1 FROM beihu_user)")


def spawn_web(house: House) -> None:
    host = f"[{house.wish.host}]" if ":" in house.wish.host else house.wish.host
    spawn(
        house, "web", "gunicorn", "beihu.wsgi", "--bind", f"{host}:{house.wish.port}", "--preload",
        "--worker-class", "gthread", "--workers", str(min(4, os.cpu_count() or 1)), "--threads", "4",
        "--timeout", "60", "--graceful-timeout", "5", "--max-requests", "20000",
        "--max-requests-jitter", "2000", "--forwarded-allow-ips", "", "--no-control-socket",
    )  # fmt: skip


def wait_for_web(house: House) -> None:
    host = "localhost" if house.wish.host in environment.EVERYWHERE else house.wish.host
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        require_life(house)
        if answers(host, house.wish.port):
            return
        time.sleep(0.1)
    raise Trouble(
        f"The web server did not answer within {PATIENCE} s; its last lines:\n"
        f"{processes.tail(house.log('web'))}"
    )


def answers(host: str, port: int) -> bool:
    """Whether /healthz is well, asked directly: urllib would go through the proxy of the environment."""
    with closing(HTTPConnection(host, port, timeout=5)) as connection, suppress(OSError, HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False


def watch(house: House) -> None:
    while True:
        require_life(house)
        time.sleep(0.5)
