"""Verdicts: who decides, when, and what follows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.notifications.models import Delivery
from beihu.states import Refused
from tests.make import make_issue, make_meeting
from tripartite.commitments import actions, deadlines
from tripartite.commitments.models import Commitment
from tripartite.meetings.models import AgendaItem

pytestmark = pytest.mark.django_db


def over(row: Commitment) -> Commitment:
    """The days to judge are over, and the sweep has come."""
    Commitment.objects.filter(pk=row.pk).update(judge_until=timezone.now() - timedelta(seconds=1))
    deadlines.sweep()
    row.refresh_from_db()
    return row


def test_judge_counts_one_word_per_person(we, owe):
    row = owe("delivered")
    actions.judge(row, by=we.resident, kept=True)
    actions.judge(row, by=we.resident, kept=True)
    with pytest.raises(Refused):
        actions.judge(row, by=we.resident, kept=False, reason="没修好")
    assert list(row.verdicts.values_list("kept", flat=True)) == [True]


def test_judge_no_needs_a_reason(we, owe):
    row = owe("delivered")
    with pytest.raises(Refused):
        actions.judge(row, by=we.resident, kept=False, reason=" ")
    assert row.verdicts.count() == 0


def test_judge_after_the_days_is_refused(we, owe):
    row = owe("delivered", judge_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused):
        actions.judge(row, by=we.resident, kept=True)


@pytest.mark.parametrize(("kept", "status"), [(True, "kept"), (False, "failed")])
def test_verdict_of_the_raiser_decides_at_once(we, owe, resident_of, kept, status):
    issue = make_issue(place=we.doorway, author=we.resident)
    row = owe("delivered", issue=issue)
    actions.judge(row, by=resident_of(1), kept=not kept, reason="x")
    row = actions.judge(row, by=we.resident, kept=kept, reason="x")
    assert (row.status, row.verdicts.get(user=we.resident).raised_it) == (status, True)
    assert [e.verb for e in row.events.all()] == ["judge", "judge", "keep" if kept else "fail"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ([], "unanswered"),
        ([True], "kept"),
        ([False], "failed"),
        ([True, True, False], "kept"),
        ([True, False, False], "failed"),
        ([True, False], "failed"),
    ],
    ids=["silence", "one yes", "one no", "more yes", "more no", "tie"],
)
def test_majority_decides_when_the_days_are_over(owe, resident_of, words, status):
    row = owe("delivered")
    for number, kept in enumerate(words):
        actions.judge(row, by=resident_of(number), kept=kept, reason="x")
    assert row.verdicts.count() == len(words)
    assert over(row).status == status


def test_nothing_is_decided_before_the_days_are_over(we, owe):
    row = owe("delivered")
    actions.judge(row, by=we.resident, kept=True)
    deadlines.sweep()
    row.refresh_from_db()
    assert row.status == "delivered"


def test_verdicts_on_an_earlier_delivery_do_not_count(we, owe, resident_of):
    row = owe("delivered", delivered_at=timezone.now() - timedelta(days=3))
    for number in range(3):
        actions.judge(row, by=resident_of(number), kept=False, reason="x")
    row = over(row)
    assert row.status == "failed"
    row.evidence.update(at=timezone.now())
    row = actions.deliver(row, by=we.property_staff)
    actions.judge(row, by=we.resident, kept=True)
    found = Commitment.objects.judged().get(pk=row.pk)
    assert (found.said_kept, found.said_not) == (1, 0)
    assert over(row).status == "kept"


def test_failed_takes_back_the_hundred_per_cent(we, owe, resident_of):
    row = actions.deliver(owe(progress=70), by=we.property_staff)
    actions.judge(row, by=resident_of(1), kept=False, reason="x")
    assert (over(row).progress, row.ended_at) == (70, None)
    assert Delivery.objects.filter(recipient=we.property_staff).count() == 1


# -- on the next agenda by itself ---------------------------------------------------------------------------------


@pytest.fixture
def failed(we, owe):
    """A failed one, of which the raiser has just said so."""

    def make() -> Commitment:
        issue = make_issue(place=we.doorway, author=we.resident)
        row = owe("delivered", issue=issue, delivered_at=timezone.now() - timedelta(hours=1))
        return actions.judge(row, by=we.resident, kept=False, reason="水压不够")

    return make


@pytest.mark.parametrize("status", ["draft", "called"])
def test_failed_goes_on_the_next_agenda(we, failed, status):
    later = make_meeting(
        place=we.compound, organiser=we.liaison, starts_at=timezone.now() + timedelta(days=9)
    )
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status=status)
    make_meeting(
        place=we.compound, organiser=we.liaison, kind="hearing", starts_at=timezone.now() + timedelta(days=1)
    )
    make_meeting(place=we.old_compound, organiser=we.liaison, starts_at=timezone.now() + timedelta(days=1))
    row = failed()
    item = AgendaItem.objects.get()
    assert (item.meeting, item.source, item.issue, item.position) == (
        meeting,
        f"commitment:{row.pk}",
        row.issue,
        1,
    )
    meeting.refresh_from_db()
    assert (meeting.sequence, later.items.count()) == (1, 0)
    assert row.events.get(verb="carry").data == {"meeting": meeting.pk}


def test_failed_waits_for_a_meeting_and_is_carried_once(we, failed):
    from tripartite.meetings.carried import carried

    row = failed()
    assert [one.source for one in carried(we.compound)] == [f"commitment:{row.pk}"]
    assert [one.source for one in carried(we.old_compound)] == []
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status="draft")
    assert deadlines.sweep()["carry_over"] == 1
    assert deadlines.sweep()["carry_over"] == 0
    assert (meeting.items.count(), carried(we.compound)) == (1, [])


def test_failed_taken_off_stays_off_that_meeting_and_comes_to_the_next(we, failed):
    meeting = make_meeting(place=we.compound, organiser=we.liaison)
    failed()
    meeting.items.all().delete()
    deadlines.sweep()
    assert meeting.items.count() == 0
    following = make_meeting(
        place=we.compound, organiser=we.liaison, starts_at=timezone.now() + timedelta(days=9)
    )
    deadlines.sweep()
    assert (meeting.items.count(), following.items.count()) == (0, 1)


def test_failed_on_a_cancelled_meeting_comes_to_the_next(we, failed):
    meeting = make_meeting(place=we.compound, organiser=we.liaison)
    failed()
    type(meeting).objects.filter(pk=meeting.pk).update(
        status="cancelled", cancelled_at=timezone.now(), cancel_reason="x"
    )
    following = make_meeting(
        place=we.compound, organiser=we.liaison, starts_at=timezone.now() + timedelta(days=9)
    )
    deadlines.sweep()
    assert following.items.count() == 1


def test_failed_passes_over_a_full_meeting(we, failed):
    meeting = make_meeting(place=we.compound, organiser=we.liaison)
    meeting.items.create(position=1, title="很长", minutes=116)
    following = make_meeting(
        place=we.compound, organiser=we.liaison, starts_at=timezone.now() + timedelta(days=9)
    )
    following.items.create(position=1, title="很长", minutes=113)
    failed()
    assert (meeting.items.count(), following.items.get(position=2).minutes) == (1, 7)


def test_proposals_name_what_is_failed_overdue_or_due_soon(we, owe):
    from tripartite.meetings.proposals import proposals

    today = timezone.localdate()
    soon = owe(due_on=today + timedelta(days=14))
    owe(due_on=today + timedelta(days=15))
    late = owe(due_on=today - timedelta(days=1))
    not_kept = owe("failed")
    owe("delivered")
    owe(place=we.old_compound, debtor=we.management_party, due_on=today)
    found = [one for one in proposals(we.compound) if one.source.startswith("commitment:")]
    assert [one.source for one in found] == [f"commitment:{row.pk}" for row in (not_kept, late, soon)]
    assert [one.url for one in found] == [row.get_absolute_url() for row in (not_kept, late, soon)]
