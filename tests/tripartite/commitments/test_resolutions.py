"""Resolutions become commitments when the minutes go round, once each, and follow them until the party answers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.make import make_issue, make_meeting
from tripartite.commitments import actions
from tripartite.commitments.models import Commitment
from tripartite.commitments.resolutions import follow
from tripartite.meetings.minutes import Resolution

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(we):
    def make(**over) -> Resolution:
        meeting = make_meeting(place=over.pop("place", we.compound), organiser=we.liaison, status="minuted")
        item = meeting.items.create(position=1, title="水泵", issue=over.pop("issue", None))
        due = timezone.localdate() + timedelta(days=9)
        facts = {
            "text": "更换\n水泵",
            "party": we.company,
            "due_on": due,
            "by": we.liaison,
            "cost": Decimal(9),
        } | over
        return Resolution.objects.create(item=item, **facts)

    return make


def test_resolution_is_put_to_its_party_once(we, decided):
    issue = make_issue(place=we.doorway, author=we.resident)
    resolution = decided(issue=issue)
    first, second = (follow(resolution, we.liaison) for _time in range(2))
    assert (first, Commitment.objects.count()) == (second, 1)
    assert (first.status, first.text, first.debtor, first.due_on, first.cost, first.issue, first.made_by) == (
        "proposed", "更换 水泵", we.company, resolution.due_on, 9, issue, we.liaison,
    )  # fmt: skip
    assert [event.verb for event in first.events.all()] == ["propose"]


def test_resolution_of_a_secretary_without_a_post_is_put_all_the_same(we, decided):
    assert follow(decided(), we.leader).made_by == we.leader
    assert follow(decided(), None).made_by == we.liaison


def test_corrected_resolution_takes_an_unanswered_commitment_along(we, decided):
    resolution = decided()
    follow(resolution, we.liaison)
    resolution.text, resolution.party, resolution.cost = "更换两台水泵", we.owners_party, None
    row = follow(resolution, we.liaison)
    row.refresh_from_db()
    assert (row.text, row.debtor, row.party_kind, row.cost, row.number) == (
        "更换两台水泵", we.owners_party, "owners_committee", None, 2,
    )  # fmt: skip
    row = actions.accept(row, by=we.owners_committee)
    assert row.versions.get(number=2).accepted_by == we.owners_committee


def test_corrected_resolution_leaves_a_given_word_alone(we, decided):
    resolution = decided()
    row = actions.accept(follow(resolution, we.liaison), by=we.property_staff)
    resolution.text = "换成别的"
    assert follow(resolution, we.liaison).text == row.text
    assert row.versions.count() == 1


@pytest.mark.parametrize("case", ["for the owners", "nobody", "party from elsewhere", "at a street"])
def test_resolution_that_makes_no_commitment_holds_nothing_up(we, they, decided, case):
    over = {
        "for the owners": {"needs_owners": True},
        "nobody": {"party": None, "due_on": None},
        "party from elsewhere": {"party": they.company},
        "at a street": {"place": we.street},
    }[case]
    assert (follow(decided(**over), we.liaison), Commitment.objects.count()) == (None, 0)


def test_long_resolution_is_cut(we, decided):
    assert len(follow(decided(text="字" * 5000), we.liaison).text) == 300


def test_late_minutes_still_make_a_commitment(we, decided):
    row = follow(decided(due_on=timezone.localdate() - timedelta(days=1)), we.liaison)
    assert (row.status, row.is_overdue) == ("proposed", False)
