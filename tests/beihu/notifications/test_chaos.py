"""Nothing lost, nothing doubled: real workers killed with -9, a broker killed with its data, two sweeps at once."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import celery
import psutil
import pytest
from django.db import connection, connections, transaction

from beihu.accounts.models import User
from beihu.embedded import folders, guard, valkey
from beihu.notifications import outbox, poke
from beihu.notifications.actions import notify
from beihu.notifications.models import Delivery, Heartbeat

from .gateway import SECRET, Gateway

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db(transaction=True)


class House:
    """A broker of its own and workers on the test database, all of which may be killed."""

    def __init__(self, data: Path, gateway: Gateway):
        self.data, self.gateway, self.workers = data, gateway, 0
        self.broker = valkey.start(data)

    def worker(self) -> subprocess.Popen:
        store = connection.settings_dict
        address = (
            f"{store['USER']}:{quote(store['PASSWORD'])}@{store['HOST']}:{store['PORT']}/{store['NAME']}"
        )
        self.workers += 1
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "beihu", "worker", "-c", "2", "-l", "ERROR",
             "-n", f"chaos{self.workers}@%h", "--without-gossip", "--without-mingle"],
            cwd=ROOT,
            env=os.environ | {
                "DJANGO_SETTINGS_MODULE": "beihu.settings",
                "DATABASE_URL": f"postgresql://{address}",
                "REDIS_URL": self.broker.url,
                "SMS_GATEWAY_URL": self.gateway.url,
                "SMS_GATEWAY_SECRET": SECRET,
                "SMS_GATEWAY_TIMEOUT": "1",
                "OUTBOX_LEASE": "2",
                "DEV_OUTBOX": "",
            },
            start_new_session=True,
        )  # fmt: skip
        guard.note(self.data, f"worker{self.workers}", process.pid)
        return process

    def sweep_twice(self) -> None:
        """As two beats would."""
        with celery.current_app.connection_for_write(url=self.broker.url) as line:
            for _beat in range(2):
                celery.current_app.send_task("notifications.sweep", connection=line, retry=False)

    def lose_the_broker(self) -> None:
        facts = folders.recall(self.data / "valkey.json")
        psutil.Process(facts["pid"]).kill()
        until(lambda: valkey.running(facts) is None)
        shutil.rmtree(self.broker.folder / "appendonlydir")
        self.broker = valkey.start(self.data)


def until(true, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def kill(process: subprocess.Popen) -> None:
    """-9 to the worker and to its children at one stroke."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def house():
    data = folders.prepare(Path(tempfile.mkdtemp(prefix="beihu-chaos-")))
    keeper = guard.watch(data, delete=True)
    with Gateway(pause=0.05) as gateway:
        yield House(data, gateway)
        guard.release(keeper)


def queue(n: int) -> None:
    person = User.objects.create_user(phone="+8613900000001")
    Delivery.objects.bulk_create(
        Delivery(key=f"fact:{i}", channel="sms", address=person.phone, body="请确认", recipient=person)
        for i in range(n)
    )


def states() -> Counter:
    return Counter(Delivery.objects.values_list("state", flat=True))


def test_workers_and_broker_killed_all_arrives_once(house):
    queue(240)
    taken = house.gateway.posts
    first = house.worker()
    house.sweep_twice()
    until(lambda: len(taken) >= 40)
    kill(first)
    second = house.worker()
    house.sweep_twice()
    until(lambda: len(taken) >= 120)
    kill(second)
    house.lose_the_broker()
    third = house.worker()

    def settled() -> bool:
        house.sweep_twice()
        time.sleep(0.5)
        return states() == {"sent": 240}

    until(settled)
    kill(third)
    assert taken == Counter({str(pk): 1 for pk in Delivery.objects.values_list("pk", flat=True)})
    assert (len(taken), house.gateway.forged, Heartbeat.objects.filter(name="sweep").count()) == (240, [], 1)


def test_two_runs_at_once_share_the_work(settings):
    queue(60)
    with Gateway(pause=0.01) as gateway:
        settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_SECRET = gateway.url, SECRET

        def run() -> None:
            outbox.run()
            connections.close_all()

        threads = [threading.Thread(target=run) for _n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (set(gateway.posts.values()), len(gateway.posts), states()) == ({1}, 60, {"sent": 60})


def test_notify_with_the_broker_down_works(monkeypatch):
    lost = celery.Celery("lost", broker="redis://127.0.0.1:1/0", set_as_current=False)
    lost.conf.broker_transport_options = {"max_retries": 1, "interval_start": 0}
    bell = poke.Bell(lambda: lost.send_task("notifications.deliver", retry=False), pause=0)
    monkeypatch.setattr("beihu.notifications.planning.poke", bell.ring)
    with transaction.atomic():
        notify([User.objects.create_user(phone="+8613900000002")], key="a", title="x", sms=True)
    until(lambda: bell.broken)
    assert states() == {"due": 1}


def test_ring_returns_while_the_broker_hangs():
    answer, calls = threading.Event(), []

    def hang() -> None:
        calls.append(1)
        answer.wait()

    bell = poke.Bell(hang)
    for _n in range(100):
        bell.ring()
    until(lambda: calls)
    answer.set()
    assert len(calls) <= 2


def test_bell_rings_on_in_a_forked_process():
    calls = []
    bell = poke.Bell(lambda: calls.append(os.getpid()))
    bell.ring()
    until(lambda: calls)
    bell._pid = -1  # as a child would find it
    bell.ring()
    until(lambda: len(calls) == 2)
