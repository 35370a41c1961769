from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.notifications.models import Notification
from tests.make import make_issue
from tripartite.issues import actions, deadlines, tasks, verdict
from tripartite.issues.models import Issue
from tripartite.issues.states import Status
from tripartite.issues.workdays import end_of


@pytest.fixture
def clock(db):
    with time_machine.travel("2026-11-02 10:00 +0800", tick=False) as traveller:
        yield traveller


def due(we, **over):
    fields = {"place": we.doorway, "author": we.resident, "solve_due": end_of(date(2026, 11, 9))}
    return make_issue(**fields | over)


def people():
    return sorted(Notification.objects.values_list("recipient__name", flat=True))


def test_first_line_is_told_once_after_the_deadline(we, clock):
    issue = due(we, status=Status.IN_PROGRESS, party=we.company)
    clock.move_to("2026-11-09 23:59:59 +0800")
    assert deadlines.tell_first_line() == 0
    clock.move_to("2026-11-10 00:00:00 +0800")
    assert (deadlines.tell_first_line(), deadlines.tell_first_line()) == (1, 0)
    issue.refresh_from_db()
    assert (issue.overdue_at, issue.escalated_at) == (timezone.now(), None)
    event = issue.events.get()
    assert (event.verb, event.actor_role, event.for_resident) == ("overdue", "portal", False)
    assert people() == ["赵物业"]


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"status": "in_progress", "party": "company", "assignee": "worker"}, ["张社工"]),
        ({"status": "in_progress", "party": "company"}, ["赵物业"]),
        ({"status": "assigned", "party": "residents_party"}, ["张社工"]),
        ({"status": "assigned", "party": "street_party"}, ["陈主任"]),
        ({"status": "accepted", "first_receiver": "liaison"}, ["刘联络"]),
        ({"status": "submitted"}, ["张社工", "陈主任"]),
    ],
)
def test_first_line_is_whoever_is_in_charge(we, clock, over, told):
    due(we, **{name: getattr(we, value, value) for name, value in over.items()})
    clock.move_to("2026-11-10 09:00 +0800")
    deadlines.tell_first_line()
    assert people() == told


def test_second_line_is_told_once_after_two_more_working_days(we, they, clock):
    issue = due(we, status=Status.IN_PROGRESS, party=we.company)
    clock.move_to("2026-11-10 00:01 +0800")
    deadlines.sweep()
    Notification.objects.all().delete()
    clock.move_to("2026-11-11 23:59 +0800")
    assert deadlines.tell_second_line() == 0
    clock.move_to("2026-11-12 00:00 +0800")
    assert (deadlines.tell_second_line(), deadlines.tell_second_line()) == (1, 0)
    issue.refresh_from_db()
    assert issue.escalated_at == timezone.now()
    assert people() == ["张社工", "陈主任"]
    assert set(Notification.objects.values_list("recipient", flat=True)) == {we.worker.pk, we.officer.pk}


def test_weekend_makes_no_second_line_earlier(we, clock):
    """Known mistake 3 of existing systems (django-helpdesk)."""
    due(we, solve_due=end_of(date(2026, 11, 6)), status=Status.IN_PROGRESS, party=we.company)
    told = []
    for day in range(7, 13):
        clock.move_to(f"2026-11-{day:02d} 00:01 +0800")
        told.append((day, deadlines.sweep()["tell_second_line"]))
    assert told == [(7, 0), (8, 0), (9, 0), (10, 0), (11, 1), (12, 0)]


def test_neither_line_hears_of_what_does_not_run(we, clock):
    target = due(we, solve_due=None)
    for state in ("draft", "waiting", "suspended", "solved", "confirmed", "auto_closed", "refused"):
        due(we, status=state)
    due(we, status="merged", merged_into=target)
    clock.move_to("2026-11-20 00:01 +0800")
    assert (deadlines.tell_first_line(), deadlines.tell_second_line()) == (0, 0)


def test_waiting_ends_with_its_days_and_the_clock_runs_again(we, clock):
    issue = due(we, status=Status.IN_PROGRESS, party=we.company)
    issue = actions.ask(issue, by=we.property_staff, question="？", days=2)
    clock.shift(timedelta(days=2) - timedelta(seconds=1))
    assert deadlines.end_waiting() == 0
    clock.shift(timedelta(hours=1))
    assert (deadlines.end_waiting(), deadlines.end_waiting()) == (1, 0)
    issue.refresh_from_db()
    assert (issue.status, issue.solve_due, issue.waited) == (
        "in_progress", end_of(date(2026, 11, 11)), timedelta(days=2),
    )  # fmt: skip
    assert (issue.events.last().verb, issue.events.last().actor_role) == ("stop_waiting", "portal")


def test_suspension_ends_on_its_day_and_tells_who_is_in_charge(we, clock):
    issue = due(we, status=Status.ASSIGNED, party=we.company)
    issue = actions.suspend(issue, by=we.worker, until=date(2026, 11, 16), note="等配件")
    Notification.objects.all().delete()
    clock.move_to("2026-11-15 23:59 +0800")
    assert deadlines.end_suspension() == 0
    clock.move_to("2026-11-16 00:00 +0800")
    assert (deadlines.end_suspension(), deadlines.end_suspension()) == (1, 0)
    issue.refresh_from_db()
    assert (issue.status, issue.solve_due) == ("assigned", end_of(date(2026, 11, 23)))
    assert people() == ["王居民", "赵物业"]


def test_old_drafts_are_dropped(we, clock):
    make_issue(place=we.doorway, author=we.resident, status=Status.DRAFT)
    kept = make_issue(place=we.doorway, author=we.resident, status=Status.SUBMITTED)
    clock.shift(timedelta(days=29))
    assert deadlines.drop_old_drafts() == 0
    clock.shift(timedelta(days=2))
    assert deadlines.drop_old_drafts() == 1
    assert list(Issue.objects.all()) == [kept]


def test_one_row_that_fails_stops_no_other(we, clock, caplog):
    bad, good = due(we, place=we.building, status=Status.SOLVED), due(we, status=Status.SOLVED)
    clock.shift(timedelta(days=8))
    done = []

    def deed(issue):
        if issue.pk == bad.pk:
            raise RuntimeError("broken row")
        done.append(verdict.auto_close(issue).pk)

    rows = Issue.objects.filter(status=Status.SOLVED)
    assert deadlines._each(rows, deed) == 1
    assert done == [good.pk]
    assert "broken row" in caplog.text


def test_task_sweeps_everything_and_again_nothing(we, clock):
    due(we, status=Status.SOLVED)
    due(we, status=Status.WAITING)
    clock.shift(timedelta(days=30))
    tasks.sweep()
    assert sorted(Issue.objects.values_list("status", flat=True)) == ["accepted", "auto_closed"]
    events = sum(issue.events.count() for issue in Issue.objects.all())
    tasks.sweep()
    assert sum(issue.events.count() for issue in Issue.objects.all()) == events


def test_sweep_with_nothing_due_asks_little(we, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        deadlines.sweep()
