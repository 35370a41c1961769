"""A real text-message gateway on loopback that counts what it gets, and can be ill in many ways."""

import hashlib
import hmac
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "between us"


class Gateway:
    """`posts` counts what arrived by key, `texts` holds it. `ill(n)` gives the trouble of the n-th request:

    a status code; "hang" (takes it, answers never); "drop" (takes it and dies); "deaf" (dies before taking it).
    """

    def __init__(self, ill: Callable[[int], int | str | None] = lambda n: None, pause: float = 0):
        self.ill, self.pause = ill, pause
        self.posts: Counter[str] = Counter()
        self.texts: dict[str, dict[str, str]] = {}
        self.forged: list[str] = []
        self.mute = False  # does not answer questions
        self.requests = 0
        self.lock = threading.Lock()
        self.over = threading.Event()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                gateway.post(self)

            def do_GET(self) -> None:
                gateway.get(self)

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 100
            daemon_threads = True

            def handle_error(self, request: Any, address: Any) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/sms"

    def __enter__(self) -> "Gateway":
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    def post(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        if len(body) < int(request.headers["Content-Length"]):
            return  # whoever spoke was killed in the middle of it: nothing was taken
        self.check(request, body.decode())
        with self.lock:
            self.requests += 1
            trouble = self.ill(self.requests)
            if trouble in {None, "hang", "drop"}:
                message = json.loads(body)
                self.posts[message["id"]] += 1
                self.texts[message["id"]] = message
        if trouble == "hang":
            self.over.wait(30)
        if trouble in {"hang", "drop", "deaf"}:
            return
        time.sleep(self.pause)
        self.answer(request, int(trouble or 202), {"state": "accepted"})

    def get(self, request: BaseHTTPRequestHandler) -> None:
        key = request.path.rpartition("/")[2]
        self.check(request, key)
        if self.mute:
            self.answer(request, 503, {})
        elif key in self.posts:
            self.answer(request, 200, {"state": "accepted"})
        else:
            self.answer(request, 404, {"state": "unseen"})

    def check(self, request: BaseHTTPRequestHandler, signed: str) -> None:
        given = f"{request.headers['X-Timestamp']}.{signed}".encode()
        right = hmac.new(SECRET.encode(), given, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right, request.headers["X-Signature"]):
            self.forged.append(request.path)

    @staticmethod
    def answer(request: BaseHTTPRequestHandler, status: int, found: dict[str, str]) -> None:
        text = json.dumps(found).encode()
        request.send_response(status)
        if 300 <= status < 400:
            request.send_header("Location", "/elsewhere")
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)
