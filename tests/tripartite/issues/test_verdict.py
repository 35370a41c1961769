from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from beihu.notifications.models import Notification
from beihu.states import Refused
from tests.make import make_issue
from tripartite.issues import actions, clocks, deadlines
from tripartite.issues.models import Issue
from tripartite.issues.states import Status
from tripartite.issues.workdays import end_of


@pytest.fixture
def clock(db):
    with time_machine.travel("2026-11-02 10:00 +0800", tick=False) as traveller:
        yield traveller


@pytest.fixture
def solved(clock, we):
    return make_issue(
        place=we.doorway,
        author=we.resident,
        filed_by=we.worker,
        party=we.company,
        first_receiver=we.worker,
        status=Status.SOLVED,
        contacted_at=timezone.now() - timedelta(hours=3),
        replied_at=timezone.now() - timedelta(hours=2),
        solve_due=end_of(date(2026, 11, 9)),
    )


def test_confirm_keeps_verdict_and_time(we, solved):
    issue = actions.confirm(solved, by=we.resident, rating=Issue.Rating.DISSATISFIED, reason=" 太慢 ")
    assert (issue.status, issue.rating, issue.rating_reason) == ("confirmed", "dissatisfied", "太慢")
    assert (issue.closed_at, issue.answer_by) == (timezone.now(), None)
    assert issue.events.get().data == {"rating": "dissatisfied"}


@pytest.mark.parametrize(("rating", "reason"), [("", ""), ("great", ""), ("dissatisfied", " ")])
def test_confirm_without_verdict_or_reason_is_refused(we, solved, rating, reason):
    with pytest.raises(Refused):
        actions.confirm(solved, by=we.resident, rating=rating, reason=reason)


@pytest.mark.parametrize(
    "who", ["worker", "officer", "liaison", "property_staff", "leader", "owners_committee"]
)
def test_confirm_by_staff_is_refused(we, solved, who):
    """Resident ratings cannot be written by staff, not even by who typed the issue."""
    with pytest.raises(Refused):
        actions.confirm(solved, by=we.people[who], rating=Issue.Rating.SATISFIED)
    solved.refresh_from_db()
    assert (solved.status, solved.rating) == (Status.SOLVED, "")


def test_silence_of_seven_days_closes_with_no_verdict(we, solved, clock):
    clock.shift(timedelta(days=7) - timedelta(seconds=1))
    assert deadlines.close_silent() == 0
    clock.shift(timedelta(seconds=1))
    assert (deadlines.close_silent(), deadlines.close_silent()) == (1, 0)
    solved.refresh_from_db()
    assert (solved.status, solved.rating, solved.closed_at) == ("auto_closed", "", timezone.now())
    event = solved.events.get()
    assert (event.verb, event.actor, event.actor_role) == ("auto_close", None, "portal")
    assert Notification.objects.filter(recipient=we.resident).count() == 1


def test_silence_can_hold_no_rating_in_the_database(we, solved):
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.update(status=Status.AUTO_CLOSED, closed_at=timezone.now(), rating="satisfied")


def test_request_reopen_of_what_is_solved(we, solved):
    issue = actions.request_reopen(solved, by=we.resident, reason="又坏了")
    assert (issue.status, issue.resume_status) == ("reopen_requested", "solved")
    assert issue.answer_by == end_of(date(2026, 11, 4))
    assert Notification.objects.filter(recipient=we.worker).count() == 1


def test_request_reopen_within_fifteen_days_of_closing(we, solved, clock):
    issue = actions.confirm(solved, by=we.resident, rating=Issue.Rating.SATISFIED)
    clock.shift(timedelta(days=15))
    issue = actions.request_reopen(issue, by=we.resident, reason="又坏了")
    assert (issue.status, issue.resume_status, issue.rating) == ("reopen_requested", "confirmed", "satisfied")


def test_request_reopen_after_fifteen_days_is_refused_and_names_the_way(we, solved, clock):
    issue = actions.confirm(solved, by=we.resident, rating=Issue.Rating.SATISFIED)
    clock.shift(timedelta(days=15, seconds=1))
    with pytest.raises(Refused):
        actions.request_reopen(issue, by=we.resident, reason="又坏了")


def test_reopen_resets_neither_deadline_nor_first_response(we, solved, clock):
    issue = actions.confirm(solved, by=we.resident, rating=Issue.Rating.SATISFIED)
    clock.shift(timedelta(days=3))
    issue = actions.request_reopen(issue, by=we.resident, reason="又坏了")
    issue = actions.reopen(issue, by=we.worker)
    assert (issue.status, issue.resume_status, issue.reopened_at) == ("in_progress", "", timezone.now())
    assert (issue.solve_due, issue.contacted_at, issue.replied_at) == (
        solved.solve_due, solved.contacted_at, solved.replied_at,
    )  # fmt: skip
    assert (issue.solved_at, issue.closed_at, issue.answer_by, issue.rating) == (None, None, None, "")
    assert issue.events.last().data["rating"] == "satisfied"


def test_reopened_after_its_deadline_is_overdue_and_told_once(we, solved, clock):
    issue = actions.confirm(solved, by=we.resident, rating=Issue.Rating.SATISFIED)
    clock.shift(timedelta(days=10))
    issue = actions.reopen(actions.request_reopen(issue, by=we.resident, reason="又坏了"), by=we.worker)
    assert issue.is_overdue
    assert clocks.clock_states(issue)[2].state == "overdue"
    assert (deadlines.sweep()["tell_first_line"], deadlines.sweep()["tell_first_line"]) == (1, 0)
    assert deadlines.sweep()["tell_second_line"] == 0  # the first line gets its two working days


def test_keep_closed_returns_to_confirmed_with_its_verdict(we, solved, clock):
    issue = actions.confirm(solved, by=we.resident, rating=Issue.Rating.MOSTLY)
    closed_at = issue.closed_at
    clock.shift(timedelta(days=1))
    issue = actions.request_reopen(issue, by=we.resident, reason="又坏了")
    issue = actions.keep_closed(issue, by=we.worker, note="另案处理")
    assert (issue.status, issue.rating, issue.closed_at, issue.answer_by) == (
        "confirmed",
        "mostly",
        closed_at,
        None,
    )
    assert Notification.objects.filter(recipient=we.resident, body="另案处理").count() == 1


def test_keep_closed_of_what_is_solved_gives_seven_days_more(we, solved, clock):
    clock.shift(timedelta(days=6))
    issue = actions.request_reopen(solved, by=we.resident, reason="又坏了")
    clock.shift(timedelta(days=2))
    issue = actions.keep_closed(issue, by=we.worker, note="已修好，请再看看")
    assert (issue.status, issue.answer_by) == ("solved", timezone.now() + timedelta(days=7))
    assert deadlines.close_silent() == 0


def test_keep_closed_without_words_is_refused(we, solved):
    issue = actions.request_reopen(solved, by=we.resident, reason="又坏了")
    with pytest.raises(Refused):
        actions.keep_closed(issue, by=we.worker, note="")


def test_undecided_request_is_told_upwards_once(we, solved, clock):
    actions.request_reopen(solved, by=we.resident, reason="又坏了")
    Notification.objects.all().delete()
    clock.move_to("2026-11-05 00:00 +0800")
    assert (deadlines.tell_undecided(), deadlines.tell_undecided()) == (1, 0)
    assert {n.recipient for n in Notification.objects.all()} == {we.worker, we.officer}


def test_solving_again_closes_by_its_own_silence(we, solved, clock):
    issue = actions.reopen(actions.request_reopen(solved, by=we.resident, reason="又坏了"), by=we.worker)
    clock.shift(timedelta(days=20))
    issue = actions.solve(issue, by=we.property_staff, note="又修好了")
    assert deadlines.close_silent() == 0
    assert clocks.clock_states(issue)[2].state == "late"
