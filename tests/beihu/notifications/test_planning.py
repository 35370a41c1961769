"""An audience becomes deliveries: who gets what through which channel, in which language, when, and once."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from beihu.accounts.models import User
from beihu.notifications.models import Delivery, Preference, Proxy, Robot
from beihu.notifications.planning import ROBOT, after_the_night, in_each_language, plan

pytestmark = pytest.mark.django_db
WORDS = {"zh-hans": ("联席会", "请准时"), "en": ("Joint meeting", "Be on time")}
NOON = datetime.fromisoformat("2026-11-25T12:00+08:00")


def person(n: int, **over) -> User:
    return User.objects.create_user(**({"phone": f"+861390000{n:04d}", "name": f"人{n}"} | over))


def planned(people, **over) -> int:
    fields = {
        "source": "meeting:12",
        "version": 0,
        "kind": "called",
        "words": WORDS,
        "url": "/m/",
        "place": "42",
    }
    return plan([one.pk for one in people], **(fields | over))


def lines(*fields: str) -> list:
    return sorted(Delivery.objects.values_list(*(fields or ("channel", "recipient", "address"))), key=str)


def elder_of(receiver: User, elder: User, **over) -> Proxy:
    return Proxy.objects.create(elder=elder, receiver=receiver, **({"agreed_at": timezone.now()} | over))


def test_plan_writes_a_row_for_each_channel():
    one = person(1, email="a@example.org")
    assert planned([one]) == 3
    assert lines("channel", "key", "address", "subject", "body", "state", "place_id", "source", "kind") == [
        ("email", f"meeting:12:called:0:{one.pk}:email", "a@example.org", "联席会",
         "请准时\n\nhttp://testserver/m/", "due", "42", "meeting:12", "called"),
        ("portal", f"meeting:12:called:0:{one.pk}:portal", "", "联席会", "请准时", "due", "42", "meeting:12", "called"),
        ("sms", f"meeting:12:called:0:{one.pk}:sms", one.phone, "", "联席会 http://testserver/m/", "due", "42",
         "meeting:12", "called"),
    ]  # fmt: skip


def test_plan_twice_plans_once():
    people = [person(1), person(2)]
    assert [planned(people), planned(people), planned(people, version=1)] == [4, 0, 4]


def test_plan_takes_a_query_and_names_nobody_twice():
    one = person(1)
    person(2)
    users = User.objects.filter(name__contains="人1").values("pk")
    again = users.union(users, all=True)
    assert (planned_query(users), planned_query(again)) == (2, 0)
    assert {row.recipient for row in Delivery.objects.all()} == {one}


def planned_query(audience) -> int:
    return plan(audience, source="meeting:12", version=0, kind="called", words=WORDS, url="/m/", place="42")


def test_plan_for_nobody_plans_nothing():
    assert (planned([]), planned_query(User.objects.none().values("pk"))) == (0, 0)


def test_plan_speaks_the_language_of_each():
    for n, language in enumerate(["en", "zh-hans", "", "xx"]):
        person(n, language=language)
    planned(list(User.objects.all()))
    said = Counter(Delivery.objects.filter(channel="portal").values_list("subject", flat=True))
    assert said == {"Joint meeting": 1, "联席会": 3}


def test_plan_leaves_out_who_is_gone():
    assert planned([person(1, is_active=False)]) == 0


def test_plan_without_any_address_still_tells_in_the_portal():
    one = person(1, phone=None, username="a")
    assert (planned([one]), lines()) == (1, [("portal", one.pk, "")])


def test_plan_respects_the_switches():
    one, two = person(1, email="a@example.org"), person(2, email="b@example.org")
    Preference.objects.create(user=one, sms=False)
    Preference.objects.create(user=two, email=False)
    planned([one, two], portal=False)
    assert lines() == [("email", one.pk, "a@example.org"), ("sms", two.pk, two.phone)]


# -- the family receives


def test_plan_sends_the_elders_text_message_to_the_receiver():
    elder, receiver = person(1, name="王大爷"), person(2)
    elder_of(receiver, elder)
    planned([elder])
    assert lines("channel", "recipient", "address", "body") == [
        ("portal", elder.pk, "", "请准时"),
        ("sms", receiver.pk, receiver.phone, "代王大爷收：联席会 http://testserver/m/"),
    ]


@pytest.mark.parametrize("elders", [1, 2])
def test_plan_tells_the_receiver_once(elders):
    receiver = person(9)
    old = [person(n, name=f"老{n}") for n in range(elders)]
    for one in old:
        elder_of(receiver, one)
    planned([receiver, *old])
    names = ", ".join(one.name for one in old)
    assert list(Delivery.objects.filter(channel="sms").values_list("address", "body")) == [
        (receiver.phone, f"您和{names}：联席会 http://testserver/m/")
    ]


def test_plan_before_the_receiver_agreed_tells_the_elder():
    elder = person(1)
    elder_of(person(2), elder, agreed_at=None)
    planned([elder], portal=False)
    assert lines() == [("sms", elder.pk, elder.phone)]


@pytest.mark.parametrize("trouble", ["gone", "no phone", "switched off"])
def test_plan_passes_over_a_receiver_who_cannot_be_reached(trouble):
    elder, receiver = person(1), person(2)
    elder_of(receiver, elder)
    if trouble == "switched off":
        Preference.objects.create(user=receiver, sms=False)
    else:
        change = {"is_active": False} if trouble == "gone" else {"phone": None, "username": "x"}
        User.objects.filter(pk=receiver.pk).update(**change)
    planned([elder], portal=False)
    assert lines() == [("sms", elder.pk, elder.phone)]


# -- night


@pytest.mark.parametrize(
    ("moment", "told_at"),
    [
        ("2026-11-25T07:59:59+08:00", "2026-11-25T08:00+08:00"),
        ("2026-11-25T08:00+08:00", "2026-11-25T08:00+08:00"),
        ("2026-11-25T20:59:59+08:00", "2026-11-25T20:59:59+08:00"),
        ("2026-11-25T21:00+08:00", "2026-11-26T08:00+08:00"),
        ("2026-12-31T23:00+08:00", "2027-01-01T08:00+08:00"),
        ("2026-11-25T16:00+00:00", "2026-11-26T08:00+08:00"),
        ("2026-11-26T00:00+08:00", "2026-11-26T08:00+08:00"),
    ],
)
def test_night_ends_at_eight(moment, told_at):
    assert after_the_night(datetime.fromisoformat(moment)) == datetime.fromisoformat(told_at)


def test_plan_at_night_waits_for_those_who_want_quiet():
    quiet, awake = person(1, email="a@example.org"), person(2)
    Preference.objects.create(user=awake, quiet=False)
    night = datetime.fromisoformat("2026-11-25T22:00+08:00")
    planned([quiet, awake], due_at=night)
    morning = datetime.fromisoformat("2026-11-26T08:00+08:00")
    assert set(Delivery.objects.values_list("channel", "recipient", "due_at")) == {
        ("portal", quiet.pk, night), ("portal", awake.pk, night), ("sms", awake.pk, night),
        ("sms", quiet.pk, morning), ("email", quiet.pk, morning),
    }  # fmt: skip


def test_plan_at_night_does_not_wait_when_urgent():
    night = datetime.fromisoformat("2026-11-25T22:00+08:00")
    planned([person(1)], due_at=night, urgent=True)
    assert set(Delivery.objects.values_list("due_at", flat=True)) == {night}


def test_plan_is_due_now_by_the_clock_of_the_portal():
    with time_machine.travel(NOON, tick=False):
        planned([person(1)], expires_at=NOON + timedelta(hours=1))
    assert set(Delivery.objects.values_list("due_at", "created_at", "expires_at")) == {
        (NOON, NOON, NOON + timedelta(hours=1))
    }


# -- work groups


def test_plan_tells_the_robots_of_the_place_and_above():
    for place in ("42", "4201", "43", "420"):
        Robot.objects.create(place_id=place, name="群", url=f"https://robot.example/{place}")
    Robot.objects.create(place_id="42", name="群", url="https://robot.example/old", closed_at=timezone.now())
    planned([person(1)], place="4201", channels=(ROBOT,), portal=False)
    here = Robot.objects.filter(place_id__in=["42", "4201", "420"]).exclude(url__endswith="old")
    assert lines("channel", "recipient", "address", "body") == sorted(
        ("robot", None, f"robot:{robot.pk}", "联席会 http://testserver/m/") for robot in here
    )


def test_plan_tells_the_robots_though_nobody_is_invited():
    Robot.objects.create(place_id="42", name="群", url="https://robot.example/1")
    nobody = User.objects.none().values("pk")
    fields = {"source": "m:1", "version": 0, "kind": "called", "words": WORDS, "url": "/m/", "place": "42"}
    assert plan(nobody, channels=(ROBOT,), **fields) == 1


def test_plan_refuses_a_name_that_would_not_fit():
    with pytest.raises(ValueError, match="too long"):
        planned([person(1)], source="m" * 90)


def test_in_each_language_calls_words_and_cuts_titles():
    told = in_each_language(lambda: "x" * 300, "y")
    assert {language: (len(subject), body) for language, (subject, body) in told.items()} == {
        "zh-hans": (200, "y"), "en": (200, "y"),
    }  # fmt: skip


@pytest.mark.parametrize("words", ["100% {user} %s %(x)s", "'; DROP TABLE beihu_user; --", "\\x00 {}"])
def test_plan_takes_words_as_they_are(words):
    planned([person(1, name="%s {names}")], words={"zh-hans": (words, words)}, portal=False)
    assert Delivery.objects.get().body == f"{words} http://testserver/m/"


@pytest.mark.django_db(transaction=True)
def test_plan_twice_at_once_plans_once():
    people, counts = [person(n) for n in range(50)], []

    def run() -> None:
        counts.append(planned(people))
        connections.close_all()

    threads = [threading.Thread(target=run) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(counts), Delivery.objects.count()) == (100, 100)
