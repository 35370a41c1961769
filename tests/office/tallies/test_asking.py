"""A stretch of days is whole months and the days at its ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beihu.office.tallies.asking import Ask, ask, month_after, month_before, spans
from beihu.office.tallies.models import Tally

DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


@given(DAYS, DAYS)
def test_spans_cover_each_day_once(since, until):
    covered = []
    for grain, begin, end in spans(since, until):
        assert grain == "d" or (begin.day, end.day) == (1, 1)
        covered += [begin + timedelta(days=n) for n in range((end - begin).days)]
    assert covered == [since + timedelta(days=n) for n in range((until - since).days)]


@given(DAYS)
def test_spans_read_at_most_two_months_of_days(since):
    days = sum((end - begin).days for grain, begin, end in spans(since, date(2027, 12, 31)) if grain == "d")
    assert days <= 61


@given(DAYS)
def test_months_follow_each_other(day):
    assert (month_before(month_after(day)), month_before(day, 0)) == (day.replace(day=1), day.replace(day=1))


@pytest.mark.django_db
def test_everything_is_asked_in_one_query(django_assert_num_queries):
    rows = [
        ("420103", "filed", "", "d", date(2026, 1, 5), 2),
        ("420103", "filed", "", "m", date(2026, 1, 1), 3),
    ]
    Tally.objects.bulk_create(
        [Tally(place=p, measure=m, aspect=a, grain=g, start=s, amount=n) for p, m, a, g, s, n in rows]
    )
    with django_assert_num_queries(1):
        found = ask(
            [
                Ask("days", ["420103"], ["filed"], date(2026, 1, 2), date(2026, 1, 9)),
                Ask("months", ["420103"], ["filed"], date(2025, 6, 1), date(2026, 6, 1), each="m"),
                Ask("now", ["420103"], ["open"]),
                Ask("nothing", [], ["open"]),
            ]
        )
    assert {name: dict(sums) for name, sums in found.items()} == {
        "days": {("420103", "filed", "", None): 2},
        "months": {("420103", "filed", "", date(2026, 1, 1)): 3},
        "now": {},
        "nothing": {},
    }
