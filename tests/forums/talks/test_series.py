"""Every second Thursday, and the days that are different."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.places import actions as places
from forums.talks import actions, series
from forums.talks.models import Series, Talk
from tests.make import make_meeting
from tripartite.meetings.models import Room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def now():
    """A Monday."""
    with time_machine.travel("2026-03-02 10:00 +0800", tick=False):
        yield


def begin(we, every="fortnight", **over):
    facts = {
        "by": we.liaison, "place": we.compound, "topic": "每月夜话", "every": every, "first_on": date(2026, 3, 12),
        "at": time(19), "minutes": 90,
    } | over  # fmt: skip
    return actions.begin_series(**facts)


@pytest.mark.parametrize(
    ("every", "wanted"),
    [
        ("week", ["03-12", "03-19", "03-26", "04-02"]),
        ("fortnight", ["03-12", "03-26", "04-09", "04-23"]),
        ("month", ["03-12", "04-09", "05-14", "06-11"]),  # the second Thursday
    ],
)
def test_days_follow_the_rule(we, every, wanted):
    found = list(series.days(begin(we, every), date(2026, 3, 1), date(2026, 12, 31)))[:4]
    assert [f"{day:%m-%d}" for day in found] == wanted


def test_a_fifth_weekday_gives_way_to_the_last_one(we):
    row = begin(we, "month", first_on=date(2026, 4, 30))  # the fifth Thursday
    found = list(series.days(row, date(2026, 4, 1), date(2026, 9, 30)))
    assert [f"{day:%m-%d}" for day in found] == ["04-30", "05-28", "06-25", "07-30", "08-27", "09-24"]


def test_announce_next_makes_the_talks_of_four_weeks_once(we):
    row = begin(we)
    made = actions.announce_next(row)
    assert [talk.series_day for talk in made] == [date(2026, 3, 12), date(2026, 3, 26)]
    assert (actions.announce_next(row), series.sweep(), Talk.objects.count()) == ([], 0, 2)
    assert {talk.meeting.status for talk in made} == {"called"}
    with time_machine.travel("2026-03-20 10:00 +0800"):
        assert series.sweep() == 1


def test_a_skipped_day_is_left_out_and_its_talk_cancelled(we):
    row = begin(we)
    actions.announce_next(row)
    actions.skip(row, date(2026, 3, 26), by=we.liaison, reason="停电")
    actions.skip(row, date(2026, 4, 9), by=we.worker, reason="清明假期")
    talk = Talk.objects.get(series_day=date(2026, 3, 26))
    assert (talk.meeting.status, talk.meeting.cancel_reason) == ("cancelled", "停电")
    with time_machine.travel("2026-04-01 10:00 +0800"):
        assert [one.series_day for one in actions.announce_next(row)] == [date(2026, 4, 23)]


def test_a_moved_day_is_announced_or_moved_to_its_time(we):
    row = begin(we)
    later, at = datetime(2026, 3, 28, 15, tzinfo=ZONE), datetime(2026, 3, 13, 19, tzinfo=ZONE)
    actions.move(row, date(2026, 3, 26), by=we.liaison, moved_to=later, reason="雨天")
    made = actions.announce_next(row)
    assert [timezone.localtime(talk.meeting.starts_at) for talk in made][1] == later
    actions.move(row, date(2026, 3, 12), by=we.liaison, moved_to=at, reason="值班")
    assert Talk.objects.get(series_day=date(2026, 3, 12)).meeting.starts_at == at


def test_exceptions_ask_for_a_reason_a_day_of_the_rule_and_the_right(we, next_door):
    row, day = begin(we), date(2026, 3, 12)
    wrong = [
        {"day": day, "by": we.liaison, "reason": " "},
        {"day": date(2026, 3, 13), "by": we.liaison, "reason": "x"},
        {"day": day, "by": next_door.liaison, "reason": "x"},
        {"day": day, "by": we.resident, "reason": "x"},
    ]
    for facts in wrong:
        with pytest.raises(Refused):
            actions.skip(row, **facts)
    with pytest.raises(Refused):
        actions.move(row, day, by=we.liaison, moved_to=timezone.now() - timedelta(hours=1), reason="x")
    assert row.exceptions.count() == 0


def test_a_room_that_is_taken_is_told_to_the_organiser_once(we):
    room = Room.objects.create(place=we.compound, name="活动室")
    at = datetime(2026, 3, 12, 18, tzinfo=ZONE)
    make_meeting(place=we.compound, organiser=we.worker, room=room, starts_at=at)
    row = begin(we, room=room)
    assert [talk.series_day for talk in actions.announce_next(row)] == [date(2026, 3, 26)]
    series.sweep()
    assert Notification.objects.filter(key__startswith=f"series:{row.pk}").count() == 1


def test_an_organiser_who_left_gives_way_to_whoever_may_call(we):
    row = begin(we)
    we.liaison.posts.update(until=date(2026, 3, 1))
    made = actions.announce_next(Series.objects.get(pk=row.pk))
    assert {talk.meeting.organiser for talk in made} == {we.worker} or {
        talk.meeting.organiser for talk in made
    } == {we.officer}


def test_an_ended_series_and_one_past_its_last_day_make_nothing(we):
    row = actions.end_series(begin(we), by=we.liaison)
    over = begin(we, last_on=date(2026, 3, 12))
    assert actions.announce_next(row) == []
    assert len(actions.announce_next(over)) == 1
    assert [one.ended_at is None for one in (row, over)] == [False, True]


def test_repeat_makes_a_series_of_a_talk_once(we, talk):
    row = actions.repeat(talk, by=we.liaison, every="week")
    assert (row.first_on, row.title, row.minutes) == (
        timezone.localdate(talk.meeting.starts_at),
        talk.meeting.title,
        120,
    )
    assert len(actions.announce_next(row)) == 3  # the first is the talk itself
    with pytest.raises(Refused):
        actions.repeat(talk, by=we.liaison, every="week")


def test_a_series_follows_a_moved_place(we):
    row = begin(we, place=we.compound)
    moved = places.move_place(we.compound, under=next_community(we), by=we.officer)
    row.refresh_from_db()
    assert row.place_id == moved.code


def next_community(we):
    from tests.cast import place

    return place("420103010002", "邻社区居委会")
