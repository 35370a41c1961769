"""The story's clock: everything that asks Django for the time is told the story's, and afterwards the real one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from beihu.office.demo.clock import story_time
from tripartite.issues.models import IssueEvent

THEN = datetime(2021, 3, 4, 5, 6, tzinfo=UTC)


def test_tell_the_storys_time_inside_only():
    with story_time(THEN):
        assert timezone.now() == THEN
    assert timezone.now() - datetime.now(UTC) < timedelta(seconds=1)


def test_tell_it_to_fields_that_hold_the_function():
    with story_time(THEN):
        assert (IssueEvent().at, timezone.localdate()) == (THEN, date(2021, 3, 4))


def test_move_forward_only():
    with story_time(THEN) as clock:
        clock.set(THEN + timedelta(days=3))
        clock.set(THEN + timedelta(days=1))
        assert timezone.now() == THEN + timedelta(days=3)


def test_leave_ordinary_times_what_they_are():
    with story_time(THEN):
        assert timezone.template_localtime(THEN).tzname() == "CST"


def test_give_the_real_time_back_after_a_failure():
    real = timezone.datetime
    with pytest.raises(ZeroDivisionError), story_time(THEN):
        1 / 0  # noqa: B018
    assert timezone.datetime is real
