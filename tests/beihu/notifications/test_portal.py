"""Notices are folded in chunks, exactly once; rooms are asked first, and a stumbling room loses nothing."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from beihu.accounts.models import User
from beihu.notifications import outbox, portal, rechecks
from beihu.notifications.models import Delivery, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return User.objects.create_user(phone="+8613900000001")


@pytest.fixture
def check(monkeypatch):
    """Register the answer of a room for this test."""
    monkeypatch.setattr(rechecks, "_checks", {})
    return lambda answer: rechecks.register("tea", answer)


def due(person: User, n: int = 1, **over) -> list[Delivery]:
    fields = {"channel": "portal", "recipient": person, "subject": "茶会", "body": "请来", "url": "/m/1/"}
    keys = [{"key": f"tea:1:called:0:{i}:portal", "source": "tea:1"} for i in range(n)]
    return Delivery.objects.bulk_create(Delivery(**(fields | key | over)) for key in keys)


def ledger() -> Counter:
    return Counter(Delivery.objects.values_list("state", "note"))


def test_fold_makes_notices(person):
    due(person)
    outbox.run(5)
    outbox.run(5)
    assert list(Notification.objects.values_list("recipient", "title", "body", "url")) == [
        (person.pk, "茶会", "请来", "/m/1/")
    ]
    assert (ledger(), Delivery.objects.get().settled_at is not None) == ({("sent", ""): 1}, True)


def test_fold_goes_on_until_nothing_is_left(person, monkeypatch):
    monkeypatch.setattr(portal, "CHUNK", 10)
    due(person, 35)
    outbox.run(5)
    assert (Notification.objects.count(), ledger()) == (35, {("sent", ""): 35})


def test_fold_leaves_what_is_not_due_and_drops_what_is_late(person):
    due(person, due_at=timezone.now() + timedelta(hours=1))
    due(person, expires_at=timezone.now(), key="late")
    outbox.run(5)
    assert (Notification.objects.count(), ledger()) == (0, {("due", ""): 1, ("skipped", "too late"): 1})


def test_fold_of_somebody_erased_tells_nobody(person):
    due(person, recipient=None)
    outbox.run(5)
    assert (Notification.objects.count(), ledger()) == (0, {("sent", ""): 1})


def test_fold_asks_the_room_first(person, check):
    check(lambda rows: {row.pk: "cancelled" for row in rows if row.version == 1})
    due(person)
    due(person, version=1, key="b")
    outbox.run(5)
    assert (Notification.objects.count(), ledger()) == (1, {("sent", ""): 1, ("skipped", "cancelled"): 1})


def test_fold_tries_again_when_the_room_stumbles(person, check):
    check(lambda rows: 1 / 0)
    due(person)
    due(person, source="", key="b")
    outbox.run(5)
    late = Delivery.objects.get(state="due")
    assert (Notification.objects.count(), late.due_at > timezone.now()) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_fold_twice_at_once_tells_once(person, monkeypatch):
    monkeypatch.setattr(portal, "CHUNK", 7)
    due(person, 100)

    def run() -> None:
        while portal.fold():
            pass
        connections.close_all()

    threads = [threading.Thread(target=run) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Notification.objects.count(), ledger()) == (100, {("sent", ""): 100})


# -- the same question before a call


@pytest.fixture
def file(settings, tmp_path):
    settings.DEV_OUTBOX, settings.SMS_GATEWAY_URL = str(tmp_path / "outbox.jsonl"), ""
    return tmp_path / "outbox.jsonl"


def test_send_skips_what_the_room_takes_back(person, check, file):
    check(lambda rows: {row.pk: "moved" for row in rows})
    due(person, 3, channel="sms", address="+861")
    outbox.run(5)
    assert (ledger(), file.exists()) == ({("skipped", "moved"): 3}, False)


def test_send_tries_again_when_the_room_stumbles(person, check, file):
    check(lambda rows: 1 / 0)
    due(person, channel="sms", address="+861")
    outbox.run(5)
    row = Delivery.objects.get()
    assert (row.state, row.note, row.due_at > timezone.now(), file.exists()) == (
        "due", "could not be checked", True, False,
    )  # fmt: skip


def test_send_goes_on_after_a_whole_batch_was_taken_back(person, check, file):
    check(lambda rows: {row.pk: "declined" for row in rows if row.version == 0})
    due(person, 20, channel="sms", address="+861", due_at=timezone.now() - timedelta(hours=1))
    due(person, channel="sms", address="+861", key="last", version=1)
    outbox.run(5)
    assert ledger() == {("skipped", "declined"): 20, ("sent", ""): 1}
