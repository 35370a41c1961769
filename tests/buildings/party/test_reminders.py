"""Elections that fall due: told before, each stage once, to whoever keeps the organisation."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.notifications.models import Delivery, Notification
from buildings.party import actions, queries, reminders
from buildings.party.tasks import sweep
from tests.buildings.party import world as party

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return party.build()


def elected(world, days):
    """An open term of the branch whose next election is due in so many days."""
    due = timezone.localdate() + timedelta(days=days)
    seats = [("leader", world.secretary)]
    on = date(2022, 1, 1)
    return actions.elect(world.branch, seats=seats, on=on, due_on=due, by=world.here.worker)


@pytest.mark.parametrize(
    ("days", "stage"), [(181, 0), (180, 1), (91, 1), (90, 2), (31, 2), (30, 3), (0, 3), (-1, 4), (-400, 4)]
)
def test_sweep_tells_the_stage_that_holds(world, days, stage):
    term = elected(world, days)
    reminders.sweep()
    term.refresh_from_db()
    assert (term.told, Notification.objects.filter(recipient=world.here.worker).count()) == (
        stage,
        int(stage > 0),
    )


def test_sweep_tells_once_and_through_the_outbox(world):
    elected(world, 90)
    assert [reminders.sweep(), reminders.sweep()] == [1, 0]
    sms = Delivery.objects.get(channel="sms")
    assert (sms.recipient, sms.place_id) == (world.here.worker, world.here.compound.code)
    sweep()
    assert Delivery.objects.count() == 1


def test_sweep_after_months_tells_the_present_stage_only(world):
    term = elected(world, 100)
    reminders.sweep()
    with time_machine.travel(timezone.now() + timedelta(days=101)):
        reminders.sweep()
    term.refresh_from_db()
    titles = Notification.objects.filter(recipient=world.here.worker).count()
    assert (term.told, titles) == (4, 2)


def test_new_election_and_dissolution_end_the_reminders(world):
    elected(world, 20)
    elected(world, 2000)
    assert reminders.sweep() == 0


def test_leader_with_an_account_is_told_and_the_street_where_no_community_keeps_it(world):
    here = world.here
    (leader,) = actions.admit(world.branch, user=here.resident, by=here.worker)
    actions.elect(world.branch, seats=[("leader", leader)], on=date(2022, 1, 1), by=here.worker)
    assert reminders.keepers(world.branch) == [here.resident, here.worker]
    assert reminders.keepers(world.street) == [here.officer]


def test_list_shows_late_near_and_missing(world):
    term = elected(world, 100)
    due, without = queries.elections(world.here.street.code)
    assert ([one.pk for one in due], [one.name for one in without]) == ([term.pk], ["社区党总支"])
