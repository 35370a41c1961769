"""What devices send when the line is back: each line once, whatever becomes of its neighbours in the request."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beihu.audit.models import AuditEntry
from forums.talks.models import Matter
from forums.talks.wall import syncing
from tests.cast import here, next_door
from tests.forums.talks.wall_world import browser, item, open_talk, outcome, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def we():
    return here()


@pytest.fixture
def talk(we):
    return open_talk(we)


@pytest.fixture
def desk(we):
    return browser(we.worker)


def test_sync_takes_lines_in_their_order(we, talk, desk):
    lines = [item(text=f"第{n}件", doorway=we.doorway.code, who=" 王  阿姨 ") for n in range(3)]
    answer = send(desk, talk, *lines)
    rows = list(talk.matters.order_by("number"))
    assert outcome(answer) == ["saved"] * 3
    assert [row.text for row in rows] == ["第0件", "第1件", "第2件"]
    assert {(row.speaker_name, row.place_id, row.captured_by) for row in rows} == {
        ("王 阿姨", we.doorway.code, we.worker)
    }


def test_sync_again_is_the_same_line(talk, desk):
    line = item()
    first, second = send(desk, talk, line), send(desk, talk, line)
    assert first == second
    assert (talk.matters.count(), AuditEntry.objects.filter(verb="matter.capture").count()) == (1, 1)


def test_sync_twice_in_one_request_is_one_line(talk, desk):
    line = item()
    answer = send(desk, talk, line, line)
    assert (outcome(answer), talk.matters.count()) == (["saved", "saved"], 1)


def test_sync_keeps_the_clock_of_the_device_within_the_talk(talk, desk):
    now = timezone.now()
    moments = [now - timedelta(minutes=10), now - timedelta(days=3), now + timedelta(days=3)]
    send(
        desk, talk, *[item(captured_at=moment.isoformat()) for moment in moments], item(captured_at="gestern")
    )
    said = [row.captured_at for row in talk.matters.order_by("number")]
    assert said[0] == moments[0]
    assert said[1] == talk.meeting.starts_at - timedelta(hours=2)
    assert all(abs(moment - now) < timedelta(minutes=1) for moment in said[2:])


def test_sync_answers_for_each_line_and_bad_ones_stop_no_other(we, talk, desk):
    other = next_door()
    bad = [
        item(text=""),
        item(text="字" * 1001),
        item(text="a\x00b"),
        item(text=["list"]),
        item(who="名" * 61),
        item(doorway=other.doorway.code),
        item(category="fire"),
        item(mark="gone"),
        item(into=str(uuid.uuid4())),
        item(client_id="not a key"),
        {"text": "x"},
        "no line at all",
        None,
        7,
    ]
    lines = [one for n, wrong in enumerate(bad) for one in (wrong, item(text=f"好{n}"))]
    answer = send(desk, talk, *lines)
    assert outcome(answer) == ["refused", "saved"] * len(bad)
    words = [one["words"] for one in answer["results"] if one["outcome"] == "refused"]
    assert all(len(sentence) > 4 for sentence in words)
    assert talk.matters.count() == len(bad)


def test_sync_of_what_is_no_request_says_so(talk, desk):
    address = reverse("talk_wall_sync", args=[talk.pk])
    bodies = [
        "",
        "[]",
        "{",
        '{"items": 3}',
        "[" * 100_000,
        "\xff",
        '{"items": [' + ",".join(["1"] * 51) + "]}",
    ]
    got = [desk.post(address, body, content_type="application/json") for body in bodies]
    assert [(answer.status_code, set(answer.json())) for answer in got] == [(400, {"words"})] * len(bodies)
    big = desk.post(address, b" " * (syncing.LARGEST + 1), content_type="application/json")
    huge = desk.post(address, b" " * 3 * 1024 * 1024, content_type="application/json")
    assert (big.status_code, huge.status_code) == (413, 400)


def test_edit_from_the_latest_revision_is_saved(talk, desk):
    line = item()
    first = send(desk, talk, line)["results"][0]
    answer = send(desk, talk, line | {"text": "水泵整夜响", "base": first["revision"]})["results"][0]
    row = talk.matters.get()
    assert (answer["outcome"], row.text) == ("saved", "水泵整夜响")
    assert answer["revision"] > first["revision"]


def test_edit_from_an_old_revision_shows_both(we, talk, desk):
    other, line = browser(we.liaison), item()
    base = send(desk, talk, line)["results"][0]["revision"]
    theirs = send(other, talk, line | {"text": "对方的字", "base": base})["results"][0]
    late = send(desk, talk, line | {"text": "我的字", "base": base})["results"][0]
    assert (late["outcome"], late["theirs"]["text"], late["theirs"]["revision"]) == (
        "conflict",
        "对方的字",
        theirs["revision"],
    )
    assert talk.matters.get().text == "对方的字"
    again = send(desk, talk, line | {"text": "我的字", "base": late["theirs"]["revision"]})
    assert (outcome(again), talk.matters.get().text) == (["saved"], "我的字")


def test_edit_sent_again_after_a_lost_answer_is_no_conflict(talk, desk):
    line = item()
    base = send(desk, talk, line)["results"][0]["revision"]
    change = line | {"text": "改过", "base": base}
    first, second = send(desk, talk, change), send(desk, talk, change)
    assert first == second
    assert AuditEntry.objects.filter(verb="matter.rewrite").count() == 1


def test_answered_on_the_spot_is_answered_and_then_stays(talk, desk):
    line = item(mark="spot")
    base = send(desk, talk, line)["results"][0]["revision"]
    assert talk.matters.get().status == "open"
    base = send(desk, talk, line | {"answer": "明天来修", "base": base})["results"][0]["revision"]
    row = talk.matters.get()
    assert (row.status, row.outcome, row.settled_at is not None) == ("answered", "明天来修", True)
    late = send(desk, talk, line | {"answer": "明天来修", "text": "另一句", "base": base})
    assert (outcome(late), talk.matters.get().text) == (["refused"], "水泵夜里响")


def test_merge_part_and_merge_of_a_heap(talk, desk):
    a, b, c = item(text="甲"), item(text="乙"), item(text="丙")
    revisions = {one["client_id"]: one["revision"] for one in send(desk, talk, a, b, c)["results"]}

    def put(line, into):
        answer = send(desk, talk, line | {"into": into, "base": revisions[line["client_id"]]})["results"][0]
        revisions[line["client_id"]] = answer.get("revision", revisions[line["client_id"]])
        return answer["outcome"]

    def heap():
        rows = talk.matters.filter(status="merged").select_related("merged_into")
        return {row.text: row.merged_into.text for row in rows}

    assert put(a, b["client_id"]) == "saved"
    assert put(b, c["client_id"]) == "saved"
    assert heap() == {"甲": "丙", "乙": "丙"}
    assert put(b, b["client_id"]) == "refused"
    assert put(b, "") == "saved"
    assert (heap(), talk.matters.get(text="乙").status) == ({"甲": "丙"}, "open")


def test_late_device_does_not_part_what_another_put_together(we, talk, desk):
    a, b = item(text="甲"), item(text="乙")
    first = send(desk, talk, a, b)["results"]
    send(browser(we.liaison), talk, a | {"into": b["client_id"], "base": first[0]["revision"]})
    assert outcome(send(desk, talk, a)) == ["saved"]
    assert talk.matters.get(text="甲").status == "merged"


def test_talk_that_takes_no_lines_says_why(we, desk):
    now = timezone.now()
    soon = open_talk(we, starts_at=now + timedelta(hours=3), ends_at=now + timedelta(hours=5))
    for talk, good in [
        (open_talk(we, status="held"), True),
        (open_talk(we, status="cancelled"), False),
        (open_talk(we, status="minuted"), False),
        (open_talk(we, status="draft"), False),
        (soon, False),
    ]:
        result = send(desk, talk, item())["results"][0]
        state = desk.get(reverse("talk_wall_sync", args=[talk.pk])).json()
        assert (result["outcome"] == "saved", state["open"], bool(state["words"]), talk.matters.count()) == (
            good,
            good,
            not good,
            int(good),
        )


def test_devices_may_forget_when_the_talk_is_over(we, desk):
    long_ago = timezone.now() - timedelta(days=2)
    ended = [
        open_talk(we, **over)
        for over in (
            {},
            {"status": "held"},
            {"status": "cancelled"},
            {"starts_at": long_ago, "ends_at": long_ago + timedelta(hours=1)},
        )
    ]
    got = [desk.get(reverse("talk_wall_sync", args=[talk.pk])).json()["ended"] for talk in ended]
    assert got == [False, False, True, True]


def test_look_brings_everything_and_a_token_that_works(we, talk):
    desk = browser(we.worker, enforce_csrf_checks=True)
    address = reverse("talk_wall_sync", args=[talk.pk])
    found = desk.get(address).json()
    line = item(doorway=we.doorway.code, who="王阿姨")
    body = {"items": [line]}
    without = desk.post(address, body, content_type="application/json")
    with_it = desk.post(
        address, body, content_type="application/json", headers={"X-CSRFToken": found["token"]}
    )
    assert (without.status_code, with_it.status_code) == (403, 200)
    (row,) = desk.get(address).json()["matters"]
    same = ("client_id", "text", "who", "doorway", "mark", "into")
    assert {name: row[name] for name in same} == {name: line[name] for name in same}
    assert row["by"] == we.worker.name


def test_only_who_keeps_the_minutes_comes_in(we, talk):
    stranger = next_door()
    addresses = [reverse(name, args=[talk.pk]) for name in ("talk_wall", "talk_wall_sync")]
    gone = [reverse(name, args=[talk.pk + 1000]) for name in ("talk_wall", "talk_wall_sync")]

    def codes(person, paths):
        return [browser(person).get(path).status_code for path in paths]

    assert (
        codes(we.worker, addresses)
        == codes(we.liaison, addresses)
        == codes(we.officer, addresses)
        == [200, 200]
    )
    assert codes(stranger.worker, addresses) == codes(we.worker, gone) == [404, 404]
    assert set(codes(we.resident, addresses)) <= {403, 404}
    for who in (we.resident, stranger.worker, we.property_staff):
        assert send(browser(who), talk, item()) in (403, 404)
    assert Matter.objects.count() == 0
    assert [Client().get(path).status_code for path in addresses] == [302, 302]


def test_secretary_without_a_post_takes_the_notes(we):
    talk = open_talk(we, secretary=we.resident)
    assert outcome(send(browser(we.resident), talk, item())) == ["saved"]


def test_runaway_device_is_asked_to_wait_and_others_are_not(we, talk, desk, monkeypatch):
    from forums.talks.wall import views
    from forums.talks.wall.pace import Pace

    monkeypatch.setattr(views, "PACE", Pace(most=3))
    address = reverse("talk_wall_sync", args=[talk.pk])
    codes = [desk.get(address).status_code for _ in range(4)]
    last = desk.get(address)
    assert (codes, 1 <= int(last["Retry-After"]) <= 61) == ([200, 200, 200, 429], True)
    assert browser(we.liaison).get(address).status_code == 200


def test_sync_costs_no_more_queries_for_more_lines_on_the_wall(talk, desk, django_assert_max_num_queries):
    send(desk, talk, *[item(text=f"第{n}件") for n in range(3)])
    address = reverse("talk_wall_sync", args=[talk.pk])
    with django_assert_max_num_queries(9):
        assert len(desk.get(address).json()["matters"]) == 3
