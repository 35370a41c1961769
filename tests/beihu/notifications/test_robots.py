"""Robots of work groups, against a real webhook on loopback: sent once, never again when in doubt."""

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from beihu.notifications import outbox, robots
from beihu.notifications.models import Delivery, Robot

pytestmark = pytest.mark.django_db


class Group:
    """A work group: `lines` holds what its robot said. `answer` is (status, body); None hangs up after reading."""

    def __init__(self):
        self.lines, self.paths = [], []
        self.answer = (200, b'{"errcode": 0, "errmsg": "ok"}')
        group = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                group.lines.append(json.loads(body))
                group.paths.append(self.path)
                if group.answer is None:
                    return
                status, text = group.answer
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/send?key=a"


@pytest.fixture
def group(settings):
    settings.ROBOT_HOSTS = ["127.0.0.1"]
    group = Group()
    threading.Thread(target=group.server.serve_forever, args=(0.02,), daemon=True).start()
    yield group
    group.server.shutdown()
    group.server.server_close()


def queue(url: str, **over) -> Delivery:
    robot = Robot.objects.create(place_id="42", name="群", url=url, **over)
    return Delivery.objects.create(
        key=f"k{robot.pk}", channel="robot", address=f"robot:{robot.pk}", body="联席会"
    )


def ledger() -> Counter:
    return Counter(Delivery.objects.values_list("state", "note"))


def test_run_tells_the_group_once(group):
    queue(group.url)
    outbox.run(5)
    outbox.run(5)
    assert (group.lines, group.paths) == (
        [{"msgtype": "text", "text": {"content": "联席会"}}],
        ["/send?key=a"],
    )
    assert ledger() == {("sent", ""): 1}


@pytest.mark.parametrize(
    ("answer", "state", "note"),
    [
        ((200, b'{"errcode": 93000}'), "failed", "errcode 93000"),
        ((200, b'{"errcode": 45009}'), "due", "errcode 45009"),
        ((200, b'{"errcode": "<b>' + b"x" * 400 + b'"}'), "failed", "errcode <b>" + "x" * 17),
        ((200, b"<html>"), "unknown", "a robot cannot be asked"),
        ((200, b"[]"), "unknown", "a robot cannot be asked"),
        ((302, b""), "failed", "HTTP 302"),
        ((404, b""), "failed", "HTTP 404"),
        ((429, b""), "due", "HTTP 429"),
        ((503, b""), "unknown", "a robot cannot be asked"),
        (None, "unknown", "a robot cannot be asked"),
    ],
)
def test_run_answers_trouble(group, answer, state, note):
    group.answer = answer
    queue(group.url)
    outbox.run(5)
    outbox.run(5)
    assert (ledger(), len(group.lines)) == ({(state, note): 1}, 1)
    assert Delivery.objects.to_phone().count() == 0


def test_run_with_nobody_listening_tries_again_later(settings):
    settings.ROBOT_HOSTS = ["127.0.0.1"]
    queue("http://127.0.0.1:1/")
    outbox.run(5)
    assert ledger() == {("due", "connection refused"): 1}


def test_run_without_the_robot_fails(group, django_user_model):
    queue(group.url)
    Robot.objects.all().delete()
    outbox.run(5)
    assert (ledger(), group.lines) == ({("failed", "no such robot"): 1}, [])


@pytest.mark.parametrize(
    ("url", "debug", "fine"),
    [
        ("https://robot.example/send?key=1", False, True),
        ("https://robot.example:8443/", False, True),
        ("http://robot.example/", False, False),
        ("http://robot.example/", True, True),
        ("http://127.0.0.1:8000/", False, True),
        ("https://169.254.169.254/", False, False),
        ("https://robot.example.evil.org/", False, False),
        ("https://robot.example@evil.org/", False, False),
        ("https://user@robot.example/", False, False),
        ("https://robot.example/\r\nX: y", False, False),
        ("https://robot.example/ a", False, False),
        ("https://robot.example:x/", False, False),
        ("https://[::1/", False, False),
        ("ftp://robot.example/", False, False),
        ("file:///etc/passwd", False, False),
        ("", False, False),
    ],
)
def test_address_is_of_a_known_host_over_https(settings, url, debug, fine):
    settings.ROBOT_HOSTS, settings.DEBUG = ["robot.example", "127.0.0.1"], debug
    assert (robots.address(url) is not None) == fine


def test_run_never_speaks_to_a_host_that_is_not_listed(group, settings):
    settings.ROBOT_HOSTS = []
    queue(group.url)
    outbox.run(5)
    assert (ledger(), group.lines) == ({("failed", "address not allowed"): 1}, [])
