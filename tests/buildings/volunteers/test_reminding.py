"""Reminders of activities: planned once a version, and asked again just before each sending."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.notifications import rechecks
from beihu.notifications.models import Delivery, Proxy
from buildings.volunteers import presence, reminding, tasks
from buildings.volunteers.ledger import ActivityReminder
from buildings.volunteers.models import Activity, SignUp
from buildings.volunteers.reminding import set_reminders, sweep
from buildings.volunteers.states import Status
from tests.buildings.volunteers.hands import (  # fmt: skip
    WAITING,
    WITHDRAWN,
    make_activity,
    make_seat,
    make_team,
    make_volunteer,
)

pytestmark = pytest.mark.django_db
DAY, HOURS = 24 * 60, 2 * 60


@pytest.fixture
def activity(we):
    """In three days; the resident has a seat, somebody waits, somebody has withdrawn."""
    begins = timezone.now().replace(microsecond=0) + timedelta(days=3)
    row = make_activity(make_team(we), begins)
    make_seat(row, we.resident)
    make_seat(row, make_volunteer(1), WAITING)
    make_seat(row, make_volunteer(2), WITHDRAWN)
    set_reminders(row)
    return row


def rows() -> list[tuple[int, int, str]]:
    return list(ActivityReminder.objects.order_by("due_at").values_list("minutes_before", "planned", "note"))


def planned() -> list[tuple[str, str]]:
    found = Delivery.objects.exclude(channel="email").order_by("created_at", "channel", "recipient_id")
    return list(found.values_list("kind", "channel"))


def why() -> list[str]:
    """Reasons not to send what is due, as the sender hears them."""
    return sorted(rechecks.ask(Delivery.objects.filter(state="due")).no_more.values())


def move(activity: Activity, by: timedelta) -> Activity:
    starts = activity.starts_at
    activity.starts_at, activity.ends_at = starts + by, activity.ends_at + by
    activity.version += 1
    activity.save()
    set_reminders(activity)
    return activity


def cancel(activity: Activity) -> None:
    activity.status, activity.cancel_reason, activity.cancelled_at = Status.CANCELLED, "下雨", timezone.now()
    activity.save()


def test_reminders_come_a_day_and_two_hours_before(activity):
    assert sweep() == 0
    with time_machine.travel(activity.starts_at - timedelta(minutes=DAY), tick=False):
        assert (sweep(), sweep(), planned()) == (1, 0, [("remind-1440", "portal"), ("remind-1440", "sms")])
    with time_machine.travel(activity.starts_at - timedelta(minutes=HOURS), tick=False):
        tasks.sweep()
        assert [kind for kind, _channel in planned()] == ["remind-1440"] * 2 + ["remind-120"] * 2
    assert rows() == [(DAY, 2, ""), (HOURS, 2, "")]


def test_after_a_standstill_only_the_nearest_goes_out(activity):
    with time_machine.travel(activity.starts_at - timedelta(minutes=30), tick=False):
        assert sweep() == 2
    assert rows() == [(DAY, 0, "a nearer one went out"), (HOURS, 2, "")]


def test_set_too_late_is_never_planned(we):
    row = make_activity(make_team(we), timezone.now() + timedelta(hours=5))
    set_reminders(row)
    assert (rows(), sweep()) == ([(DAY, 0, "too late"), (HOURS, 0, "")], 0)


def test_begun_or_cancelled_is_not_reminded_of(activity):
    with time_machine.travel(activity.starts_at, tick=False):
        sweep()
    assert {note for _minutes, _n, note in rows()} == {"too late"}
    assert planned() == []


def test_cancel_stops_what_was_planned(activity):
    with time_machine.travel(activity.starts_at - timedelta(minutes=DAY), tick=False):
        sweep()
        cancel(activity)
        kinds = [kind for kind, channel in planned() if channel == "portal"]
        assert (kinds, why()) == (["remind-1440"], ["cancelled"] * 2)
    with time_machine.travel(activity.starts_at - timedelta(minutes=HOURS), tick=False):
        sweep()
    assert rows()[-1] == (HOURS, 0, "cancelled")


def test_move_there_and_back_reminds_by_the_last(activity):
    with time_machine.travel(activity.starts_at - timedelta(minutes=DAY), tick=False):
        sweep()
    moved = move(activity, timedelta(days=1))
    assert why() == ["moved"] * 2
    back = move(moved, -timedelta(days=1))
    assert why() == ["moved"] * 2
    with time_machine.travel(back.starts_at - timedelta(minutes=DAY), tick=False):
        assert (sweep(), Delivery.objects.filter(kind="remind-1440", version=2).count()) == (1, 2)


def test_moved_by_a_hand_that_forgot_the_reminders_is_set_right(activity):
    later = activity.starts_at + timedelta(days=2)
    Activity.objects.filter(pk=activity.pk).update(
        starts_at=later, ends_at=later + timedelta(hours=1), version=1
    )
    with time_machine.travel(activity.starts_at - timedelta(minutes=DAY), tick=False):
        sweep()
    due = ActivityReminder.objects.get(minutes_before=DAY).due_at
    assert (planned(), due) == ([], later - timedelta(minutes=DAY))


def test_withdrawn_or_checked_in_is_not_sent_any_more(we, activity):
    with time_machine.travel(activity.starts_at - timedelta(minutes=HOURS), tick=False):
        sweep()
        assert why() == []
        seat = activity.sign_ups.get(user=we.resident)
        SignUp.objects.filter(pk=seat.pk).update(status=WITHDRAWN, withdrawn_at=timezone.now())
        assert why() == ["withdrawn"] * 2
        seat.save()  # as it was
    with time_machine.travel(activity.starts_at - timedelta(minutes=5), tick=False):
        presence.arrive(activity, by=we.resident)
        assert why() == ["checked in"] * 2


def test_reminder_for_an_elder_goes_to_the_receiver_while_the_elder_has_a_seat(we, activity):
    Proxy.objects.create(elder=we.resident, receiver=we.leader, agreed_at=timezone.now())
    with time_machine.travel(activity.starts_at - timedelta(minutes=HOURS), tick=False):
        sweep()
        assert list(Delivery.objects.filter(channel="sms").values_list("recipient", flat=True)) == [
            we.leader.pk
        ]
        assert why() == []
        activity.sign_ups.filter(user=we.resident).update(status=WITHDRAWN, withdrawn_at=timezone.now())
        assert why() == ["withdrawn"] * 2


def test_unknown_sources_are_gone(activity):
    Delivery.objects.create(key="a", channel="sms", body="…", source="activity:0", kind="remind-120")
    Delivery.objects.create(key="b", channel="sms", body="…", source="activity:x", kind="remind-120")
    assert why() == ["gone", "gone"]


def test_recheck_costs_the_same_for_one_and_fifty(activity, django_assert_num_queries):
    with time_machine.travel(activity.starts_at - timedelta(minutes=HOURS), tick=False):
        sweep()
        few = list(Delivery.objects.all())
        for number in range(50):
            make_seat(activity, make_volunteer(100 + number))
        reminding.remind(activity, 60)
        for batch in (few, list(Delivery.objects.all())):
            with django_assert_num_queries(3):
                assert reminding.check(batch) == {}
