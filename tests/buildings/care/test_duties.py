"""Monthly duties: made once, reminded once, ticked off; months as Shanghai counts them."""

import threading
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from beihu.notifications import rechecks
from beihu.notifications.models import Delivery, Proxy
from beihu.states import Refused
from buildings.care import checklist, making, recheck
from buildings.care.models import CareEntry
from buildings.care.monthly import Duty, DutyTask, GroupMeeting
from buildings.care.months import day_in, following, parse, preceding, today
from buildings.places.actions import merge_place
from buildings.posts.models import Post
from tests import cast
from tests.make_buildings import make_duty, make_task

UTC = timezone.get_fixed_timezone(0)
db = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def test_months_are_calendar_months():
    assert [day_in(date(2026, 2, 1), day) for day in (1, 28, 29, 31)] == [
        date(2026, 2, d) for d in (1, 28, 28, 28)
    ]
    assert day_in(date(2028, 2, 1), 31) == date(2028, 2, 29)
    assert (following(date(2026, 12, 1)), preceding(date(2026, 1, 1))) == (
        date(2027, 1, 1),
        date(2025, 12, 1),
    )
    assert (following(date(2026, 1, 1)), preceding(date(2026, 12, 1))) == (
        date(2026, 2, 1),
        date(2026, 11, 1),
    )
    assert parse("2026-02", date(2000, 1, 1)) == date(2026, 2, 1)
    assert {
        parse(text, date(2000, 1, 1)) for text in ("", "2026-13", "2026-00", "x", "1999-01", "２０２６-01")
    } == {date(2000, 1, 1)}


def test_a_month_begins_at_midnight_of_shanghai():
    last = datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC)
    with timezone.override("America/New_York"):
        assert today(last) == date(2026, 10, 31)
        assert today(last + timedelta(seconds=1)) == date(2026, 11, 1)


@db
def test_tasks_are_made_once_for_everybody_in_the_post(we, they):
    make_duty(place=we.street, set_by=we.officer)
    make_duty(place=they.community, set_by=they.worker, kind="notices", day=31)
    with time_machine.travel(at("2026-11-01T00:00:30"), tick=False):
        assert [making.make_due(today()), making.make_due(today())] == [2, 0]
    rows = DutyTask.objects.order_by("pk").values_list("user", "place", "month", "due_on", "remind_on")
    month = date(2026, 11, 1)
    assert list(rows) == [
        (we.leader.pk, we.building.code, month, date(2026, 11, 25), date(2026, 11, 22)),
        (they.leader.pk, they.building.code, month, date(2026, 11, 30), date(2026, 11, 27)),
    ]
    with time_machine.travel(at("2026-11-30T23:59:59"), tick=False):
        assert making.make_due(today()) == 0
    with time_machine.travel(at("2026-12-01T00:00:00"), tick=False):
        assert making.make_due(today()) == 2


@db
def test_households_that_serve_have_duties_too(we, anchor, helper):
    make_duty(place=we.community, set_by=we.worker, holder="centre_household")
    make_duty(place=we.community, set_by=we.worker, holder="assisting_family")
    with time_machine.travel(at("2026-11-05T08:00:00"), tick=False):
        assert making.make_due(today()) == 2
    found = set(DutyTask.objects.values_list("user", "place"))
    assert found == {(anchor[0].pk, we.doorway.code), (helper[0].pk, we.doorway.code)}


@db
def test_a_new_leader_gets_what_lies_ahead_only(we):
    duty = make_duty(place=we.community, set_by=we.worker, day=10)
    Post.objects.filter(user=we.leader).update(since=date(2026, 11, 9))
    with time_machine.travel(at("2026-11-08T12:00:00"), tick=False):
        assert making.make_due(today()) == 0
    with time_machine.travel(at("2026-11-10T00:00:01"), tick=False):
        assert making.make_due(today()) == 1
    DutyTask.objects.all().delete()
    Duty.objects.filter(pk=duty.pk).update(made_on=None)
    with time_machine.travel(at("2026-11-11T00:00:01"), tick=False):
        assert making.make_due(today()) == 0


@db
def test_reminder_goes_out_once_a_person_and_day(we):
    for kind in ("visit", "report"):
        make_duty(place=we.community, set_by=we.worker, kind=kind)
    with time_machine.travel(at("2026-11-02T08:00:00"), tick=False):
        assert making.sweep() == {"made": 2, "reminded": 0}
    with time_machine.travel(at("2026-11-21T23:59:59"), tick=False):
        assert making.sweep()["reminded"] == 0
    with time_machine.travel(at("2026-11-22T00:00:00"), tick=False):
        assert [making.sweep()["reminded"], making.sweep()["reminded"]] == [2, 0]
    rows = Delivery.objects.filter(source="duty:20261125")
    assert sorted(rows.values_list("recipient", "channel")) == [
        (we.leader.pk, "portal"),
        (we.leader.pk, "sms"),
    ]
    sms = rows.get(channel="sms")
    assert (timezone.localtime(sms.due_at), sms.place_id) == (at("2026-11-22T08:00:00"), we.community.code)
    assert sms.expires_at.date() == date(2026, 11, 25)


@db
def test_after_a_standstill_nothing_late_is_sent(we):
    make_duty(place=we.community, set_by=we.worker)
    with time_machine.travel(at("2026-11-02T08:00:00"), tick=False):
        making.sweep()
    with time_machine.travel(at("2026-11-26T08:00:00"), tick=False):
        assert making.sweep()["reminded"] == 1
        assert [row.is_late for row in DutyTask.objects.late()] == [True]
    assert not Delivery.objects.exists()


@db
def test_whoever_is_done_is_not_reminded(we, they):
    duty = make_duty(place=we.community, set_by=we.worker)
    with time_machine.travel(at("2026-11-22T09:00:00"), tick=False):
        making.sweep()
        row = DutyTask.objects.get()
        sms = Delivery.objects.get(channel="sms")
        assert recheck.check([sms]) == {}
        checklist.tick(row, by=we.leader)
        assert recheck.check([sms]) == {sms.pk: "done"}
        assert rechecks.ask([sms]).no_more == {sms.pk: "done"}
        Proxy.objects.create(elder=they.leader, receiver=we.leader, agreed_at=timezone.now())
        make_task(
            duty=duty,
            user=they.leader,
            place=they.building,
            month=date(2026, 11, 1),
            due_on=date(2026, 11, 25),
        )
        assert recheck.check([sms]) == {}  # it is for the elder too
    assert recheck.day_of(Delivery(source="duty:x")) is None


@db
def test_ticking_off(we, they):
    duty = make_duty(place=we.community, set_by=we.worker)
    row = make_task(duty=duty, user=we.leader, place=we.building)
    for _twice in range(2):
        checklist.tick(row, by=we.leader, note="都走到了")
    row.refresh_from_db()
    assert (row.status, row.note, row.settled_by) == ("done", "都走到了", we.leader)
    checklist.untick(row, by=we.leader)
    row.refresh_from_db()
    assert (row.status, row.settled_at) == ("todo", None)
    report = make_task(
        duty=make_duty(place=we.community, set_by=we.worker, kind="report"), user=we.leader, place=we.building
    )
    for wrong in (
        lambda: checklist.tick(report, by=we.leader),
        lambda: checklist.excuse(row, by=we.worker, note=" "),
    ):
        with pytest.raises(Refused):
            wrong()


@db
def test_set_and_end_a_duty(we, they):
    given = {"key": uuid4(), "holder": "group_leader", "kind": "notices", "day": 31}
    row = checklist.set_duty(we.community, by=we.worker, **given)
    assert checklist.set_duty(we.community, by=we.worker, **given) == row
    assert row.tasks.get().user == we.leader
    for place, by, over in (
        (we.community, we.worker, {}), (we.building, we.leader, {}), (we.community, we.leader, {}),
        (they.community, we.worker, {}), (we.community, we.worker, {"kind": "other"}),
        (we.community, we.worker, {"kind": "visit", "day": 32}), (we.community, we.worker, {"holder": "x"}),
    ):  # fmt: skip
        with pytest.raises(Refused):
            checklist.set_duty(place, by=by, **given | {"key": uuid4()} | over)
    checklist.end_duty(row, by=we.worker)
    checklist.end_duty(row, by=we.worker)
    assert (Duty.objects.get().ended_on, DutyTask.objects.count()) == (timezone.localdate(), 0)
    assert len(checklist.set_usual(we.community, by=we.worker)) == len(checklist.USUAL)
    assert checklist.set_usual(we.community, by=we.worker) == []


@db
def test_merging_places_have_each_duty_and_task_once(we):
    source = cast.place("420103010009", "九号社区居委会")
    kept, gone = make_duty(place=we.community, set_by=we.worker), make_duty(place=source, set_by=we.worker)
    make_task(duty=kept, user=we.worker, place=we.community)
    make_task(duty=kept, user=we.worker, place=source)
    make_task(duty=gone, user=we.leader, place=source, status="done")
    merge_place(source, into=we.community, by=we.officer)
    assert list(Duty.objects.open()) == [kept]
    assert sorted(DutyTask.objects.values_list("duty", "user", "place")) == sorted(
        [(kept.pk, we.worker.pk, we.community.code), (gone.pk, we.leader.pk, we.community.code)]
    )


@db
def test_group_meeting_is_logged_once(we, they, group):
    given = {
        "key": uuid4(),
        "held_on": timezone.localdate(),
        "present": 7,
        "topics": "楼道堆物",
        "next_steps": "周六清理",
    }
    row = checklist.log_meeting(group, by=we.leader, **given)
    assert checklist.log_meeting(group, by=we.leader, **given) == row
    for by, wrong in (
        (they.worker, {}), (we.resident, {}), (we.leader, {"present": 0}), (we.leader, {"topics": " "}),
        (we.leader, {"held_on": timezone.localdate() + timedelta(days=1)}), (we.leader, {"topics": "长" * 1001}),
    ):  # fmt: skip
        with pytest.raises(Refused):
            checklist.log_meeting(group, by=by, **given | {"key": uuid4()} | wrong)
    assert GroupMeeting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_double_nothing():
    we = cast.here()
    make_duty(place=we.community, set_by=we.worker)
    moment = at("2026-11-23T10:00:00")
    together = threading.Barrier(3)

    def sweep() -> None:
        together.wait()
        try:
            making.sweep(moment)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sweep) for _n in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    making.sweep(moment)
    assert (DutyTask.objects.count(), Delivery.objects.filter(channel="sms").count()) == (1, 1)
    assert CareEntry.objects.count() == 0
