"""Deadlines on the working calendar: by example at the edges of days and years, by property everywhere else."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.make import make_issue
from tripartite.issues import clocks
from tripartite.issues.clocks import State, clock_states
from tripartite.issues.models import Issue
from tripartite.issues.states import Status
from tripartite.issues.workdays import Calendar, CalendarDay, end_of, local_day

WEEK = Calendar({})
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


# -- by example -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filed", "last_day"),
    [
        ("2026-11-02T00:00", "2026-11-09"),  # Monday, first second: the day of filing is not counted
        ("2026-11-02T23:59:59", "2026-11-09"),  # Monday, last second
        ("2026-11-03T00:00", "2026-11-10"),
        ("2026-11-06T18:00", "2026-11-13"),  # Friday
        ("2026-11-07T09:00", "2026-11-13"),  # Saturday counts as no day
        ("2026-11-08T23:59:59", "2026-11-13"),
        ("2026-02-13T10:00", "2026-02-27"),  # Spring Festival: 15 to 23 February off, Saturday 14 worked
        ("2026-09-25T10:00", "2026-10-09"),  # Mid-autumn 25–27 off; 1–7 October off
        ("2026-12-31T23:59:59", "2027-01-07"),  # over the end of the year into an unpublished one
    ],
)
def test_solution_is_due_at_the_end_of_the_fifth_working_day(published_calendar, filed, last_day):
    issue = Issue()
    clocks.wind(issue, at(filed))
    assert issue.solve_due == end_of(date.fromisoformat(last_day))
    assert local_day(issue.solve_due) == date.fromisoformat(last_day)


@pytest.mark.parametrize(
    ("over", "counts"),
    [
        ({}, True),
        ({"status": Status.SUSPENDED, "paused_at": at("2026-12-29T10:00")}, True),
        ({"urgent": True}, False),  # counts hours, not days
        ({"status": Status.SOLVED, "solved_at": at("2026-12-30T10:00")}, False),
        ({"status": Status.MERGED}, False),
        ({"solve_due": at("2026-12-30T11:59")}, False),  # overdue: nothing moves it any more
    ],
)
def test_days_off_matter_while_a_deadline_in_working_days_runs(over, counts):
    with time_machine.travel(at("2026-12-30T12:00"), tick=False):
        running = {"status": Status.ACCEPTED, "solve_due": at("2027-01-07T23:59")}
        assert clocks.counts_days(Issue(**running | over)) is counts


@pytest.mark.parametrize("urgent", [False, True])
def test_contact_and_reply_are_due_in_natural_hours(db, urgent):
    issue = Issue(urgent=urgent)
    clocks.wind(issue, at("2026-12-31T23:30"))
    assert issue.contact_due == at("2027-01-01T01:30")
    assert issue.reply_due == at("2027-01-01T23:30")


def test_urgent_solution_is_due_within_a_day_of_natural_hours(db):
    issue = Issue(urgent=True)
    clocks.wind(issue, at("2026-11-06T22:00"))
    assert issue.solve_due == at("2026-11-07T22:00")


def test_time_zone_of_the_street_counts_not_that_of_the_reader(db):
    with timezone.override("America/New_York"):
        issue = Issue()
        clocks.wind(issue, at("2026-11-03T00:00"))
    assert issue.solve_due == end_of(date(2026, 11, 10))


def test_wind_keeps_the_version_of_the_calendar_which_changes_with_an_edit(published_calendar):
    one, other = Issue(), Issue()
    clocks.wind(one, at("2026-11-02T10:00"))
    CalendarDay.objects.create(date=date(2026, 11, 4), working=False, name="停工")
    clocks.wind(other, at("2026-11-02T10:00"))
    assert (one.solve_due, other.solve_due) == (end_of(date(2026, 11, 9)), end_of(date(2026, 11, 10)))
    assert one.calendar_version != other.calendar_version
    assert other.calendar_version.startswith("20261102-20261110-")


def test_wind_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        clocks.wind(Issue(), timezone.now())


def paused(filed: str, pause: str, until: str, **over) -> Issue:
    issue = Issue(submitted_at=at(filed), **over)
    clocks.wind(issue, at(filed))
    clocks.pause(issue, at=at(pause), until=at(until))
    return issue


def test_unpause_gives_back_the_working_time_that_passed(db):
    issue = paused("2026-11-02T10:00", "2026-11-03T10:00", "2026-11-08T10:00")
    clocks.unpause(issue, at("2026-11-05T10:00"))
    assert issue.solve_due == end_of(date(2026, 11, 11))
    assert (issue.paused_at, issue.paused_until) == (None, None)


def test_unpause_over_a_weekend_gives_back_no_days_off(db):
    issue = paused("2026-11-02T10:00", "2026-11-06T23:00", "2026-11-09T01:00")
    clocks.unpause(issue, at("2026-11-09T01:00"))
    assert issue.solve_due == end_of(date(2026, 11, 10))


def test_unpause_at_once_changes_nothing(db):
    issue = paused("2026-11-02T10:00", "2026-11-03T10:00", "2026-11-08T10:00")
    clocks.unpause(issue, at("2026-11-03T10:00"))
    assert issue.solve_due == end_of(date(2026, 11, 9))


def test_unpause_found_late_counts_only_what_was_granted(db):
    issue = paused("2026-11-02T10:00", "2026-11-03T10:00", "2026-11-04T10:00")
    clocks.unpause(issue, at("2026-11-30T10:00"))
    assert issue.solve_due == end_of(date(2026, 11, 10))


def test_unpause_of_an_urgent_issue_adds_natural_hours(db):
    issue = paused("2026-11-06T10:00", "2026-11-06T12:00", "2026-11-07T12:00", urgent=True)
    clocks.unpause(issue, at("2026-11-06T15:30"))
    assert issue.solve_due == at("2026-11-07T13:30")


def test_unpause_leaves_the_overdue_overdue(db):
    issue = paused("2026-11-02T10:00", "2026-11-12T10:00", "2026-11-17T10:00")
    clocks.unpause(issue, at("2026-11-16T10:00"))
    assert issue.solve_due == end_of(date(2026, 11, 9))


@pytest.mark.parametrize(
    ("now", "cutoff"),
    [
        ("2026-11-05T00:00", "2026-11-02"),  # Thursday: what was due on Monday is two working days late
        (
            "2026-11-04T23:59",
            "2026-11-01",
        ),  # Wednesday: what was due on Sunday; its second working day was Tuesday
        ("2026-11-03T12:00", "2026-10-29"),
        ("2026-11-11T00:00", "2026-11-08"),  # due Friday, Saturday, Sunday: on Wednesday
    ],
)
def test_second_line_hears_after_two_more_working_days(db, now, cutoff):
    assert clocks.second_line_cutoff(at(now)) == end_of(date.fromisoformat(cutoff))


# -- how they stand ---------------------------------------------------------------------------------------------


def states(we, **over) -> list[str]:
    with time_machine.travel(at("2026-11-05T10:00"), tick=False):
        filed = at("2026-11-02T10:00")
        fields = {
            "submitted_at": filed,
            "contact_due": filed + 2 * HOUR,
            "reply_due": filed + DAY,
            "solve_due": end_of(date(2026, 11, 9)),
        } | over
        return [clock.state for clock in clock_states(make_issue(place=we.doorway, **fields))]


def test_states_run_and_lapse(we):
    assert states(we) == [State.OVERDUE, State.OVERDUE, State.RUNNING]
    assert states(we, solve_due=at("2026-11-04T23:59")) == [State.OVERDUE, State.OVERDUE, State.OVERDUE]


def test_states_of_facts_are_kept_or_late(we):
    facts = {"contacted_at": at("2026-11-02T12:00"), "replied_at": at("2026-11-03T10:00:01")}
    assert states(we, **facts) == [State.KEPT, State.LATE, State.RUNNING]


def test_states_of_a_solved_issue(we):
    solved = {
        "status": Status.SOLVED,
        "contacted_at": at("2026-11-02T11:00"),
        "replied_at": at("2026-11-02T11:00"),
    }
    assert states(we, **solved, solved_at=end_of(date(2026, 11, 9)))[2] == State.KEPT
    assert states(we, **solved, solved_at=at("2026-11-10T00:00"))[2] == State.LATE


def test_states_of_a_paused_issue(we):
    assert states(we, status=Status.WAITING)[2] == State.PAUSED
    assert states(we, status=Status.SUSPENDED, solve_due=at("2026-11-04T23:59"))[2] == State.OVERDUE


def test_states_of_a_merged_or_refused_issue_are_dropped(we):
    target = make_issue(place=we.doorway)
    merged = {"status": Status.MERGED, "merged_into": target, "closed_at": at("2026-11-02T11:00")}
    assert states(we, **merged) == [State.DROPPED] * 3
    late = {"status": Status.MERGED, "merged_into": target, "closed_at": at("2026-11-05T09:00")}
    assert states(we, **late) == [State.LATE, State.LATE, State.DROPPED]


def test_states_without_deadlines_are_dropped(we):
    assert states(we, contact_due=None, reply_due=None, solve_due=None) == [State.DROPPED] * 3


def test_overdue_in_the_list_is_overdue_on_the_row(we):
    with time_machine.travel(at("2026-11-10T00:00"), tick=False):
        for state in Status:
            more = {"merged_into": Issue.objects.first()} if state == Status.MERGED else {}
            make_issue(place=we.doorway, status=state, solve_due=end_of(date(2026, 11, 9)), **more)
        rows = list(Issue.objects.all())
        assert {row.status for row in rows if row.is_overdue} == {
            "submitted",
            "accepted",
            "assigned",
            "in_progress",
        }
        assert set(Issue.objects.overdue()) == {row for row in rows if row.is_overdue}


# -- by property ------------------------------------------------------------------------------------------------

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(
    lambda naive: naive.replace(tzinfo=timezone.get_default_timezone())
)
DATES = st.dates(date(2025, 1, 1), date(2028, 3, 1))
CALENDARS = st.dictionaries(DATES, st.booleans(), max_size=40).map(Calendar)
SOME = settings(max_examples=200, deadline=None)


@SOME
@given(MOMENTS, CALENDARS, DATES)
def test_due_is_never_earlier_by_adding_a_day_off(moment, calendar, day):
    """Known mistake 3 of existing systems (django-helpdesk)."""
    more = Calendar({**calendar.days, day: False})
    assert clocks.solve_due(moment, more, urgent=False) >= clocks.solve_due(moment, calendar, urgent=False)


@SOME
@given(MOMENTS, CALENDARS)
def test_due_leaves_five_whole_working_days(moment, calendar):
    due = clocks.solve_due(moment, calendar, urgent=False)
    days = (due.date() - local_day(moment)).days
    assert sum(calendar.is_working(local_day(moment) + n * DAY) for n in range(1, days + 1)) == 5
    assert calendar.is_working(local_day(due))


@SOME
@given(MOMENTS, MOMENTS, CALENDARS)
def test_filing_later_is_never_due_earlier(one, other, calendar):
    first, second = sorted((one, other))
    assert clocks.solve_due(first, calendar, urgent=False) <= clocks.solve_due(second, calendar, urgent=False)


@SOME
@given(MOMENTS, CALENDARS, st.integers(1, 20))
def test_extension_is_always_later(due, calendar, days):
    longer = clocks.extended(due, calendar, days)
    assert longer > due
    assert calendar.is_working(local_day(longer))


@SOME
@given(
    MOMENTS,
    CALENDARS,
    st.timedeltas(timedelta(), timedelta(days=10)),
    st.timedeltas(timedelta(), timedelta(days=5)),
)
def test_pause_and_resume_keeps_the_working_time_that_was_left(filed, calendar, later, length):
    due = clocks.solve_due(filed, calendar, urgent=False)
    pause = min(filed + later, due)
    left = clocks.working_time(pause, due, calendar)
    after = clocks.after_working_time(pause + length, left, calendar)
    still = clocks.working_time(pause + length, after, calendar)
    assert left <= still <= left + DAY
    assert after >= due or length == timedelta()


@SOME
@given(MOMENTS, CALENDARS, st.timedeltas(timedelta(), timedelta(days=10)))
def test_pause_of_no_length_changes_nothing(filed, calendar, later):
    due = clocks.solve_due(filed, calendar, urgent=False)
    pause = min(filed + later, due)
    assert clocks.after_working_time(pause, clocks.working_time(pause, due, calendar), calendar) == due


@SOME
@given(MOMENTS, MOMENTS, MOMENTS, CALENDARS)
def test_working_time_adds_up(one, two, three, calendar):
    a, b, c = sorted((one, two, three))
    whole = clocks.working_time(a, c, calendar)
    parts = clocks.working_time(a, b, calendar) + clocks.working_time(b, c, calendar)
    assert abs(whole - parts) <= timedelta(microseconds=1)
    assert timedelta() <= whole <= c - a


@SOME
@given(DATES, CALENDARS, st.integers(1, 5))
def test_before_is_the_latest_day_whose_term_is_over(day, calendar, count):
    found = calendar.before(day, count)
    assert calendar.add(found, count) < day <= calendar.add(found + DAY, count)
