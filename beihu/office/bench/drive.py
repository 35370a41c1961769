"""The client, in a process of its own: `python -m beihu.office.bench.drive`, a plan on stdin, times on stdout.

Bounded and closed: so many connections, kept alive, each with one request under way at a time. It needs no
Django, so that it takes little of the machine that it measures on.

Plan: {"port", "clients", "seconds", "warm", "request"}; request: {"method", "path", "headers", "body", "expect"}.
A path that is a list is gone through in turn; `{n}` in path and body is replaced by a number that grows with
every request, `{uuid}` by a fresh UUID.
Answer: {"asked": how many in all, "times": [ms, …] after the warm-up, "seconds", "errors": {"500": how many}}.
"""

import json
import sys
import threading
import time
import uuid
from collections import Counter
from http.client import HTTPConnection, HTTPException
from itertools import count, cycle
from typing import Any

Plan = dict[str, Any]


class Driver:
    def __init__(self, plan: Plan):
        self.plan = plan
        paths = plan["request"]["path"]
        self.paths = cycle([paths] if isinstance(paths, str) else paths)
        self.numbers = count(int(time.time() * 1000) % 1_000_000_000)
        self.asked = 0
        self.times: list[float] = []
        self.errors: Counter[str] = Counter()

    def run(self) -> dict[str, Any]:
        """Drive for the planned time with all clients; what was measured after the warm-up."""
        began = time.perf_counter()
        self.open_at = began + self.plan["warm"]
        self.close_at = self.open_at + self.plan["seconds"]
        clients = [threading.Thread(target=self.client) for _ in range(self.plan["clients"])]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        return {
            "times": self.times,
            "asked": self.asked,
            "seconds": self.plan["seconds"],
            "errors": self.errors,
        }

    def client(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.plan["port"], timeout=60)
        while (start := time.perf_counter()) < self.close_at:
            try:
                status = self.ask(connection)
            except (HTTPException, OSError) as error:
                self.errors[type(error).__name__] += 1
                connection.close()
                continue
            end = time.perf_counter()
            self.asked += 1
            if status != self.plan["request"].get("expect", 200):
                self.errors[str(status)] += 1
            elif self.open_at <= end <= self.close_at:
                self.times.append((end - start) * 1000)
        connection.close()

    def ask(self, connection: HTTPConnection) -> int:
        request = self.plan["request"]
        path, body = self.fill(next(self.paths)), self.fill(request.get("body", ""))
        connection.request(request.get("method", "GET"), path, body or None, request["headers"])
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def fill(self, text: str) -> str:
        if "{" not in text:
            return text
        return text.replace("{n}", str(next(self.numbers))).replace("{uuid}", str(uuid.uuid4()))


if __name__ == "__main__":
    for line in sys.stdin:
        json.dump(Driver(json.loads(line)).run(), sys.stdout)
        sys.stdout.write("\n")
        sys.stdout.flush()
