"""Two people at the same moment: real threads on a real PostgreSQL."""

import uuid

import pytest

from beihu.accounts.models import User
from beihu.states import Refused
from forums.talks import actions, deadlines, series
from forums.talks.models import Matter, SignUp, Talk
from tests.make import make_matter, make_meeting
from tests.tripartite.issues.test_races import at_once, person
from tripartite.issues.models import Issue
from tripartite.meetings import actions as meetings

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_sign_up_for_five_places(we, talk):
    Talk.objects.update(capacity=5)
    people = [User.objects.create_user(phone=f"+861390002{n:04d}", name=f"居民{n}") for n in range(20)]
    answers = at_once(*[lambda one=one: actions.sign_up(talk, by=person(one)) for one in people])
    assert sum(isinstance(answer, SignUp) for answer in answers) == 5
    assert SignUp.objects.filter(cancelled_at__isnull=True).count() == 5
    assert talk.meeting.invitations.count() == 5


def test_one_person_presses_twenty_times(we, talk):
    answers = at_once(*[lambda: actions.sign_up(talk, by=person(we.resident), number=2)] * 20)
    assert [isinstance(answer, SignUp) for answer in answers] == [True] * 20
    assert (SignUp.objects.count(), talk.meeting.invitations.count()) == (1, 1)


def test_a_line_sent_ten_times_at_once_is_one_line(we, held):
    key = uuid.uuid4()
    at_once(*[lambda: actions.capture(held, by=person(we.liaison), text="狗", client_id=key)] * 10)
    assert Matter.objects.count() == 1


def test_lines_written_at_once_have_numbers_of_their_own(we, held):
    at_once(*[lambda: actions.capture(held, by=person(we.liaison), text="狗")] * 10)
    assert list(Matter.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 11))


def test_two_settle_it_and_one_is_told(we, held):
    row = make_matter(talk=held, captured_by=we.liaison)
    answers = at_once(
        lambda: actions.file(row, by=person(we.liaison)),
        lambda: actions.refuse(row, by=person(we.worker), outcome="不行"),
        lambda: actions.file(row, by=person(we.worker)),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    row.refresh_from_db()
    assert Issue.objects.count() == (1 if row.status == "filed" else 0)


def test_tabled_from_both_sides_while_the_meeting_is_cancelled(we, held):
    """Meeting before matter, whichever side begins: nobody waits for nobody."""
    row = make_matter(talk=held, captured_by=we.liaison)
    joint = make_meeting(place=we.compound, organiser=we.liaison)
    at_once(
        lambda: actions.table(row, by=person(we.liaison), meeting=joint),
        lambda: meetings.take(joint, f"matter:{row.pk}", by=person(we.worker)),
        lambda: meetings.cancel(joint, by=person(we.liaison), reason="下雨"),
    )
    row.refresh_from_db()
    assert row.status == "open"


def test_two_sweeps_tell_and_announce_once(we, talk, held):
    Matter.objects.bulk_create([])
    row = make_matter(talk=held, captured_by=we.liaison)
    Matter.objects.filter(pk=row.pk).update(due_at=held.meeting.starts_at)
    assert sum(at_once(deadlines.tell_overdue, deadlines.tell_overdue)) == 1
    rule = actions.repeat(talk, by=we.liaison, every="week")
    at_once(lambda: series.announce_next(rule), lambda: series.announce_next(rule))
    assert Talk.objects.filter(series=rule).count() == 4
