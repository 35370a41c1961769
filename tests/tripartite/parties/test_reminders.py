"""Elections and handovers that fall due: each stage once, whenever and however often the sweep runs."""

from datetime import date, timedelta

import pytest
import time_machine

from beihu.celery import app
from beihu.notifications.models import Notification
from tests.make import make_contract, make_item, make_term
from tripartite.parties import reminders
from tripartite.parties.committees import Term
from tripartite.parties.reminders import ELECTION, HANDOVER, stage_of
from tripartite.parties.tasks import sweep

DUE = date(2026, 12, 31)


def at(day: date) -> time_machine.travel:
    return time_machine.travel(f"{day}T00:00:30+08:00", tick=False)


def told() -> list[str]:
    return sorted(set(Notification.objects.values_list("key", flat=True)))


@pytest.mark.parametrize(
    ("days", "stage"), [(91, None), (90, 1), (31, 1), (30, 2), (1, 2), (0, 3), (-400, 3)]
)
def test_stage_of_an_election(days, stage):
    found = stage_of(ELECTION, DUE, DUE - timedelta(days=days))
    assert (found and found[0]) == stage


@pytest.mark.parametrize(("days", "stage"), [(8, None), (7, 1), (1, 1), (0, 2), (-1, 3), (-40, 3)])
def test_stage_of_a_handover(days, stage):
    found = stage_of(HANDOVER, DUE, DUE - timedelta(days=days))
    assert (found and found[0]) == stage


def test_election_is_told_ninety_and_thirty_days_before_and_when_due(we):
    term = make_term(party=we.owners_party, since=date(2022, 1, 1), due_on=DUE)
    expected = {}
    for days in (91, 90, 60, 30, 0, -30):
        with at(DUE - timedelta(days=days)):
            reminders.sweep()
            reminders.sweep()
            expected[days] = len(told())
    assert expected == {91: 0, 90: 1, 60: 1, 30: 2, 0: 3, -30: 3}
    assert told() == [f"term:{term.pk}:2026-12-31:{stage}" for stage in (1, 2, 3)]
    people = {one.recipient for one in Notification.objects.all()}
    assert people == {we.worker, we.liaison, we.officer, we.owners_committee}
    assert Notification.objects.count() == 12


def test_missed_stages_are_left_out(we):
    term = make_term(party=we.owners_party, since=date(2022, 1, 1), due_on=DUE)
    with at(DUE - timedelta(days=12)):
        reminders.sweep()
    assert told() == [f"term:{term.pk}:2026-12-31:2"]


def test_ended_terms_and_far_ones_are_left_alone(we):
    make_term(party=we.owners_party, since=date(2022, 1, 1), due_on=DUE, until=date(2026, 1, 1))
    make_term(party=we.management_party, since=date(2026, 1, 1), due_on=date(2029, 1, 1))
    with at(DUE):
        assert reminders.sweep() == {"elections": 0, "handovers": 0}
    assert told() == []


def test_item_is_told_a_week_before_on_the_day_and_the_day_after(we):
    contract = make_contract(place=we.compound, party=we.company, since=date(2024, 1, 1))
    item = make_item(contract=contract, due_on=DUE)
    make_item(contract=contract, due_on=DUE, done_on=date(2026, 12, 1))
    expected = {}
    for days in (8, 7, 3, 0, -1, -9):
        with at(DUE - timedelta(days=days)):
            reminders.sweep()
            expected[days] = len(told())
    assert expected == {8: 0, 7: 1, 3: 1, 0: 2, -1: 3, -9: 3}
    titles = [one.title for one in Notification.objects.filter(recipient=we.property_staff).order_by("pk")]
    assert titles == [
        "安居物业公司 钥匙、门禁卡和密码：应于2026年12月31日（星期四）前移交",
        "安居物业公司 钥匙、门禁卡和密码：今天（2026年12月31日（星期四））应当移交",
        "安居物业公司 钥匙、门禁卡和密码：应于2026年12月31日（星期四）移交，已逾期",
    ]
    assert Notification.objects.first().url == f"/parties/contract/{contract.pk}/"
    assert item.told == 0


def test_midnight_of_shanghai_counts(we):
    make_term(party=we.owners_party, since=date(2022, 1, 1), due_on=DUE)
    with time_machine.travel("2026-10-01T15:59:59+00:00", tick=False):  # 23:59 in Shanghai, 91 days before
        reminders.sweep()
    assert told() == []
    with time_machine.travel("2026-10-01T16:00:01+00:00", tick=False):
        reminders.sweep()
    assert len(told()) == 1


def test_one_row_that_fails_does_not_stop_the_others(we, they, monkeypatch):
    first = make_term(party=we.owners_party, since=date(2022, 1, 1), due_on=DUE)
    other = make_term(party=they.owners_party, since=date(2022, 1, 1), due_on=DUE)
    real = reminders._tell_election

    def failing(term: Term) -> None:
        if term.pk == first.pk:
            raise ValueError
        real(term)

    monkeypatch.setattr(reminders, "_tell_election", failing)
    with at(DUE):
        assert reminders.elections() == 1
    assert told() == [f"term:{other.pk}:2026-12-31:3"]
    assert Term.objects.get(pk=first.pk).told == 0


def test_beat_wakes_the_sweep_every_minute(we):
    assert app.conf.beat_schedule["parties.sweep"]["task"] == sweep.name == "parties.sweep"
    assert "tripartite.parties.tasks" in app.conf.imports
    sweep()


@pytest.mark.parametrize("count", [1, 3])
def test_quiet_sweep_costs_two_queries(we, django_assert_num_queries, count):
    contract = make_contract(place=we.compound)
    for _n in range(count):
        make_item(contract=contract, due_on=date(2099, 1, 1))
    with django_assert_num_queries(2):
        reminders.sweep()
