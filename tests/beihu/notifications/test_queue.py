"""Queueing: one fact reaches one person once, in their language, in the transaction of the deed."""

import pytest
from django.db import transaction
from django.utils import translation

from beihu.accounts.models import User
from beihu.notifications.actions import notify, queue_sms
from beihu.notifications.models import Delivery, Notification

pytestmark = pytest.mark.django_db


def person(n: int = 1, **over) -> User:
    return User.objects.create_user(phone=f"+861390000{n:04d}", **over)


def test_notify_twice_tells_once():
    someone = person()
    for _again in range(2):
        notify(
            [someone, someone], key="issue:1:event:2", title="Solved", url="/issues/1/", sms=True, place="42"
        )
    assert list(Notification.objects.values_list("recipient", "title", "url")) == [
        (someone.pk, "Solved", "/issues/1/")
    ]
    assert list(Delivery.objects.values_list("key", "address", "body", "state", "place_id")) == [
        (
            f"issue:1:event:2:{someone.pk}:sms",
            someone.phone,
            "Solved http://testserver/issues/1/",
            "due",
            "42",
        )
    ]


def test_notify_without_sms_queues_no_message():
    notify([person()], key="a", title="x")
    assert (Notification.objects.count(), Delivery.objects.count()) == (1, 0)


def test_notify_speaks_the_language_of_each():
    notify([person(1, language="en"), person(2)], key="a", title=translation.get_language)
    assert sorted(Notification.objects.values_list("title", flat=True)) == ["en", "zh-hans"]


def test_notify_leaves_out_who_is_gone():
    notify([None, person(is_active=False)], key="a", title="x", sms=True)
    assert (Notification.objects.count(), Delivery.objects.count()) == (0, 0)


def test_notify_shortens_what_is_too_long():
    notify([person()], key="a", title="长" * 300, url="/i/", sms=True)
    assert len(Notification.objects.get().title) == 200
    assert Delivery.objects.get().body == f"{'长' * 59}… http://testserver/i/"


def test_notify_leaves_nothing_when_the_deed_fails():
    someone = person()
    with transaction.atomic():
        notify([someone], key="a", title="x", sms=True)
        transaction.set_rollback(True)
    assert (Notification.objects.count(), Delivery.objects.count()) == (0, 0)


def test_queue_sms_twice_queues_once():
    first = queue_sms("+8613800000000", "code 1", key="code:1", secret=True)
    assert queue_sms("+8613800000000", "code 1", key="code:1", secret=True) == first
    assert Delivery.objects.count() == 1
