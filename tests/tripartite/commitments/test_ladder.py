"""Who is told that something falls due or is late: on which day, once, and never again for the same date."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from beihu.notifications.models import Delivery, Notification
from tests.make import make_commitment
from tripartite.commitments import actions, deadlines
from tripartite.commitments.models import Rung
from tripartite.parties.committees import Term

pytestmark = pytest.mark.django_db
ZONE = timezone.get_default_timezone()
DUE = date(2026, 11, 20)  # a Friday
Step = Rung.Step


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def climb(day: date, hour: int = 10) -> list[int]:
    """What the sweep of that day adds."""
    before = set(Rung.objects.values_list("pk", flat=True))
    with time_machine.travel(at(day, hour), tick=False):
        deadlines.sweep()
        deadlines.sweep()
    return list(Rung.objects.exclude(pk__in=before).order_by("step").values_list("step", flat=True))


def test_ladder_day_by_day(owe):
    owe(due_on=DUE)
    found = {}
    for n in range(-5, 14):
        day = DUE + timedelta(days=n)
        if steps := climb(day):
            found[day.isoformat()] = steps
    assert found == {
        "2026-11-17": [Step.SOON],
        "2026-11-20": [Step.TODAY],
        "2026-11-21": [Step.OFFICER],  # a Saturday: the date has passed
        "2026-11-25": [Step.HEAD],  # Monday and Tuesday have passed
        "2026-11-27": [Step.LIAISON],
        "2026-12-02": [Step.STREET],
    }


def test_each_step_tells_its_people(we, owe):
    owe(due_on=DUE)
    climb(DUE + timedelta(days=30))
    assert dict(Rung.objects.values_list("step", "told")) == {
        Step.OFFICER: 1,
        Step.HEAD: 1,
        Step.LIAISON: 1,
        Step.STREET: 1,
    }
    told = sorted(Notification.objects.values_list("recipient__name", flat=True))
    assert told == sorted(["赵物业", "赵物业", "刘联络", "陈主任"])
    assert set(Delivery.objects.values_list("recipient__name", flat=True)) == {"赵物业"}


def test_holidays_are_no_working_days(owe):
    call_command("seed_calendar", verbosity=0)
    owe(due_on=date(2026, 9, 30))  # before the National Day holidays, 1 to 7 October
    assert climb(date(2026, 10, 1)) == [Step.OFFICER]
    assert climb(date(2026, 10, 9)) == []
    assert climb(date(2026, 10, 10)) == [Step.HEAD]


def test_nobody_is_woken_at_night(owe):
    owe(due_on=DUE)
    late = DUE + timedelta(days=1)
    assert (climb(late, 3), climb(late, 7), climb(late, 8)) == ([], [], [Step.OFFICER])


@pytest.mark.parametrize("status", ["proposed", "delivered", "kept", "withdrawn", "declined", "unanswered"])
def test_what_is_not_owed_climbs_nothing(owe, status):
    owe(status, due_on=DUE)
    assert climb(DUE + timedelta(days=30)) == []


def test_failed_one_climbs(owe):
    owe("failed", due_on=DUE)
    assert climb(DUE + timedelta(days=1)) == [Step.OFFICER]


def test_standing_promise_climbs_nothing(owe):
    owe(is_standing=True)
    assert climb(DUE + timedelta(days=300)) == []


def test_new_date_has_its_own_ladder(we, owe):
    row = owe(due_on=DUE)
    assert climb(DUE + timedelta(days=1)) == [Step.OFFICER]
    with time_machine.travel(at(DUE + timedelta(days=2)), tick=False):
        later = DUE + timedelta(days=10)
        actions.revise(row, by=we.liaison, text=row.text, metric=row.metric, due_on=later, reason="延期")
    assert climb(DUE + timedelta(days=5)) == [Step.HEAD]  # an offer stops nothing
    with time_machine.travel(at(DUE + timedelta(days=6)), tick=False):
        actions.agree(row, by=we.property_staff)
    assert climb(later) == [Step.SOON, Step.TODAY][1:]
    assert climb(later + timedelta(days=1)) == [Step.OFFICER]
    assert Rung.objects.filter(step=Step.OFFICER).count() == 2


def test_head_of_a_committee_is_its_chair(we):
    term = Term.objects.create(
        party=we.owners_party, number=1, since=date(2024, 1, 1), due_on=date(2029, 1, 1)
    )
    term.members.create(name="李主任", user=we.leader, position="chair", since=date(2024, 1, 1))
    make_commitment(place=we.compound, debtor=we.owners_party, made_by=we.liaison, due_on=DUE)
    climb(DUE + timedelta(days=5))
    head = Notification.objects.get(key__contains=f":rung:{Step.HEAD}:")
    assert head.recipient == we.leader


def test_step_without_people_is_written_down_all_the_same(we, owe):
    owe(due_on=DUE)
    we.liaison.posts.update(until=date(2026, 11, 1))
    climb(DUE + timedelta(days=30))
    assert Rung.objects.get(step=Step.LIAISON).told == 0


def test_sweep_goes_on_when_one_row_fails(we, owe, monkeypatch):
    from tripartite.commitments import ladder

    bad, good = owe(due_on=DUE), owe(due_on=DUE)
    real = ladder.notify

    def breaking(people, *, key, **rest):
        if key.startswith(f"commitment:{bad.pk}:"):
            raise RuntimeError
        real(people, key=key, **rest)

    monkeypatch.setattr(ladder, "notify", breaking)
    climb(DUE + timedelta(days=1))
    assert list(Rung.objects.values_list("commitment", flat=True)) == [good.pk]
