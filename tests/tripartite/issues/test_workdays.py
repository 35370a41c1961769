from datetime import date, timedelta

import pytest
from chinese_calendar import is_workday
from django.core.management import call_command

from tripartite.issues.workdays import Calendar, CalendarDay, published, published_days

pytestmark = pytest.mark.django_db


def test_a_new_database_knows_the_published_days(published_calendar):
    assert CalendarDay.objects.filter(date__year=2026).count() == len(
        [d for d, _w, _n in published_days(2026)]
    )


def test_calendar_is_the_published_one_to_the_day(published_calendar):
    calendar = Calendar.since(date(2024, 1, 1))
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(3 * 365 + 1)]
    assert days[-1] == date(2026, 12, 31)
    assert [calendar.is_working(day) for day in days] == [is_workday(day) for day in days]


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 2, 14), True),  # 调休 Saturday
        (date(2026, 2, 28), True),
        (date(2026, 2, 17), False),
        (date(2026, 10, 1), False),
        (date(2026, 9, 20), True),  # 调休 Sunday
        (date(2026, 11, 7), False),
        (date(2027, 1, 1), True),  # unpublished: by the week
        (date(2027, 1, 2), False),
    ],
)
def test_days_count_as_published_and_by_the_week_beyond(published_calendar, day, working):
    assert Calendar.since(day).is_working(day) is working


def test_published_years_are_told_from_unpublished_ones(published_calendar):
    assert [published(year) for year in (2025, 2026, 2027)] == [True, True, False]


def test_a_streets_own_day_off_publishes_no_year(published_calendar):
    CalendarDay.objects.create(date=date(2027, 3, 1), working=False, name="停工")
    assert published(2027) is False
    CalendarDay.objects.create(date=date(2027, 1, 1), working=False, name="元旦", source="国办发明电")
    assert published(2027) is True


def test_an_edit_counts_at_once(published_calendar):
    CalendarDay.objects.filter(date=date(2026, 10, 8)).delete()
    assert Calendar.since(date(2026, 10, 1)).is_working(date(2026, 10, 8)) is True
    CalendarDay.objects.filter(date=date(2026, 10, 5)).update(working=True)
    assert Calendar.since(date(2026, 10, 1)).is_working(date(2026, 10, 5)) is True


def test_seeding_again_leaves_edits_alone(published_calendar, capsys):
    CalendarDay.objects.filter(date=date(2026, 10, 5)).update(working=True, name="加班")
    count = CalendarDay.objects.count()
    call_command("seed_calendar")
    assert "0 days entered" in capsys.readouterr().out
    assert (CalendarDay.objects.count(), CalendarDay.objects.get(date=date(2026, 10, 5)).name) == (
        count,
        "加班",
    )


def test_seeding_from_an_earlier_year_adds_it(published_calendar):
    call_command("seed_calendar", "--from", "2019", verbosity=0)
    assert published(2019) is True


def test_names_are_those_of_the_holidays(published_calendar):
    day = CalendarDay.objects.get(date=date(2026, 2, 17))
    assert (day.name, day.working) == ("春节", False)
    assert str(day).startswith("2026-02-17")


def test_version_depends_on_the_days_within_only():
    one = Calendar({date(2026, 10, 1): False})
    other = Calendar({date(2026, 10, 1): False, date(2026, 12, 31): False})
    span = (date(2026, 9, 28), date(2026, 10, 9))
    assert one.version(*span) == other.version(*span)
    assert one.version(*span) != Calendar({date(2026, 10, 1): True}).version(*span)
    assert len(one.version(*span)) <= 40
