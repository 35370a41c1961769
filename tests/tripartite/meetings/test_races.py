"""Two people at the same moment: real threads on a real PostgreSQL."""

import uuid

import pytest

from beihu.accounts.models import User
from beihu.notifications.models import Delivery
from beihu.states import Refused
from tests.make import make_issue
from tests.tripartite.issues.test_races import at_once
from tripartite.issues.states import Status as IssueStatus
from tripartite.meetings import actions
from tripartite.meetings.models import CalendarFeed, Meeting

from .conftest import at

pytestmark = pytest.mark.django_db(transaction=True)


def person(user: User) -> User:
    return User.objects.get(pk=user.pk)


def draft(we, who, **over):
    facts = {"kind": "joint", "title": "联席会", "starts_at": at(5), "ends_at": at(5, 21)} | over
    return actions.draft(by=person(who), place=we.compound, **facts)


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, Refused)]


def test_two_people_book_a_room_and_one_reads_who_was_first(we, room):
    answers = at_once(
        lambda: draft(we, we.worker, room=room, title="水泵协调会"),
        lambda: draft(we, we.officer, room=room, title="水泵协调会"),
    )
    assert len(refusals(answers)) == 1
    assert "水泵协调会" in str(refusals(answers)[0])
    assert Meeting.objects.count() == 1


def test_ten_book_a_room_at_overlapping_times_and_one_wins(we, room):
    deeds = [
        lambda n=n: draft(we, we.worker, room=room, starts_at=at(5, 19, n), ends_at=at(5, 21, n))
        for n in range(10)
    ]
    assert (len(refusals(at_once(*deeds))), Meeting.objects.count()) == (9, 1)


def test_two_meetings_move_into_each_others_room_and_neither_blocks_the_other(we, room):
    one, two = (
        draft(we, we.worker, room=room),
        draft(we, we.worker, starts_at=at(6), ends_at=at(6, 21), room=room),
    )
    for meeting in (one, two):
        meeting.items.create(position=1, title="水泵")
        meeting.bodies.create(party=we.company)
        actions.call(meeting, by=we.worker)
    answers = at_once(
        lambda: actions.move(one, by=person(we.worker), starts_at=at(6), ends_at=at(6, 21), room=room),
        lambda: actions.move(two, by=person(we.officer), starts_at=at(5), ends_at=at(5, 21), room=room),
    )
    assert 1 <= len(refusals(answers)) <= 2
    assert all(isinstance(answer, Refused | Meeting) for answer in answers)


def test_the_same_form_sent_ten_times_is_one_meeting(we):
    uid = uuid.uuid4()
    answers = at_once(*[lambda: draft(we, we.worker, uid=uid).pk] * 10)
    assert answers == [Meeting.objects.get().pk] * 10


def test_a_proposal_tapped_ten_times_is_one_matter(we, drafted):
    issue = make_issue(place=we.doorway, status=IssueStatus.ACCEPTED, bounced=True)
    answers = at_once(*[lambda: actions.take(drafted, f"issue:{issue.pk}", by=person(we.worker)).pk] * 10)
    assert len(set(answers)) == 1
    assert drafted.items.filter(issue=issue).count() == 1


def test_agenda_filled_at_once_never_exceeds_the_time(we, drafted):
    at_once(*[lambda: actions.add_item(drafted, by=person(we.worker), title="绿化", minutes=30)] * 8)
    assert sum(drafted.items.values_list("minutes", flat=True)) == 110
    assert sorted(drafted.items.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_one_calls_while_another_cancels(we, drafted):
    answers = at_once(
        lambda: actions.call(drafted, by=person(we.worker)),
        lambda: actions.cancel(drafted, by=person(we.officer), reason="不开了"),
    )
    drafted.refresh_from_db()
    assert drafted.status == "cancelled"
    kinds = {key.split(":")[2] for key in Delivery.objects.values_list("key", flat=True)}
    if refusals(answers):  # cancelled first: nobody was ever told
        assert kinds == set()
    else:
        assert kinds == {"called", "cancelled"}


def test_called_ten_times_is_told_once(we, drafted):
    answers = at_once(*[lambda: actions.call(drafted, by=person(we.worker))] * 10)
    told = Delivery.objects.filter(recipient=we.property_staff, channel="portal")
    assert (len(refusals(answers)), told.count()) == (9, 1)


def test_person_invited_by_two_at_once_is_one_invitation(we, called):
    at_once(
        *[lambda: actions.invite_person(called, we.leader, by=person(we.worker))] * 4,
        *[lambda: actions.invite_name(called, "钱大爷", by=person(we.officer))] * 4,
    )
    assert called.invitations.filter(user=we.leader).count() == 1
    assert called.invitations.filter(name="钱大爷").count() == 1
    assert Delivery.objects.filter(recipient=we.leader, channel="portal").count() == 1


def test_room_closes_while_somebody_books_it(we, room):
    answers = at_once(
        lambda: draft(we, we.worker, room=room), lambda: actions.close_room(room, by=person(we.officer))
    )
    room.refresh_from_db()
    assert len(refusals(answers)) == 1
    assert (room.closed_on is None) == (Meeting.objects.count() == 1)


def test_addresses_made_at_once_leave_one_that_works(we):
    secrets = at_once(*[lambda: actions.new_feed(person(we.resident))] * 8)
    from tripartite.meetings.feeds import owner_of

    assert [owner_of(secret) for secret in secrets].count(we.resident) == 1
    assert CalendarFeed.objects.count() == 8
