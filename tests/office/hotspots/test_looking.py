"""Looking at a street: what is counted, what is written down, and what a second look changes."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from beihu.office.hotspots import looking, tasks
from beihu.office.hotspots.counting import Windows, counts, windows
from beihu.office.hotspots.models import Hotspot, Look
from beihu.office.tallies.folding import fold
from buildings.places import actions as places
from buildings.places.models import Place
from tests import cast
from tests.make import make_issue
from tests.make_hotspots import make_filed, make_hotspot
from tripartite.issues.models import Issue
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db
STREET = "420103010"
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def look() -> list[Hotspot]:
    """Everything filed so far is folded first, as it is by the morning."""
    fold()
    return looking.look(STREET, today())


def counted() -> dict[tuple[str, str], tuple[int, int]]:
    fold()
    return counts(STREET, windows(STREET, today()))


def days_before() -> int:
    fold()
    return windows(STREET, today()).days_before


def test_windows_are_whole_days_before_today(morning, year) -> None:
    fold()
    days = windows(STREET, date(2026, 11, 20))
    assert days == Windows(date(2025, 10, 24), date(2026, 10, 23), date(2026, 11, 20))
    assert days.days_before == 364


def test_windows_begin_with_the_first_issue_of_the_street(morning, we) -> None:
    assert days_before() == 0
    make_filed(we.doorway, 128)
    assert days_before() == 98  # whole weeks
    make_filed(we.old_doorway, 390)
    assert days_before() == 357


def test_counts_by_building_and_category(morning, year) -> None:
    """Both ends of the windows, doorways to their building, and nothing from today, of no building, or a draft."""
    make_filed(year.doorway, 0, 5)
    make_filed(year.doorway, 28)  # the first of the recent days
    make_filed(year.doorway, 29)
    make_filed(year.compound, 3, 9)
    make_filed(year.community, 3, 9)
    make_filed(year.doorway, 393)  # the day before history begins
    make_issue(place=year.doorway, category="water", status=Status.DRAFT)
    there = cast.next_door()
    make_filed(there.doorway, 3, 9)
    assert counted() == {
        (year.building.code, "water"): (7, 2),
        (f"{year.old_compound.code}001", "cleaning"): (1, 3),
    }


def test_look_writes_down_what_is_hot(morning, year) -> None:
    (row,) = look()
    assert (row.place, row.category, row.street) == (year.building, "water", STREET)
    assert (row.recent, row.before, row.days_before, round(row.expected, 3)) == (6, 1, 364, 0.077)
    assert (row.found_on, row.seen_on, row.ended_on, row.item) == (today(), today(), None, None)
    assert (row.p, row.q) == (pytest.approx(92 / 14**7), pytest.approx(2 * 92 / 14**7))
    seen = Look.objects.get()
    assert (seen.street, seen.looked_on, seen.days_before, seen.pairs) == (STREET, today(), 364, 2)


def test_look_again_on_the_same_day_changes_nothing(morning, year) -> None:
    before = [vars(row) | {"_state": None} for row in look()]
    assert [vars(row) | {"_state": None} for row in look()] == before
    assert Hotspot.objects.count() == 1


def test_look_keeps_the_same_row_up_to_date(morning, year) -> None:
    (row,) = look()
    morning.shift(DAY)
    make_filed(year.doorway, 1, 2)
    (again,) = look()
    assert (again.pk, again.found_on, again.seen_on, again.recent) == (
        row.pk, date(2026, 11, 20), date(2026, 11, 21), 8
    )  # fmt: skip
    assert Hotspot.objects.count() == 1


def test_look_ends_what_has_cooled_down(morning, year) -> None:
    (row,) = look()
    morning.shift(30 * DAY)
    assert look() == []
    row.refresh_from_db()
    assert (row.seen_on, row.ended_on, row.recent) == (date(2026, 11, 20), date(2026, 12, 20), 6)


def test_look_takes_up_one_that_cooled_down_lately(morning, year) -> None:
    """Its windows overlap: the same trouble, with its agenda. Months later it is a new one."""
    row = make_hotspot(
        place=year.building,
        found_on=today() - 20 * DAY,
        seen_on=today() - 9 * DAY,
        ended_on=today() - 8 * DAY,
    )
    assert [(one.pk, one.ended_on) for one in look()] == [(row.pk, None)]
    Hotspot.objects.update(
        found_on=today() - 90 * DAY, seen_on=today() - 80 * DAY, ended_on=today() - 70 * DAY
    )
    (new,) = look()
    assert (new.pk == row.pk, Hotspot.objects.count()) == (False, 2)


def test_look_of_an_earlier_day_changes_nothing(morning, year) -> None:
    (row,) = look()
    assert looking.look(STREET, today() - DAY) == [row]
    assert Look.objects.get().looked_on == today()


def test_look_finds_nothing_without_enough_history(morning, we) -> None:
    make_filed(we.doorway, 3, 9)
    make_filed(we.old_doorway, 28 + 83, category="noise")
    assert look() == []
    seen = Look.objects.get()
    assert (seen.days_before, seen.is_too_early, seen.days_missing) == (83, True, 1)
    make_filed(we.old_doorway, 28 + 84, category="noise")
    assert [row.recent for row in look()] == [9]
    assert Look.objects.get().is_too_early is False


@pytest.mark.parametrize("n", [1, 3])
def test_look_again_asks_the_same_few_questions(morning, year, n, django_assert_num_queries) -> None:
    for number in range(2, n + 2):
        make_filed(cast.place(f"{year.compound.code}00{number}", f"{number}栋"), 3, 8)
    assert len(look()) == n + 1
    with django_assert_num_queries(15):
        assert len(looking.look(STREET, today())) == n + 1


def test_look_survives_that_the_building_has_moved(morning, year, monkeypatch) -> None:
    """Counted under its old code, written under the new one."""
    seen = counted()
    monkeypatch.setattr(
        looking, "counts", lambda street, days: seen | {("420103010999001001", "gas"): (9, 0)}
    )
    moved = places.move_place(year.building, under=year.old_compound, by=year.officer)
    (row,) = look()
    assert row.place == Place.objects.get(pk=moved.code)


def test_sweep_looks_once_a_day_after_three(morning, year) -> None:
    there = cast.next_door()
    make_filed(there.doorway, 3)
    assert looking.sweep() == 0  # nothing has been folded yet
    fold()
    assert looking.sweep() == 2
    assert looking.sweep() == 0
    with time_machine.travel("2026-11-21T02:59:00+08:00", tick=False):
        fold()
        assert looking.sweep() == 0
    with time_machine.travel("2026-11-21T03:00:00+08:00", tick=False):
        tasks.sweep()
    assert set(Look.objects.values_list("street", "looked_on")) == {
        (STREET, date(2026, 11, 21)), ("420103011", date(2026, 11, 21))
    }  # fmt: skip
    assert Hotspot.objects.get().seen_on == date(2026, 11, 21)


def test_a_street_that_fails_does_not_hold_back_the_next(morning, year, monkeypatch) -> None:
    there = cast.next_door()
    make_filed(there.doorway, 3)
    fold()
    real = looking.counts
    monkeypatch.setattr(
        looking, "counts", lambda street, days: real(street, days) if street != STREET else 1 / 0
    )
    assert (looking.sweep(), list(Look.objects.values_list("street", flat=True))) == (1, ["420103011"])
    monkeypatch.undo()
    assert looking.sweep() == 1


def test_one_open_row_for_a_building_and_category(we) -> None:
    make_hotspot(place=we.building, ended_on=today())
    make_hotspot(place=we.building)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_hotspot(place=we.building)
    make_hotspot(place=we.building, category="gas")


def test_merging_buildings_keep_one_of_each_category(we) -> None:
    other = cast.place(f"{we.compound.code}002", "2栋")
    kept = make_hotspot(place=we.building)
    gone, moved = make_hotspot(place=other), make_hotspot(place=other, category="gas")
    places.merge_place(other, into=we.building, by=we.officer)
    rows = Hotspot.objects.filter(place=we.building).order_by("pk").values_list("pk", "ended_on")
    assert list(rows) == [(kept.pk, None), (gone.pk, today()), (moved.pk, None)]


def test_a_duplicate_that_was_merged_is_not_counted_twice(morning, year) -> None:
    """As every figure of issues filed; its trouble is counted where it was merged into."""
    first = Issue.objects.filter(place=year.doorway).earliest("pk")
    make_filed(year.doorway, 2, 1, status=Status.MERGED, merged_into=first)
    assert counted()[year.building.code, "water"] == (6, 1)


def test_an_issue_that_gets_another_category_is_counted_there(morning, year) -> None:
    Issue.objects.filter(place=year.building).update(category="gas")
    assert (counted()[year.building.code, "water"], counted()[year.building.code, "gas"]) == ((5, 1), (1, 0))
