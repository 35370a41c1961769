"""What the minutes decide becomes a commitment put to the party, once, and nobody's word before they give it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.notifications.models import Notification
from tests import cast
from tests.make import make_issue, make_meeting
from tripartite.commitments import actions as keeping
from tripartite.commitments.models import Commitment
from tripartite.commitments.states import Status
from tripartite.meetings import actions
from tripartite.meetings.models import Meeting
from tripartite.meetings.resolving import Stand
from tripartite.meetings.states import Status as MeetingStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def we():
    return cast.here()


@pytest.fixture
def held(we) -> Meeting:
    """A joint meeting that was held, with the company there and one resolution for it to carry out."""
    issue = make_issue(place=we.doorway, author=we.resident)
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status=MeetingStatus.HELD)
    meeting.bodies.create(party=we.company)
    meeting.invitations.create(user=we.property_staff, party=we.company, came="present")
    item = meeting.items.create(position=1, title="水泵", issue=issue)
    resolve(we, item)
    return meeting


def resolve(we, item, text: str = "更换水泵", days: int = 30) -> None:
    due = timezone.localdate() + timedelta(days=days)
    stands = {we.company.pk: Stand("for")}
    actions.resolve(item, by=we.liaison, text=text, stands=stands, party=we.company, due_on=due, cost=80000)


def test_minutes_going_round_ask_the_party_for_its_word(we, held):
    actions.minute(held, by=we.liaison)
    row = Commitment.objects.get()
    assert (row.status, row.debtor, row.text, row.cost, row.issue.author) == (
        Status.PROPOSED,
        we.company,
        "更换水泵",
        80000,
        we.resident,
    )
    assert row.due_on == timezone.localdate() + timedelta(days=30)
    assert [version.text for version in row.versions.all()] == ["更换水泵"]
    told = Notification.objects.filter(recipient=we.property_staff, key__startswith="commitment:")
    assert told.count() == 1


def test_minutes_going_round_again_with_the_same_words_ask_once(we, held):
    actions.minute(held, by=we.liaison)
    actions.rework(held, by=we.liaison, reason="错字")
    actions.minute(held, by=we.liaison)
    assert [row.number for row in Commitment.objects.all()] == [1]


def test_minutes_going_round_again_with_other_words_make_a_new_version(we, held):
    actions.minute(held, by=we.liaison)
    actions.rework(held, by=we.liaison, reason="日期写错")
    resolve(we, held.items.get(), "更换两台水泵", days=40)
    actions.minute(held, by=we.liaison)
    row = Commitment.objects.get()
    assert (row.status, row.text, row.number) == (Status.PROPOSED, "更换两台水泵", 2)
    assert [version.text for version in row.versions.order_by("number")] == ["更换水泵", "更换两台水泵"]


def test_a_word_that_was_given_is_not_changed_by_new_minutes(we, held):
    actions.minute(held, by=we.liaison)
    keeping.accept(Commitment.objects.get(), by=we.property_staff)
    actions.rework(held, by=we.liaison, reason="日期写错")
    resolve(we, held.items.get(), "更换两台水泵", days=40)
    actions.minute(held, by=we.liaison)
    row = Commitment.objects.get()
    assert (row.status, row.text, row.number) == (Status.RUNNING, "更换水泵", 1)


def test_a_meeting_of_the_street_leaves_no_commitment(we, held):
    Meeting.objects.filter(pk=held.pk).update(place=we.street)
    held.refresh_from_db()
    actions.minute(held, by=we.officer)
    assert Commitment.objects.count() == 0
