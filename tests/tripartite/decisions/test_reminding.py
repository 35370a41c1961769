"""Owners who have not voted hear of it once, three days and one day before it closes."""

from datetime import timedelta

import pytest

from beihu.celery import app
from beihu.notifications.models import Notification
from tripartite.decisions import actions
from tripartite.decisions.tasks import remind, sweep

pytestmark = pytest.mark.django_db


def told(vote) -> list[str]:
    rows = Notification.objects.filter(key__startswith=f"vote:{vote.pk}:closes").order_by("pk")
    return list(rows.values_list("key", flat=True))


def test_reminded_three_days_and_one_day_before_and_never_twice(opened, clock):
    vote = opened()
    remind()
    assert told(vote) == []
    clock.to(vote.closes_at - timedelta(days=3))
    remind()
    remind()
    assert told(vote) == [f"vote:{vote.pk}:closes:3"]
    clock.to(vote.closes_at - timedelta(hours=23))
    remind()
    assert told(vote) == [f"vote:{vote.pk}:closes:3", f"vote:{vote.pk}:closes:1"]
    clock.to(vote.closes_at)
    assert remind() == 0


def test_after_a_standstill_only_the_nearer_one_is_told(opened, clock):
    vote = opened()
    clock.to(vote.closes_at - timedelta(hours=2))
    remind()
    assert told(vote) == [f"vote:{vote.pk}:closes:1"]


@pytest.mark.parametrize("how", ["cast", "paper"])
def test_who_has_voted_or_handed_in_a_paper_is_left_alone(we, opened, clock, how):
    vote = opened()
    if how == "cast":
        actions.cast(vote, by=we.resident, choices={1: "for"})
    else:
        actions.take_back(vote, by=we.worker, units=[vote.units_of(we.resident).get().number])
    clock.to(vote.closes_at - timedelta(days=1))
    assert (remind(), told(vote)) == (0, [])


def test_a_cancelled_vote_reminds_nobody(we, opened, clock):
    vote = actions.cancel(opened(), by=we.worker, reason="不办了")
    clock.to(vote.closes_at - timedelta(days=1))
    assert remind() == 0


def test_on_paper_only_nobody_is_told(opened, clock):
    vote = opened(screen="", system="")
    clock.to(vote.closes_at - timedelta(days=1))
    assert (remind(), told(vote)) == (0, [])


def test_every_minute_wakes_this_room():
    """Beat knows the sweep by the name under which the worker finds it."""
    assert sweep.name in {entry["task"] for entry in app.conf.beat_schedule.values()}
