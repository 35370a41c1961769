"""Two runs at once, and a broker that is down or hangs. The great chaos is tests/office/drill."""

import os
import threading
import time
from collections import Counter

import celery
import pytest
from django.db import connections, transaction

from beihu.accounts.models import User
from beihu.notifications import outbox, poke
from beihu.notifications.actions import notify
from beihu.notifications.models import Delivery
from beihu.office.drill.gateway import SECRET, Gateway

pytestmark = pytest.mark.django_db(transaction=True)


def until(true, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def queue(n: int) -> None:
    person = User.objects.create_user(phone="+8613900000001")
    Delivery.objects.bulk_create(
        Delivery(key=f"fact:{i}", channel="sms", address=person.phone, body="请确认", recipient=person)
        for i in range(n)
    )


def states() -> Counter:
    return Counter(Delivery.objects.values_list("state", flat=True))


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
