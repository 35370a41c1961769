"""Reminders of meetings: set, planned once per version, never for what is over, never lost, never doubled."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from beihu.accounts.models import User
from beihu.notifications import outbox
from beihu.notifications.models import Delivery, Heartbeat, Notification, Preference, Proxy
from beihu.states import Refused
from tests import cast
from tests.make import make_meeting
from tripartite.meetings import actions, recheck, reminders, tasks
from tripartite.meetings.models import Invitation, Meeting, Reminder

pytestmark = pytest.mark.django_db
BEGIN = datetime.fromisoformat("2026-11-30T19:00+08:00")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def here():
    return cast.here()


@pytest.fixture
def clock():
    with time_machine.travel(BEGIN - 5 * DAY, tick=False) as clock:
        yield clock


@pytest.fixture
def meeting(clock, here):
    """Called, in five days, with a resident and somebody of the company, and its three usual reminders."""
    found = make_meeting(place=here.compound, organiser=here.liaison, starts_at=BEGIN)
    for user in (here.resident, here.property_staff):
        found.invitations.create(user=user)
    found.invitations.create(name="李师傅")
    reminders.set_reminders(found)
    return found


def rows(meeting: Meeting) -> list[tuple[int, bool, int, str]]:
    return list(
        meeting.reminders.order_by("-minutes_before").values_list(
            "minutes_before", "version", "planned", "note"
        )
    )


def to_be_told() -> Counter:
    return Counter(Delivery.objects.values_list("kind", "version", "channel"))


def move(meeting: Meeting, starts_at: datetime) -> None:
    """As the verb does."""
    meeting.starts_at, meeting.ends_at = starts_at, starts_at + 2 * HOUR
    meeting.version += 1
    meeting.save()
    reminders.set_reminders(meeting)
    reminders.announce(meeting, "moved")


# -- which there are


def test_set_reminders_by_the_time_of_the_meeting(meeting):
    assert list(meeting.reminders.order_by("due_at").values_list("minutes_before", "due_at")) == [
        (4320, BEGIN - 3 * DAY), (1440, BEGIN - DAY), (120, BEGIN - 2 * HOUR),
    ]  # fmt: skip


def test_set_reminders_keeps_five_sensible_ones(meeting):
    reminders.set_reminders(meeting, [10, 20, 30, 40, 50, 60, 0, -5, 10**9])
    assert [row[0] for row in rows(meeting)] == [60, 50, 40, 30, 20]


def test_set_reminders_notes_what_is_past(meeting, clock):
    clock.move_to(BEGIN - 2 * DAY)
    reminders.set_reminders(meeting, [4320 + 60, 60])
    assert rows(meeting) == [(4380, 0, 0, "too late"), (60, 0, 0, "")]


def test_set_reminders_again_keeps_what_was_planned(meeting, clock):
    clock.move_to(BEGIN - 3 * DAY)
    reminders.sweep()
    reminders.set_reminders(meeting)
    assert rows(meeting) == [(4320, 0, 4, ""), (1440, 0, 0, ""), (120, 0, 0, "")]


def test_edit_reminders_is_for_who_may_call_it(meeting, here):
    actions.remind(meeting, by=here.liaison, minutes_before=[60])
    with pytest.raises(Refused):
        actions.remind(meeting, by=here.property_staff, minutes_before=[30])
    assert [row[0] for row in rows(meeting)] == [60]


# -- the sweep


def test_sweep_plans_what_is_due_once(meeting, clock):
    clock.move_to(BEGIN - 3 * DAY)
    assert (reminders.sweep(), reminders.sweep()) == (1, 0)
    assert to_be_told() == {("remind-4320", 0, "portal"): 2, ("remind-4320", 0, "sms"): 2}
    assert set(Delivery.objects.values_list("expires_at", "source", "place_id")) == {
        (BEGIN, f"meeting:{meeting.pk}", meeting.place_id)
    }


def test_sweep_before_time_plans_nothing(meeting, clock):
    clock.move_to(BEGIN - 3 * DAY - timedelta(seconds=1))
    assert (reminders.sweep(), Delivery.objects.count()) == (0, 0)


def test_sweep_after_three_missed_days_sends_the_nearest(meeting, clock):
    clock.move_to(BEGIN - HOUR)
    reminders.sweep()
    assert rows(meeting) == [
        (4320, 0, 0, "a nearer one went out"), (1440, 0, 0, "a nearer one went out"), (120, 0, 4, ""),
    ]  # fmt: skip


def test_sweep_after_the_meeting_began_sends_none(meeting, clock):
    clock.move_to(BEGIN)
    reminders.sweep()
    assert ({row[3] for row in rows(meeting)}, Delivery.objects.count()) == ({"too late"}, 0)


def test_sweep_of_a_draft_waits(here, clock):
    draft = make_meeting(place=here.compound, organiser=here.liaison, starts_at=BEGIN, status="draft")
    reminders.set_reminders(draft)
    clock.move_to(BEGIN - HOUR)
    assert (reminders.sweep(), Reminder.objects.filter(planned_at=None).count()) == (0, 3)


def test_sweep_of_a_cancelled_meeting_notes_it(meeting, clock):
    Meeting.objects.update(status="cancelled", cancelled_at=timezone.now(), cancel_reason="停电")
    clock.move_to(BEGIN - 3 * DAY)
    reminders.sweep()
    assert (rows(meeting)[0], Delivery.objects.count()) == ((4320, 0, 0, "cancelled"), 0)


def test_sweep_mends_reminders_that_a_move_forgot(meeting, clock):
    Meeting.objects.update(starts_at=BEGIN + 7 * DAY, ends_at=BEGIN + 8 * DAY, version=1)
    clock.move_to(BEGIN - 3 * DAY)
    reminders.sweep()
    first = meeting.reminders.get(minutes_before=4320)
    assert (first.due_at, first.version, first.planned_at, Delivery.objects.count()) == (
        BEGIN + 4 * DAY,
        1,
        None,
        0,
    )


def test_sweep_beats(meeting):
    tasks.sweep()
    assert list(Heartbeat.objects.values_list("name", "at")) == [("reminders", timezone.now())]


def test_move_there_and_back_tells_each_version_once(meeting, clock):
    clock.move_to(BEGIN - 3 * DAY)
    reminders.sweep()
    move(meeting, BEGIN + 7 * DAY)
    move(meeting, BEGIN)
    clock.shift(DAY)
    reminders.sweep()
    outbox.drop()
    assert {kind: many for kind, many in to_be_told().items() if kind[2] == "portal"} == {
        ("remind-4320", 0, "portal"): 2, ("moved", 1, "portal"): 2, ("moved", 2, "portal"): 2,
    }  # fmt: skip
    assert rows(meeting) == [(4320, 2, 0, "too late"), (1440, 2, 0, ""), (120, 2, 0, "")]
    outbox.run(5)
    assert sorted(
        Notification.objects.filter(recipient=meeting.invitations.first().user).values_list("key", flat=True)
    ) == [f"meeting:{meeting.pk}:moved:2:{meeting.invitations.first().user_id}:portal"]


@pytest.mark.django_db(transaction=True)
def test_sweep_many_at_once_plans_each_once():
    here = cast.here()
    soon = timezone.now() + HOUR
    for n in range(6):
        found = make_meeting(
            place=here.compound, organiser=here.liaison, starts_at=soon + n * HOUR, title=f"{n}"
        )
        for user in here.people.values():
            found.invitations.create(user=user)
        for minutes in (24 * 60, 7 * 60):
            found.reminders.create(
                minutes_before=minutes, due_at=found.starts_at - timedelta(minutes=minutes), version=0
            )

    def run() -> None:
        reminders.sweep()
        connections.close_all()

    threads = [threading.Thread(target=run) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(Reminder.objects.values_list("minutes_before", "note", "planned")) == {
        (1440, "a nearer one went out", 0): 6, (420, "", 16): 6,
    }  # fmt: skip
    assert Delivery.objects.count() == 6 * 16


# -- what is announced


@pytest.mark.parametrize(
    ("kind", "channels"),
    [
        ("called", {"portal", "sms", "email", "robot"}),
        ("moved", {"portal", "sms", "email", "robot"}),
        ("cancelled", {"portal", "sms", "email", "robot"}),
        ("minutes", {"portal", "email"}),
    ],
)
def test_announce_reaches_everybody_invited_once(meeting, here, kind, channels):
    from beihu.notifications.models import Robot

    Robot.objects.create(place_id=here.community.pk, name="群", url="https://robot.example/")
    User.objects.filter(pk=here.resident.pk).update(email="a@example.org")
    assert (reminders.announce(meeting, kind) > 0, reminders.announce(meeting, kind)) == (True, 0)
    assert set(Delivery.objects.values_list("channel", flat=True)) == channels
    assert Delivery.objects.filter(channel="portal").count() == 2


def test_announce_says_when_and_where(meeting):
    reminders.announce(meeting, "called")
    notice = Delivery.objects.filter(channel="portal").first()
    assert notice.subject == "邀请您参加：德富花园三方联席会，2026年11月30日（星期一）下午7:00 活动室"


def test_announce_minutes_also_reaches_who_was_there_or_had_declined(meeting, here):
    meeting.invitations.filter(user=here.resident).update(came=Invitation.Came.PRESENT)
    meeting.invitations.filter(user=here.property_staff).update(answer=Invitation.Answer.DECLINED)
    reminders.announce(meeting, "minutes")
    told = Delivery.objects.filter(kind="minutes", channel="portal").values_list("recipient", flat=True)
    assert sorted(told) == sorted([here.resident.pk, here.property_staff.pk])


def test_announce_minutes_leaves_out_who_reads_of_them_otherwise(meeting, here):
    reminders.announce(meeting, "minutes", without=[here.resident.pk])
    told = Delivery.objects.filter(kind="minutes", channel="portal").values_list("recipient", flat=True)
    assert list(told) == [here.property_staff.pk]


def test_announce_skips_who_declined_or_is_there(meeting, here):
    meeting.invitations.filter(user=here.resident).update(answer="declined")
    meeting.invitations.filter(user=here.property_staff).update(came="present")
    assert reminders.announce(meeting, "moved") == 0


@pytest.mark.parametrize(
    ("kind", "begin", "was", "waits"),
    [
        ("moved", 11 * HOUR, None, False),
        ("moved", 13 * HOUR, None, True),
        ("moved", 80 * HOUR, 11 * HOUR, False),
        ("cancelled", 11 * HOUR, None, False),
        ("called", 11 * HOUR, None, True),
    ],
)
def test_announce_at_night_is_urgent_within_twelve_hours(meeting, clock, kind, begin, was, waits):
    clock.move_to(datetime.fromisoformat("2026-11-28T22:00+08:00"))
    now = timezone.now()
    meeting.starts_at, meeting.ends_at = now + begin, now + begin + HOUR
    reminders.announce(meeting, kind, was=now + was if was else None)
    due = Delivery.objects.filter(channel="sms").values_list("due_at", flat=True).distinct().get()
    assert due == (datetime.fromisoformat("2026-11-29T08:00+08:00") if waits else now)


# -- asked again before it goes out


def delivery(meeting: Meeting, user: User, kind: str = "remind-120", **over) -> Delivery:
    fields = {"key": f"{kind}{over}", "channel": "sms", "recipient": user, "body": "x", "kind": kind,
              "source": f"meeting:{meeting.pk}"}  # fmt: skip
    return Delivery.objects.create(**(fields | over))


def why(row: Delivery) -> str | None:
    return recheck.check([row]).get(row.pk)


CHANGES = {
    "nothing": {},
    "cancelled": {"status": "cancelled", "cancelled_at": BEGIN, "cancel_reason": "停电"},
    "moved": {"version": 1},
    "begun": {"starts_at": BEGIN - 6 * DAY},
}


@pytest.mark.parametrize(
    ("change", "kind", "reason"),
    [
        ("nothing", "remind-120", None),
        ("nothing", "called", None),
        ("cancelled", "remind-120", "cancelled"),
        ("cancelled", "called", "cancelled"),
        ("cancelled", "moved", "cancelled"),
        ("cancelled", "cancelled", None),
        ("moved", "remind-120", "moved"),
        ("moved", "called", "moved"),
        ("moved", "minutes", None),
        ("begun", "remind-120", "too late"),
        ("begun", "cancelled", None),
        ("begun", "minutes", None),
    ],
)
def test_check_asks_the_meeting(meeting, here, change, kind, reason):
    Meeting.objects.update(**CHANGES[change])
    assert why(delivery(meeting, here.resident, kind)) == reason


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"answer": "declined"}, "declined"),
        ({"answer": "coming"}, None),
        ({"came": "present"}, "checked in"),
        ({"came": "excused"}, None),
    ],
)
def test_check_asks_the_person(meeting, here, answer, reason):
    meeting.invitations.filter(user=here.resident).update(**answer)
    assert why(delivery(meeting, here.resident)) == reason


def test_check_knows_who_is_no_longer_invited(meeting, here):
    assert why(delivery(meeting, here.worker)) == "no longer invited"


@pytest.mark.parametrize("source", ["meeting:0", "meeting:", "meeting:x", "meeting:99999999"])
def test_check_of_a_meeting_that_is_gone(meeting, here, source):
    assert why(delivery(meeting, here.resident, source=source)) == "gone"


@pytest.mark.parametrize(
    ("elder", "receiver", "channel", "reason"),
    [
        ({}, None, "sms", None),
        ({"answer": "declined"}, None, "sms", "declined"),
        ({"answer": "declined"}, {}, "sms", None),
        ({}, {"answer": "declined"}, "sms", None),
        ({}, {"answer": "declined"}, "portal", "declined"),
        ({"came": "present"}, {"answer": "declined"}, "sms", "checked in"),
    ],
)
def test_check_asks_all_whom_a_text_message_is_for(meeting, here, elder, receiver, channel, reason):
    old, young = here.resident, here.worker
    Proxy.objects.create(elder=old, receiver=young, agreed_at=timezone.now())
    meeting.invitations.filter(user=old).update(**elder) if elder else None
    if receiver is not None:
        meeting.invitations.create(user=young, **receiver)
    assert why(delivery(meeting, young, channel=channel)) == reason


def test_check_after_the_proxy_ended(meeting, here):
    Proxy.objects.create(elder=here.resident, receiver=here.worker)
    assert why(delivery(meeting, here.worker)) == "no longer invited"


def test_check_asks_two_questions_however_many_rows(meeting, here, django_assert_num_queries):
    found = [delivery(meeting, user, key=str(n)) for n, user in enumerate([here.resident, here.worker] * 20)]
    with django_assert_num_queries(2):
        assert Counter(recheck.check(found).values()) == {"no longer invited": 20}


def test_run_skips_what_is_no_longer_true(meeting, here, settings, tmp_path):
    settings.DEV_OUTBOX, settings.SMS_GATEWAY_URL = str(tmp_path / "outbox.jsonl"), ""
    Preference.objects.bulk_create(Preference(user=user, quiet=False) for user in here.people.values())
    reminders.announce(meeting, "called")
    meeting.invitations.filter(user=here.resident).update(answer=Invitation.Answer.DECLINED)
    outbox.run(5)
    assert Counter(Delivery.objects.values_list("channel", "state", "note")) == {
        ("portal", "sent", ""): 1, ("portal", "skipped", "declined"): 1,
        ("sms", "sent", ""): 1, ("sms", "skipped", "declined"): 1,
    }  # fmt: skip
