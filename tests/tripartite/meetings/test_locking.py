"""Locked minutes: the hash, its chain, corrections, the sweep; and that nobody can rewrite them."""

import hashlib
import json
from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone, translation

from beihu.states import Refused
from tests.make import make_commitment
from tests.tripartite.meetings.table import all_for, make_table
from tests.tripartite.meetings.test_attendance import at_once, person
from tripartite.commitments.models import CommitmentVersion
from tripartite.meetings import actions, locking
from tripartite.meetings.minutes import MinutesVersion
from tripartite.meetings.models import Meeting

pytestmark = pytest.mark.django_db


def send_round(we) -> Meeting:
    meeting = make_table(we, status="held")
    one, other = meeting.items.all()
    actions.write(one, "水泵常停，五楼没水。", by=we.worker, seen=0)
    actions.resolve(
        one, by=we.worker, text="更换水泵", stands=all_for(meeting), party=we.company,
        due_on=timezone.localdate() + timedelta(days=20),
    )  # fmt: skip
    actions.leave_open(other, by=we.worker, reason="下次再议")
    return actions.minute(meeting, by=we.worker)


@pytest.fixture
def sent(we):
    return send_round(we)


@pytest.fixture
def over(sent):
    """The days to object have passed."""
    with time_machine.travel(sent.object_until + timedelta(minutes=1)):
        yield sent


def test_confirm_locks_the_first_version_with_its_hash(we, over):
    done = actions.confirm(over, by=we.worker)
    version = MinutesVersion.objects.get()
    text = json.dumps(version.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert version.sha256 == hashlib.sha256(b"0" * 64 + b"\n" + text.encode()).hexdigest()
    assert (done.status, version.number, version.reason, version.by) == ("confirmed", 1, "", we.worker)
    assert locking.is_intact(version)


def test_content_says_everything_in_the_portals_language(we, over):
    with translation.override("en"):
        actions.confirm(over, by=we.worker)
    content = MinutesVersion.objects.get().content
    first, second = content["items"]
    assert (content["head"], content["title"], content["kind"]) == (
        "德富花园联席会议纪要",
        "德富花园三方联席会纪要",
        "联席会议",
    )
    assert content["present"] == [
        {"body": "德富花园业主委员会", "names": ["孙业委"]},
        {"body": "安居物业公司", "names": ["赵物业"]},
        {"body": "1号社区居委会", "names": ["张社工"]},
    ]
    assert (first["text"], first["resolution"]["text"], first["resolution"]["party"]) == (
        "水泵常停，五楼没水。",
        "更换水泵",
        "安居物业公司",
    )
    assert {one["stance"] for one in first["resolution"]["positions"]} == {"赞成"}
    assert (second["resolution"], second["no_resolution"]) == (None, "下次再议")


def test_confirm_while_bodies_may_object_needs_their_agreement(we, sent):
    with pytest.raises(Refused):
        actions.confirm(sent, by=we.worker)
    assert actions.confirm(sent, by=we.worker, agreed=True).status == "confirmed"


def test_confirm_with_an_open_objection_is_refused(we, sent):
    made = actions.object_to(sent, by=we.property_staff, text="价格写错了")
    with pytest.raises(Refused):
        actions.confirm(sent, by=we.worker, agreed=True)
    actions.settle(made, by=we.worker, answer="已改正")
    actions.confirm(sent, by=we.worker, agreed=True)
    found = MinutesVersion.objects.get().content["objections"]
    assert [(one["body"], one["text"], one["answer"]) for one in found] == [
        ("安居物业公司", "价格写错了", "已改正")
    ]


@pytest.mark.parametrize("name", ["resident", "leader", "property_staff", "owners_committee"])
def test_confirm_without_the_right_is_refused(we, over, name):
    with pytest.raises(Refused):
        actions.confirm(over, by=we.people[name])
    assert MinutesVersion.objects.count() == 0


def test_sweep_confirms_what_is_due_and_only_that(we, sent):
    assert locking.confirm_due() == 0
    with time_machine.travel(sent.object_until, tick=False):
        assert locking.confirm_due() == 0
    with time_machine.travel(sent.object_until + timedelta(seconds=1), tick=False):
        assert (locking.confirm_due(), locking.confirm_due()) == (1, 0)
    version = MinutesVersion.objects.get()
    assert (version.by, version.meeting.status) == (None, "confirmed")


def test_sweep_leaves_minutes_with_an_open_objection(we, sent):
    first = actions.object_to(sent, by=we.property_staff, text="价格写错了")
    actions.settle(first, by=we.worker, answer="没有错")
    second = actions.object_to(sent, by=we.owners_committee, text="名字写错了")
    with time_machine.travel(sent.object_until + timedelta(days=1)):
        assert locking.confirm_due() == 0
        actions.settle(second, by=we.worker, answer="已改正")
        assert locking.confirm_due() == 1


def test_sweep_goes_on_after_one_that_fails(we, sent, monkeypatch, caplog):
    other = send_round(we)
    real = locking.lock_version

    def fail_one(row, by, reason=""):
        if row.pk == sent.pk:
            raise RuntimeError
        return real(row, by, reason)

    monkeypatch.setattr(locking, "lock_version", fail_one)
    with time_machine.travel(other.object_until + timedelta(days=1)):
        assert locking.confirm_due() == 1
    sent.refresh_from_db()
    assert (sent.status, MinutesVersion.objects.get().meeting) == ("minuted", other)


# -- corrections --------------------------------------------------------------------------------------------------


@pytest.fixture
def locked(we, over):
    return actions.confirm(over, by=we.worker)


def test_correct_is_the_next_version_chained_to_the_first(we, locked):
    item = locked.items.first()
    made = actions.correct(
        locked, by=we.liaison, reason="楼层写错", seen=1, texts={item.pk: "水泵常停，六楼没水。"}, resolutions={item.pk: "更换两台水泵"}
    )  # fmt: skip
    first, second = MinutesVersion.objects.all()
    assert (made, second.number, second.reason, second.content["why"]) == (second, 2, "楼层写错", "楼层写错")
    assert second.sha256 == locking.digest(second.content, first.sha256)
    assert [one.content["items"][0]["text"] for one in (first, second)] == [
        "水泵常停，五楼没水。",
        "水泵常停，六楼没水。",
    ]
    assert [one.content["items"][0]["resolution"]["text"] for one in (first, second)] == [
        "更换水泵",
        "更换两台水泵",
    ]
    assert (locking.is_intact(first), locking.is_intact(second)) == (True, True)
    assert list(item.revisions.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "change",
    [{"reason": " "}, {"reason": "因" * 301}, {"seen": 0}, {"seen": 2}, {"texts": {}}, {"texts": {"item": "水泵常停，五楼没水。"}}],
)  # fmt: skip
def test_correct_what_cannot_be_is_refused(we, locked, change):
    item = locked.items.first()
    given = {"reason": "楼层写错", "seen": 1, "texts": {item.pk: "新"}} | change
    given["texts"] = {item.pk if key == "item" else key: text for key, text in given["texts"].items()}
    with pytest.raises(Refused):
        actions.correct(locked, by=we.worker, **given)
    assert (MinutesVersion.objects.count(), item.revisions.count()) == (1, 1)


def test_correct_cannot_touch_another_meeting(we, locked):
    other = make_table(we, status="held").items.first()
    with pytest.raises(Refused):
        actions.correct(locked, by=we.worker, reason="楼层写错", seen=1, texts={other.pk: "新"})
    other.refresh_from_db()
    assert other.text == ""


# -- nobody rewrites ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sql", ["UPDATE {} SET number = 9", "DELETE FROM {}"])
@pytest.mark.parametrize("model", [MinutesVersion, CommitmentVersion])
def test_versions_refuse_to_be_rewritten(we, locked, model, sql):
    make_commitment(place=we.compound, debtor=we.company, made_by=we.worker)
    with (
        pytest.raises(ProgrammingError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(model._meta.db_table))
    assert {row.number for row in model.objects.all()} == {1}


def test_version_that_was_tampered_with_below_the_trigger_is_found_out(we, locked):
    item = locked.items.first()
    actions.correct(locked, by=we.worker, reason="楼层写错", seen=1, texts={item.pk: "新"})
    first, second = MinutesVersion.objects.all()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE tripartite_minutesversion DISABLE TRIGGER minutesversion_only_grows")
        cursor.execute(
            "UPDATE tripartite_minutesversion SET content = jsonb_set(content, '{chair}', '\"别人\"') WHERE number = 1"
        )
        cursor.execute("ALTER TABLE tripartite_minutesversion ENABLE TRIGGER minutesversion_only_grows")
    first.refresh_from_db()
    assert (locking.is_intact(first), locking.is_intact(second)) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_and_two_sweeps_lock_one_version(we):
    sent = send_round(we)
    with time_machine.travel(sent.object_until + timedelta(minutes=1)):
        answers = at_once(
            lambda: actions.confirm(sent, by=person(we.worker)),
            lambda: actions.confirm(sent, by=person(we.liaison)),
            locking.confirm_due,
            locking.confirm_due,
        )
    done = sum(isinstance(answer, Meeting) or answer == 1 for answer in answers)
    assert (done, MinutesVersion.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_objection_while_it_is_being_confirmed_is_heard_or_refused(we):
    sent = send_round(we)
    objected, confirmed = at_once(
        lambda: actions.object_to(sent, by=person(we.property_staff), text="不对"),
        lambda: actions.confirm(sent, by=person(we.worker), agreed=True),
    )
    assert isinstance(objected, Refused) != isinstance(confirmed, Refused)


@pytest.mark.django_db(transaction=True)
def test_two_corrections_make_one_version(we):
    sent = send_round(we)
    locked = actions.confirm(sent, by=we.worker, agreed=True)
    item = locked.items.first()
    answers = at_once(
        *[
            lambda by=by: actions.correct(
                locked, by=person(by), reason="错字", seen=1, texts={item.pk: f"{by.name}的"}
            )
            for by in (we.worker, we.liaison)
        ]
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert MinutesVersion.objects.count() == 2
