"""Founding, dissolving, seating, releasing, pledging."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from beihu.accounts import personal
from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.joint import actions
from buildings.joint.models import JointCommittee, JointMember, Pledge
from tests import cast
from tests.make_buildings import make_joint_committee

TODAY = timezone.localdate


@pytest.mark.django_db
def test_found_where_it_may_stand(we, they):
    row = actions.found(we.community, by=we.worker, name=" 德望社区大党委 ", founded_on=date(2020, 3, 1))
    assert (row.name, row.place_id, row.is_open) == ("德望社区大党委", we.community.code, True)
    assert (
        AuditEntry.objects.filter(verb="joint.found", target=f"buildings.jointcommittee:{row.pk}").count()
        == 1
    )
    for place, by, name, day in (
        (we.community, we.worker, "又一个", TODAY()),  # one at a time
        (we.compound, we.worker, "x", TODAY()),  # no place for it
        (we.street, we.worker, "x", TODAY()),  # the street is not the worker's
        (they.community, we.officer, "x", TODAY()),
        (we.street, we.officer, " ", TODAY()),
        (we.street, we.officer, "长" * 81, TODAY()),
        (we.street, we.officer, "x", TODAY() + timedelta(days=1)),
    ):
        with pytest.raises(Refused):
            actions.found(place, by=by, name=name, founded_on=day)
    assert JointCommittee.objects.count() == 1


@pytest.mark.django_db
def test_dissolve_waits_for_open_pledges_and_releases_members(put, we, member, committee):
    row = put()
    with pytest.raises(Refused, match="认领"):
        actions.dissolve(committee, by=we.worker, reason="换届")
    actions.drop(row, by=we.worker, note="单位搬走")
    gone = actions.dissolve(committee, by=we.worker, reason="换届")
    assert (gone.dissolved_on, gone.reason) == (TODAY(), "换届")
    assert JointMember.objects.get(pk=member.pk).until == TODAY()
    for verb in (
        lambda: actions.dissolve(committee, by=we.worker, reason="再来"),
        lambda: actions.seat(committee, by=we.worker, key=uuid4(), unit="x", name="y"),
        lambda: actions.pledge(
            committee, by=we.worker, key=uuid4(), unit="x", kind="room", what="y", due_on=TODAY()
        ),
    ):
        with pytest.raises(Refused, match="撤销"):
            verb()
    again = actions.found(we.community, by=we.worker, name="新一届", founded_on=TODAY())
    assert list(JointCommittee.objects.open()) == [again]


@pytest.mark.django_db
def test_seat_twice_from_one_form_is_once(we, committee, key, seat_facts):
    first = actions.seat(committee, by=we.worker, key=key, **seat_facts)
    assert actions.seat(committee, by=we.worker, key=key, **seat_facts) == first
    assert JointMember.objects.count() == 1
    other = make_joint_committee(place=we.street)
    with pytest.raises(Refused, match="表单"):
        actions.seat(other, by=we.officer, key=key, **seat_facts)
    with pytest.raises(Refused, match="成立"):
        actions.seat(committee, by=we.worker, key=uuid4(), **seat_facts, since=date(2001, 1, 1))


@pytest.mark.django_db
def test_release_ends_today_and_again_is_once(we, member):
    actions.release(member, by=we.worker)
    actions.release(member, by=we.worker)
    assert JointMember.objects.get(pk=member.pk).until == TODAY()
    assert AuditEntry.objects.filter(verb="joint.release").count() == 1
    with pytest.raises(Refused):
        actions.release(member, by=we.leader)


@pytest.mark.django_db
def test_pledge_is_written_down_once(we, committee, key, facts):
    row = actions.pledge(committee, by=we.worker, key=key, **facts)
    assert actions.pledge(committee, by=we.worker, key=key, **facts) == row
    assert (row.status, row.pledged_on, [event.verb for event in row.events.all()]) == (
        "offered",
        TODAY(),
        ["pledge"],
    )
    for wrong in (
        {"due_on": TODAY() - timedelta(days=1)}, {"kind": "gold"}, {"what": " "}, {"unit": "单" * 81}, {"what": "话" * 121},
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.pledge(committee, by=we.worker, key=uuid4(), **facts | wrong)
    assert Pledge.objects.count() == 1


@pytest.mark.django_db
def test_move_says_the_day_and_why(put, we):
    row = put()
    day = TODAY() + timedelta(days=90)
    moved = actions.move(row, by=we.worker, due_on=day, note="礼堂装修")
    event = row.events.get()
    assert (moved.due_on, event.due_on, event.note) == (day, day, "礼堂装修")
    for wrong in (
        {"due_on": day},
        {"due_on": TODAY() - timedelta(days=1)},
        {"due_on": day + timedelta(days=1), "note": " "},
    ):
        with pytest.raises(Refused):
            actions.move(row, by=we.officer, **{"note": "再延"} | wrong)
    assert row.events.count() == 1


@pytest.mark.django_db
def test_keep_writes_what_came_of_it(put, we):
    row = actions.keep(put("begun"), by=we.worker, note=" 已借出三次 ")
    assert (row.status, row.outcome, row.ended_on) == ("kept", "已借出三次", TODAY())
    entry = AuditEntry.objects.get(verb="pledge.keep")
    assert (entry.place_id, entry.actor) == (we.community.code, we.worker)


@pytest.mark.django_db
def test_merging_places_join_their_committees(we, put, member, committee):
    from buildings.places.actions import merge_place

    source = cast.place("420103010009", "九号社区居委会")
    other = make_joint_committee(place=source, name="九号大党委")
    pledge = put(committee=other)
    merge_place(source, into=we.community, by=we.officer)
    other.refresh_from_db()
    assert other.dissolved_on == TODAY()
    assert Pledge.objects.get(pk=pledge.pk).committee == committee
    assert JointCommittee.objects.open().get() == committee


@pytest.mark.django_db
def test_moved_place_takes_its_committee_along(we, committee):
    from buildings.places.references import renumber

    renumber({we.community.code: "420103010077"})
    assert JointCommittee.objects.get(pk=committee.pk).place_id == "420103010077"


@pytest.mark.django_db
def test_my_data_and_its_end(we, member):
    JointMember.objects.filter(pk=member.pk).update(user=we.resident)
    assert personal.export(we.resident)["joint_seats"][0]["unit"] == member.unit
    personal.erase(we.resident)
    row = JointMember.objects.get(pk=member.pk)
    assert (row.user, row.name, row.phone, row.until) == (None, "", "", TODAY())


@pytest.mark.django_db(transaction=True)
def test_two_found_at_once_make_one():
    we = cast.here()

    def found(_n: int) -> str:
        try:
            actions.found(we.community, by=we.worker, name="大党委", founded_on=TODAY())
            return "founded"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(found, range(4)))
    assert answers == ["founded", "refused", "refused", "refused"]
