"""Two people, or two sweeps, at the same moment: real threads on a real PostgreSQL."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from beihu.states import Refused
from tests.make import make_issue, make_meeting
from tests.tripartite.issues.test_races import at_once, person
from tripartite.commitments import actions, deadlines
from tripartite.commitments.models import Commitment, CommitmentEvent, Rung, Verdict
from tripartite.meetings.minutes import Resolution
from tripartite.meetings.models import AgendaItem

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_verdicts_of_one_person_are_one(we, owe):
    row = owe("delivered")
    at_once(*[lambda: actions.judge(row, by=person(we.resident), kept=True)] * 8)
    assert (Verdict.objects.count(), CommitmentEvent.objects.filter(verb="judge").count()) == (1, 1)


def test_contradicting_verdicts_of_one_person_are_one(we, owe):
    row = owe("delivered")
    answers = at_once(
        lambda: actions.judge(row, by=person(we.resident), kept=True),
        lambda: actions.judge(row, by=person(we.resident), kept=False, reason="x"),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Verdict.objects.count() == 1


def test_verdicts_of_twenty_people_all_count(owe, resident_of):
    row = owe("delivered")
    people = [resident_of(number) for number in range(20)]
    at_once(*[lambda one=one: actions.judge(row, by=person(one), kept=True) for one in people])
    assert Verdict.objects.filter(kept=True).count() == 20


def test_raiser_judges_while_the_days_run_out(we, owe):
    issue = make_issue(place=we.doorway, author=we.resident)
    row = owe("delivered", issue=issue, judge_until=timezone.now() + timedelta(seconds=1))
    Commitment.objects.filter(pk=row.pk).update(judge_until=timezone.now() - timedelta(seconds=1))
    at_once(
        lambda: actions.judge(row, by=person(we.resident), kept=True),
        deadlines.settle_judged,
        deadlines.settle_judged,
    )
    deadlines.settle_judged()  # a sweep passes over a row that somebody holds
    row.refresh_from_db()
    assert row.status == "unanswered"
    assert row.events.filter(verb__in=("keep", "fail", "lapse")).count() == 1


def test_delivered_while_let_go(we, owe):
    row = owe()
    answers = at_once(
        lambda: actions.deliver(row, by=person(we.property_staff)),
        lambda: actions.withdraw(row, by=person(we.liaison), reason="x"),
    )
    row.refresh_from_db()
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    # let go first: the delivery is refused; delivered first: it may still be let go
    assert (row.status, len(refused) <= 1) == ("withdrawn", True)
    assert row.events.count() == 2 - len(refused)


def test_accepted_while_declined(we, owe):
    row = owe("proposed")
    answers = at_once(
        lambda: actions.accept(row, by=person(we.property_staff)),
        lambda: actions.decline(row, by=person(we.property_staff), reason="x"),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    version = row.versions.get()
    assert (version.accepted_at is None) != (version.dropped_at is None)


def test_the_same_form_sent_twenty_times_is_one(we):
    key, due = uuid4(), timezone.localdate() + timedelta(days=9)

    def send() -> int:
        return actions.propose(
            by=person(we.liaison), key=key, place=we.compound, debtor=we.company, text="换水泵", due_on=due
        ).pk

    assert at_once(*[send] * 20) == [Commitment.objects.get().pk] * 20
    assert CommitmentEvent.objects.count() == 1


def test_one_resolution_has_one_commitment(we):
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status="held")
    due = timezone.localdate() + timedelta(days=9)
    item = meeting.items.create(position=1, title="x")
    decided = Resolution.objects.create(item=item, text="x", party=we.company, due_on=due, by=we.liaison)

    def send(who) -> Commitment:
        return actions.propose(
            by=person(who), key=uuid4(), place=we.compound, debtor=we.company, text="换水泵", due_on=due,
            resolution=Resolution.objects.get(pk=decided.pk),
        )  # fmt: skip

    answers = at_once(*[lambda who=who: send(who) for who in (we.liaison, we.worker, we.officer) * 2])
    assert sum(isinstance(answer, Commitment) for answer in answers) == 1
    assert Commitment.objects.count() == 1


def test_four_sweeps_at_once_do_everything_once(we, owe, monkeypatch):
    monkeypatch.setattr("tripartite.commitments.ladder.awake", lambda: True)
    late = timezone.localdate() - timedelta(days=30)
    make_meeting(place=we.compound, organiser=we.liaison)
    for _n in range(4):
        owe(due_on=late)
        owe("failed", delivered_at=timezone.now() - timedelta(days=1))
        owe("delivered", judge_until=timezone.now() - timedelta(seconds=1))
    at_once(*[deadlines.sweep] * 4)
    deadlines.sweep()
    assert Commitment.objects.filter(status="unanswered").count() == 4
    assert Rung.objects.count() == 16
    assert AgendaItem.objects.count() == 4
    assert CommitmentEvent.objects.filter(verb="carry").count() == 4


def test_files_sent_at_once_stay_within_the_quota(we, owe, picture, monkeypatch):
    from tripartite.commitments import proofs

    monkeypatch.setattr(proofs, "PER_COMMITMENT", 4)
    row = owe()
    answers = at_once(*[lambda: actions.prove(row, by=person(we.property_staff), uploads=[picture()])] * 6)
    assert (sum(isinstance(answer, Refused) for answer in answers), row.evidence.count()) == (3, 4)
