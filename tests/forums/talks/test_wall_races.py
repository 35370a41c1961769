"""Twenty devices, or one that lost the answer twenty times: real threads on a real PostgreSQL."""

import pytest
from django.db import connection

from beihu.audit.models import AuditEntry
from forums.talks.models import Talk
from forums.talks.wall.counting import Count, CountedToo, count
from forums.talks.wall.syncing import take
from tests.cast import here
from tests.forums.talks.wall_world import item, open_talk, outcome
from tests.tripartite.issues.test_races import at_once, person

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_syncs_of_the_same_lines_are_one():
    we = here()
    talk = open_talk(we)
    lines = [item(text=f"第{n}件") for n in range(5)]
    answers = at_once(
        *[lambda: take(Talk.objects.get(pk=talk.pk), {"items": lines}, by=person(we.worker))] * 20
    )
    assert {tuple(outcome(answer)) for answer in answers} == {("saved",) * 5}
    assert list(talk.matters.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert {row.text for row in talk.matters.all()} == {line["text"] for line in lines}
    assert AuditEntry.objects.filter(verb="matter.capture").count() == 5


def test_twenty_devices_change_one_line_and_one_is_first():
    we = here()
    talk = open_talk(we)
    line = item()
    base = take(talk, {"items": [line]}, by=we.worker)["results"][0]["revision"]
    changes = [line | {"text": f"第{n}种说法", "base": base} for n in range(20)]
    answers = at_once(
        *[
            lambda c=c: take(Talk.objects.get(pk=talk.pk), {"items": [c]}, by=person(we.worker))
            for c in changes
        ]
    )
    got = [answer["results"][0] for answer in answers]
    text = talk.matters.get().text
    assert sorted(one["outcome"] for one in got) == ["conflict"] * 19 + ["saved"]
    assert {one["theirs"]["text"] for one in got if one["outcome"] == "conflict"} == {text}


def test_two_merge_each_into_the_other_and_nothing_hangs():
    we = here()
    talk = open_talk(we)
    a, b = item(text="甲"), item(text="乙")
    first, second = take(talk, {"items": [a, b]}, by=we.worker)["results"]
    deeds = [
        a | {"into": b["client_id"], "base": first["revision"]},
        b | {"into": a["client_id"], "base": second["revision"]},
    ]
    answers = at_once(
        *[lambda d=d: take(Talk.objects.get(pk=talk.pk), {"items": [d]}, by=person(we.worker)) for d in deeds]
    )
    assert sorted(outcome(answer)[0] for answer in answers) == ["refused", "saved"]
    assert sorted(talk.matters.values_list("status", flat=True)) == ["merged", "open"]


def test_two_count_at_once_and_one_sees_the_other():
    we = here()
    talk = open_talk(we)
    nobody = Count(None, 0, 0)
    answers = at_once(
        *[
            lambda n=n: count(Talk.objects.get(pk=talk.pk), Count(n, 0, 0), by=person(we.worker), base=nobody)
            for n in (30, 31)
        ]
    )
    late = [answer for answer in answers if isinstance(answer, CountedToo)]
    talk = Talk.objects.get(pk=talk.pk)
    assert [one.now.heads for one in late] == [talk.meeting.heads]
    connection.close()
