"""Serving the scratch database and driving it: floor and page in turn, round after round."""

import json
import statistics
import subprocess
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from typing import Any, NamedTuple

import psutil

from beihu.embedded import processes
from beihu.embedded.folders import Trouble

from .floor import COUNT
from .scratch import Scratch

Request = dict[str, Any]  # name, method, path, headers, body, expect
THREADS = 4  # as in `manage.py up`


@dataclass(frozen=True)
class Pace:
    """How long is measured. `clients` connections are open at once."""

    rounds: int = 12
    seconds: float = 0.8
    warm: float = 0.1
    clients: int = 2


class Slice(NamedTuple):
    """One stretch of driving: finished requests per second, their times in ms, CPU of the web worker per request."""

    rate: float
    times: list[float]
    cpu: float
    errors: dict[str, int]


@dataclass
class Figures:
    """What was seen of one page, slice by slice, each beside a slice of the floor just before or after it."""

    name: str
    queries: int = 0
    page: list[Slice] = field(default_factory=list)
    floor: list[Slice] = field(default_factory=list)

    def add(self, floor: Slice, page: Slice) -> None:
        self.floor.append(floor)
        self.page.append(page)

    @property
    def times(self) -> list[float]:
        return [time for one in self.page for time in one.times]

    @property
    def errors(self) -> dict[str, int]:
        return dict(sum((Counter(one.errors) for one in self.page), Counter()))

    @property
    def ratio(self) -> float:
        """Page's throughput as a share of the floor's: medians over the rounds."""
        return median(one.rate for one in self.page) / median(one.rate for one in self.floor)

    @property
    def cpu_ratio(self) -> float:
        """The same in CPU time of the web worker, which other work on the machine disturbs less."""
        return median(one.cpu for one in self.floor) / median(one.cpu for one in self.page)

    def as_dict(self) -> dict[str, Any]:
        return {
            "queries": self.queries,
            "requests_per_s": round(median(one.rate for one in self.page), 1),
            "p50_ms": round(percentile(self.times, 50), 2),
            "p99_ms": round(percentile(self.times, 99), 2),
            "cpu_ms": round(median(one.cpu for one in self.page), 2),
            "of_floor": round(self.ratio, 3),
            "of_floor_cpu": round(self.cpu_ratio, 3),
            "requests": len(self.times),
            "errors": self.errors,
        }


def median(values: Iterable[float]) -> float:
    """Never nothing: a page that did not answer once costs an age."""
    return statistics.median(values) or 0.001


def percentile(times: list[float], of_100: int) -> float:
    """The smallest time that so many percent of the requests did not exceed."""
    ordered = sorted(times) or [0.0]
    return ordered[min(len(ordered) - 1, max(0, -(-of_100 * len(ordered) // 100) - 1))]


@dataclass(frozen=True)
class Server:
    """The web server under measurement."""

    port: int
    worker: psutil.Process

    def cpu(self) -> float:
        """CPU time its worker has used, in ms."""
        used = self.worker.cpu_times()
        return (used.user + used.system) * 1000


@contextmanager
def server(scratch: Scratch) -> Iterator[Server]:
    """One gunicorn worker on a free loopback port."""
    port, log = processes.choose_port(), scratch.folder / "gunicorn.log"
    with log.open("w") as out:
        child = scratch.start(
            "gunicorn", "beihu.office.bench.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
            "--workers", "1", "--threads", str(THREADS), "--timeout", "120", "--no-control-socket",
            "--keep-alive", "30", stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    deadline = time.monotonic() + 60
    while not answers(port):
        if time.monotonic() > deadline or child.poll() is not None:
            raise Trouble(f"The bench's web server did not start:\n{processes.tail(log)}")
        time.sleep(0.1)
    try:
        yield Server(port, psutil.Process(child.pid).children()[0])
    except Trouble as trouble:
        raise Trouble(f"{trouble} The server's last lines:\n{processes.tail(log)}") from trouble
    finally:
        scratch.end()


def answers(port: int) -> bool:
    with (
        suppress(OSError, HTTPException),
        closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection,
    ):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False


class Client:
    """The driver in its own process, fed one plan at a time."""

    def __init__(self, scratch: Scratch):
        self.child = scratch.start("beihu.office.bench.drive", stdin=subprocess.PIPE)
        assert self.child.stdin
        assert self.child.stdout
        self.plans, self.answers = self.child.stdin, self.child.stdout

    def drive(self, server: Server, request: Request, pace: Pace) -> Slice:
        """One request, repeated for the time of the pace. Raises Trouble."""
        plan = {"port": server.port, "clients": pace.clients, "seconds": pace.seconds, "warm": pace.warm}
        before = server.cpu()
        self.plans.write(json.dumps({**plan, "request": request}) + "\n")
        self.plans.flush()
        if not (line := self.answers.readline()):
            raise Trouble(f"The bench's client ended with exit code {self.child.wait()}.")
        seen = json.loads(line)
        cpu = (server.cpu() - before) / max(seen["asked"], 1)
        return Slice(len(seen["times"]) / seen["seconds"], seen["times"], cpu, seen["errors"])


def count_queries(port: int, request: Request) -> int:
    """Queries of one request, asked twice: the first may fill a cache. Trouble when the page does not answer."""
    for _time in range(2):
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        path = request["path"] if isinstance(request["path"], str) else request["path"][0]
        body = request.get("body", "").replace("{n}", str(_time)).replace("{uuid}", str(uuid.uuid4()))
        headers = {**request["headers"], COUNT: "yes"}
        connection.request(request.get("method", "GET"), path, body or None, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != request.get("expect", 200):
            raise Trouble(f"The page “{request['name']}” ({path}) answered {answer.status}.")
    return int(answer.headers[COUNT])


def measure(scratch: Scratch, requests: list[Request], pace: Pace) -> list[Figures]:
    """All pages against the floor, which is `requests[0]`; the floor itself comes first in the answer."""
    floor, hurried = requests[0], replace(pace, seconds=min(0.5, pace.seconds))
    with server(scratch) as under:
        found = [Figures(one["name"], count_queries(under.port, one)) for one in requests]
        client = Client(scratch)
        for request in requests:  # once around, so that nothing is asked for the first time while measured
            client.drive(under, request, hurried)
        for number in range(pace.rounds):
            for figures, request in zip(found, requests, strict=True):
                order = (floor, request) if number % 2 else (request, floor)
                first, second = (client.drive(under, one, pace) for one in order)
                figures.add(*((first, second) if number % 2 else (second, first)))
    return found
