"""A stretch of days is whole months and the days at its ends."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from beihu.office.tallies.asking import Ask, ask, month_after, month_before, spans
from beihu.office.tallies.models import Tally

DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


@given(DAYS, DAYS)
def test_spans_cover_each_day_once(since, until):
    covered = []
    for span in spans(since, until):
        assert (span.month.day, span.before.day) == (1, 1)
        if span.first:
            assert span.before == month_after(span.month)
            covered += [span.month.replace(day=day) for day in range(span.first, span.last + 1)]
        else:
            covered += [span.month + timedelta(days=n) for n in range((span.before - span.month).days)]
    assert covered == [since + timedelta(days=n) for n in range((until - since).days)]


@given(DAYS, DAYS)
def test_spans_are_three_at_most(since, until):
    assert len(spans(since, until)) <= 3


@given(DAYS)
def test_months_follow_each_other(day):
    assert (month_before(month_after(day)), month_before(day, 0)) == (day.replace(day=1), day.replace(day=1))


@pytest.mark.django_db
def test_everything_is_asked_in_one_query(django_assert_num_queries):
    Tally.objects.create(place="420103", measure="filed", aspect="", month=date(2026, 1, 1), amount=3)
    with connection.cursor() as cursor:  # the days of a month are columns that only SQL writes
        cursor.execute("UPDATE office_tally SET d5 = 2, d9 = 1")
    with django_assert_num_queries(1):
        found = ask(
            [
                Ask("days", ["420103"], ["filed"], date(2026, 1, 2), date(2026, 1, 9)),
                Ask("months", ["420103"], ["filed"], date(2025, 6, 1), date(2026, 6, 1), each="m"),
                Ask("each", ["420103"], ["filed"], date(2025, 12, 31), date(2026, 1, 9), each="d"),
                Ask("now", ["420103"], ["open"]),
                Ask("nothing", [], ["open"]),
            ]
        )
    assert {name: dict(sums) for name, sums in found.items()} == {
        "days": {("420103", "filed", "", None): 2},
        "months": {("420103", "filed", "", date(2026, 1, 1)): 3},
        "each": {("420103", "filed", "", date(2026, 1, 5)): 2},
        "now": {},
        "nothing": {},
    }
