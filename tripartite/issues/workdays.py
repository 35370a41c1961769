"""The working calendar: Monday to Friday, but for the days the State Council publishes each year.

Working days are arranged by the State Council's yearly notice (Regulation on Public Holidays for National Annual
Festivals and Memorial Days, 全国年节及纪念日放假办法; e.g. "…放假调休，共7天。2月14日（星期六）上班"). The table
holds the days on which that notice differs from the week, days off as well as 调休 working Saturdays, and may be
edited. A year of which it holds no published day is unpublished (未公布): Monday to Friday is then a guess.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import chinese_calendar
from chinese_calendar import constants
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SOURCE = "国务院办公厅节假日安排（chinesecalendar %s）"
SEEDED_FROM = 2020
SATURDAY = 5
DAY = timedelta(days=1)


class CalendarDay(models.Model):
    """One day that differs from the week. `source` names the published list; blank for the street's own."""

    date = models.DateField(_("date"), primary_key=True)
    working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=80, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("working calendar")
        ordering = ["date"]

    def __str__(self) -> str:
        kind = _("working day") if self.working else _("day off")
        return f"{self.date} {kind}"


def by_week(day: date) -> bool:
    return day.weekday() < SATURDAY


def end_of(day: date) -> datetime:
    """24:00 of a day, written as its last microsecond so that it still bears the day's date."""
    return datetime.combine(day, time.max, tzinfo=timezone.get_default_timezone())


def local_day(moment: datetime) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


@dataclass(frozen=True)
class Calendar:
    """Days in memory: where `days` is silent, the week speaks."""

    days: Mapping[date, bool]

    @classmethod
    def since(cls, first: date) -> "Calendar":
        """All that is known from a day on: one query of some dozens of rows, right after every edit."""
        return cls(dict(CalendarDay.objects.filter(date__gte=first).values_list("date", "working")))

    def is_working(self, day: date) -> bool:
        return self.days.get(day, by_week(day))

    def after(self, day: date) -> Iterator[date]:
        """The working days that follow."""
        while True:
            day += DAY
            if self.is_working(day):
                yield day

    def add(self, day: date, count: int) -> date:
        """The count-th working day after `day`, which is itself not counted (Civil Code art. 201)."""
        for passed, found in enumerate(self.after(day), start=1):
            if passed >= count:
                return found
        raise AssertionError("the calendar has no end")

    def on_or_after(self, day: date) -> date:
        """A last day that is off gives way to the next working day (Civil Code art. 203)."""
        return day if self.is_working(day) else self.add(day, 1)

    def before(self, day: date, count: int) -> date:
        """The latest day whose count-th working day lies before `day`."""
        found = day - DAY
        while self.add(found, count) >= day:
            found -= DAY
        return found

    def version(self, first: date, last: date) -> str:
        """Which days a result was reckoned with: span and digest, kept with it so that it can be re-reckoned."""
        known = [
            f"{day:%Y%m%d}{'+' if working else '-'}"
            for day, working in sorted(self.days.items())
            if first <= day <= last
        ]
        digest = hashlib.sha256(",".join(known).encode()).hexdigest()[:8]
        return f"{first:%Y%m%d}-{last:%Y%m%d}-{digest}"


def published(year: int) -> bool:
    """Has the State Council's list of this year been entered? If not, pages say 未公布."""
    return _of_a_list().filter(date__year=year).exists()


def published_year_of(field: str) -> Exists:
    """The same of the year in which a time of another row lies: a column of its query, not a query more."""
    return Exists(_of_a_list().filter(date__year=ExtractYear(OuterRef(field))))


def _of_a_list() -> models.QuerySet[CalendarDay]:
    return CalendarDay.objects.exclude(source="")


def published_days(first_year: int = SEEDED_FROM) -> list[tuple[date, bool, str]]:
    """(date, working, name) of every day on which a published list differs from the week."""
    last = max(constants.holidays).year  # beyond it chinesecalendar raises NotImplementedError
    day, found = date(first_year, 1, 1), []
    while day.year <= last:
        working = chinese_calendar.is_workday(day)
        if working != by_week(day):
            _on, name = chinese_calendar.get_holiday_detail(day)
            found.append((day, working, _chinese(name)))
        day += DAY
    return found


def _chinese(name: str | None) -> str:
    return next((holiday.chinese for holiday in constants.Holiday if holiday.value == name), name or "")


def source() -> str:
    return SOURCE % chinese_calendar.__version__
