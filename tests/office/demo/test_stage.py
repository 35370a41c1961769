"""The stage: lives take turns on one clock, people keep their hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from beihu.office.demo.clock import story_time
from beihu.office.demo.stage import AWAKE, OFFICE, ON_CALL, Stage, Wait

SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime(2026, 11, 20, 16, 50, tzinfo=SHANGHAI)


def test_wait_so_many_hours():
    assert Wait(1.5).end(FRIDAY) == FRIDAY + timedelta(hours=1.5)


def test_wait_for_the_office_over_the_weekend():
    assert Wait(2, OFFICE).end(FRIDAY) == datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)


def test_find_people_on_call_on_saturday():
    assert Wait(6, ON_CALL).end(FRIDAY) == datetime(2026, 11, 21, 8, 50, tzinfo=SHANGHAI)


def test_let_residents_sleep():
    assert Wait(10, AWAKE).end(FRIDAY) == datetime(2026, 11, 21, 7, 50, tzinfo=SHANGHAI)


def life(name, told, *waits):
    for wait in waits:
        told.append((name, timezone.now()))
        yield Wait(wait)
    told.append((name, timezone.now()))


def test_wake_lives_in_the_order_of_time():
    told = []
    with story_time(FRIDAY) as clock:
        stage = Stage(clock, FRIDAY + timedelta(days=1))
        stage.enter(life("a", told, 5), FRIDAY)
        stage.enter(life("b", told, 1, 1), FRIDAY + timedelta(hours=1))
        list(stage.play())
    hours = [(name, (at - FRIDAY).total_seconds() / 3600) for name, at in told]
    assert hours == [("a", 0), ("b", 1), ("b", 2), ("b", 3), ("a", 5)]


def test_leave_the_future_to_real_people():
    told = []
    with story_time(FRIDAY) as clock:
        stage = Stage(clock, FRIDAY + timedelta(hours=2))
        stage.enter(life("a", told, 1, 1), FRIDAY)
        list(stage.play())
    assert (len(told), stage.ended) == (2, 0)
