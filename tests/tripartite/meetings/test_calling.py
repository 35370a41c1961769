"""Draft, change, call, move, cancel, repeat."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery
from beihu.states import Refused
from tests.make import make_issue, make_meeting
from tripartite.meetings import actions
from tripartite.meetings.models import Invitation, Meeting, Room
from tripartite.meetings.reminders import DEFAULT
from tripartite.meetings.states import Status

from .conftest import at

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def facts(**over):
    return {"kind": "joint", "title": "德富花园联席会", "starts_at": at(5), "ends_at": at(5, 21)} | over


def told(meeting, kind):
    """Who is told in the portal; `kind` is "moved" or, of one version of the schedule, "moved:1"."""
    rows = Delivery.objects.filter(channel="portal", key__startswith=f"meeting:{meeting.pk}:{kind}:")
    return set(rows.values_list("recipient__name", flat=True))


# -- draft --------------------------------------------------------------------------------------------------------


def test_draft_invites_the_bodies_it_is_given_and_tells_nobody(we, room):
    meeting = actions.draft(
        by=we.worker,
        place=we.compound,
        room=room,
        organiser=we.liaison,
        bodies=[we.company, we.owners_party],
        **facts(),
    )
    assert (meeting.status, meeting.organiser, meeting.room) == (Status.DRAFT, we.liaison, room)
    assert set(meeting.invitations.values_list("user__name", flat=True)) == {"赵物业", "孙业委"}
    assert Delivery.objects.count() == 0
    assert AuditEntry.objects.filter(verb="meeting.draft", actor=we.worker).count() == 1


def test_draft_sent_twice_is_one_meeting(we):
    uid = uuid.uuid4()
    one, two = (actions.draft(by=we.worker, place=we.compound, uid=uid, **facts()) for _ in range(2))
    assert (one.pk, Meeting.objects.count()) == (two.pk, 1)


def test_draft_with_the_key_of_a_foreign_meeting_opens_nothing(we, they):
    theirs = actions.draft(by=they.worker, place=they.compound, **facts())
    with pytest.raises(Refused):
        actions.draft(by=we.worker, place=we.compound, uid=theirs.uid, **facts())
    assert Meeting.objects.count() == 1


def test_draft_takes_nothing_but_its_facts(we):
    meeting = actions.draft(by=we.worker, place=we.compound, status="confirmed", version=9, **facts())
    assert (meeting.status, meeting.version) == (Status.DRAFT, 0)


def test_draft_about_an_issue_has_it_on_the_agenda(we):
    issue = make_issue(place=we.doorway, author=we.resident)
    meeting = actions.draft(by=we.worker, place=we.compound, issue=issue, **facts())
    item = meeting.items.get()
    assert (item.issue, item.source) == (issue, f"issue:{issue.pk}")


def test_draft_about_a_foreign_issue_is_refused_whole(we, they):
    issue = make_issue(place=they.doorway, author=they.resident)
    with pytest.raises(Refused):
        actions.draft(by=we.worker, place=we.compound, issue=issue, **facts())
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    "over",
    [
        {"title": " "},
        {"kind": "party"},
        {"starts_at": at(-1), "ends_at": at(-1, 21)},
        {"starts_at": at(400), "ends_at": at(400, 21)},
        {"starts_at": at(5, 21), "ends_at": at(5, 19)},
        {"ends_at": at(5, 19, 5)},
        {"ends_at": at(6, 19)},
    ],
    ids=["no title", "no kind", "past", "too far", "ends before", "too short", "too long"],
)
def test_draft_that_cannot_be_meant_is_refused(we, over):
    with pytest.raises(Refused):
        actions.draft(by=we.worker, place=we.compound, **facts(**over))
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("who", ["resident", "leader", "property_staff", "owners_committee"])
def test_draft_by_who_may_not_call_is_refused(we, who):
    with pytest.raises(Refused):
        actions.draft(by=we.people[who], place=we.compound, **facts())


def test_draft_next_door_is_refused(we, they):
    with pytest.raises(Refused):
        actions.draft(by=we.worker, place=they.compound, **facts())


def test_organiser_must_be_able_to_call_it(we):
    with pytest.raises(Refused):
        actions.draft(by=we.worker, place=we.compound, organiser=we.property_staff, **facts())


# -- rooms --------------------------------------------------------------------------------------------------------


def test_booked_room_is_refused_naming_the_other_meeting(we, room):
    actions.draft(by=we.worker, place=we.compound, room=room, **facts(title="水泵协调会"))
    with pytest.raises(Refused, match="水泵协调会"):
        actions.draft(
            by=we.worker, place=we.old_compound, room=room, **facts(starts_at=at(5, 20), ends_at=at(5, 22))
        )
    assert Meeting.objects.count() == 1


def test_room_is_free_the_moment_the_other_meeting_ends(we, room):
    actions.draft(by=we.worker, place=we.compound, room=room, **facts())
    actions.draft(by=we.worker, place=we.compound, room=room, **facts(starts_at=at(5, 21), ends_at=at(5, 22)))
    assert Meeting.objects.count() == 2


def test_cancelled_meeting_gives_its_room_back(we, room):
    first = actions.draft(by=we.worker, place=we.compound, room=room, **facts())
    actions.cancel(first, by=we.worker, reason="停电")
    actions.draft(by=we.worker, place=we.compound, room=room, **facts())
    assert Meeting.objects.filter(room=room).count() == 2


def test_moving_into_a_booked_room_is_refused_and_changes_nothing(we, room, called):
    actions.draft(
        by=we.worker,
        place=we.compound,
        room=room,
        **facts(title="水泵协调会", starts_at=at(9), ends_at=at(9, 21)),
    )
    with pytest.raises(Refused, match="水泵协调会"):
        actions.move(called, by=we.worker, starts_at=at(9), ends_at=at(9, 21), room=room)
    called.refresh_from_db()
    assert (called.version, called.room) == (0, None)


@pytest.mark.parametrize("where", ["next door", "closed"])
def test_room_that_cannot_be_booked_here_is_refused(we, they, room, where):
    if where == "next door":
        room = Room.objects.create(place=they.community, name="活动室")
    else:
        actions.close_room(room, by=we.worker)
    with pytest.raises(Refused, match="活动室"):
        actions.draft(by=we.worker, place=we.compound, room=room, **facts())


# -- call ---------------------------------------------------------------------------------------------------------


def test_call_tells_everybody_invited_and_sets_the_reminders(we, drafted):
    meeting = actions.call(drafted, by=we.worker)
    assert (meeting.status, meeting.called_at is not None, meeting.short_notice) == (Status.CALLED, True, "")
    assert told(meeting, "called") == {"赵物业", "刘联络"}
    assert list(meeting.reminders.values_list("minutes_before", flat=True)) == list(DEFAULT)
    assert Delivery.objects.filter(recipient=we.property_staff, channel="sms").count() == 1


def test_call_asks_the_organiser_as_one_who_is_heard_and_not_counted(we, drafted):
    actions.call(drafted, by=we.worker)
    own = drafted.invitations.get(user=we.liaison)
    assert (own.is_observer, own.party) == (True, None)


def test_call_keeps_reminders_that_were_chosen(we, drafted):
    actions.remind(drafted, by=we.worker, minutes_before=[60])
    actions.call(drafted, by=we.worker)
    assert list(drafted.reminders.values_list("minutes_before", flat=True)) == [60]


@pytest.mark.parametrize(("days", "short"), [(2, True), (3, False)])
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_notice_is_counted_in_days_of_the_portals_zone(we, days, short, hour):
    """Called on the 10th, whatever the hour: the 13th is three days on, the 12th is not."""
    with time_machine.travel(datetime(2026, 11, 10, hour, 30, tzinfo=SHANGHAI), tick=False):
        meeting = make_meeting(
            place=we.compound, organiser=we.liaison, status=Status.DRAFT, starts_at=at(days)
        )
        meeting.items.create(position=1, title="水泵", minutes=20)
        meeting.bodies.create(party=we.company)
        if short:
            with pytest.raises(Refused):
                actions.call(meeting, by=we.worker)
        done = actions.call(meeting, by=we.worker, short_notice="管道爆裂")
    assert (done.status, done.short_notice) == (Status.CALLED, "管道爆裂" if short else "")


def test_call_without_agenda_or_guests_or_in_the_past_is_refused(we, drafted):
    drafted.items.all().delete()
    with pytest.raises(Refused):
        actions.call(drafted, by=we.worker)
    drafted.items.create(position=1, title="水泵")
    drafted.bodies.all().delete()
    drafted.invitations.all().delete()
    with pytest.raises(Refused):
        actions.call(drafted, by=we.worker)
    drafted.bodies.create(party=we.company)
    with time_machine.travel(drafted.starts_at), pytest.raises(Refused):
        actions.call(drafted, by=we.worker)
    drafted.refresh_from_db()
    assert (drafted.status, Delivery.objects.count()) == (Status.DRAFT, 0)


# -- move ---------------------------------------------------------------------------------------------------------


def test_move_counts_the_schedule_and_asks_again(we, called):
    Invitation.objects.filter(meeting=called).update(answer="declined", reason="出差")
    meeting = actions.move(called, by=we.worker, starts_at=at(9), ends_at=at(9, 21), spot="凉亭")
    assert (meeting.version, meeting.sequence, meeting.starts_at, meeting.spot) == (1, 1, at(9), "凉亭")
    assert set(meeting.invitations.values_list("answer", "reason")) == {("", "")}
    assert told(meeting, "moved:1") == {"赵物业", "王居民"}


def test_move_to_another_room_only_keeps_the_answers(we, called, room):
    Invitation.objects.filter(meeting=called).update(answer="coming")
    meeting = actions.move(
        called, by=we.worker, starts_at=called.starts_at, ends_at=called.ends_at, room=room
    )
    assert (meeting.version, set(meeting.invitations.values_list("answer", flat=True))) == (1, {"coming"})


def test_move_sent_twice_is_one_move(we, called):
    for _ in range(2):
        meeting = actions.move(called, by=we.worker, starts_at=at(9), ends_at=at(9, 21))
    assert (meeting.version, AuditEntry.objects.filter(verb="meeting.move").count()) == (1, 1)
    assert Delivery.objects.filter(recipient=we.resident, channel="portal").count() == 1


def test_move_there_and_back_is_told_each_time(we, called):
    first = called.starts_at, called.ends_at
    actions.move(called, by=we.worker, starts_at=at(9), ends_at=at(9, 21))
    meeting = actions.move(called, by=we.worker, starts_at=first[0], ends_at=first[1])
    assert (meeting.version, meeting.starts_at) == (2, first[0])
    assert (told(meeting, "moved:1"), told(meeting, "moved:2")) == (
        {"赵物业", "王居民"},
        {"赵物业", "王居民"},
    )


def test_move_brings_the_reminders_along(we, called):
    actions.remind(called, by=we.worker, minutes_before=[60, 1440])
    actions.move(called, by=we.worker, starts_at=at(9), ends_at=at(9, 21))
    rows = set(called.reminders.values_list("minutes_before", "due_at", "version"))
    assert rows == {(60, at(9) - timedelta(minutes=60), 1), (1440, at(9) - timedelta(minutes=1440), 1)}


def test_move_to_a_time_too_short_for_the_agenda_is_refused(we, called):
    with pytest.raises(Refused, match="20"):
        actions.move(called, by=we.worker, starts_at=at(9), ends_at=at(9, 19, 15))


def test_move_into_the_past_is_refused(we, called):
    with pytest.raises(Refused):
        actions.move(called, by=we.worker, starts_at=timezone.now() - timedelta(minutes=1), ends_at=at(1, 21))


# -- change, cancel, remind ---------------------------------------------------------------------------------------


def test_change_of_a_draft_tells_nobody_and_counts_nothing(we, drafted, room):
    meeting = actions.change(
        drafted, by=we.worker, starts_at=at(8), ends_at=at(8, 21), room=room, title="新名称", is_public=True
    )
    assert (meeting.title, meeting.room, meeting.is_public, meeting.version) == ("新名称", room, True, 0)
    assert Delivery.objects.count() == 0


def test_change_to_no_title_is_refused(we, drafted):
    with pytest.raises(Refused):
        actions.change(drafted, by=we.worker, starts_at=at(8), ends_at=at(8, 21), title="  ")


def test_change_keeps_what_it_is_not_told(we, drafted):
    meeting = actions.change(
        drafted, by=we.worker, starts_at=at(8), ends_at=at(8, 21), pk=99, status="confirmed"
    )
    assert (meeting.title, meeting.status) == ("德富花园三方联席会", Status.DRAFT)


def test_cancel_tells_those_who_were_called_and_counts_the_entry(we, called):
    meeting = actions.cancel(called, by=we.worker, reason="场地停电")
    assert (meeting.status, meeting.cancel_reason, meeting.sequence) == (Status.CANCELLED, "场地停电", 1)
    assert told(meeting, "cancelled") == {"赵物业", "王居民"}


def test_cancel_of_a_draft_tells_nobody(we, drafted):
    actions.cancel(drafted, by=we.worker, reason="不开了")
    assert Delivery.objects.count() == 0


def test_cancel_without_a_reason_is_refused(we, called):
    with pytest.raises(Refused):
        actions.cancel(called, by=we.worker, reason="  ")


@pytest.mark.parametrize("minutes", [[5, 10, 15, 20, 25, 30], [4], [50000], [-60]])
def test_reminders_that_cannot_be_meant_are_refused(we, called, minutes):
    with pytest.raises(Refused):
        actions.remind(called, by=we.worker, minutes_before=minutes)
    assert called.reminders.count() == 0


def test_reminders_can_all_be_switched_off(we, called):
    actions.remind(called, by=we.worker, minutes_before=[60])
    actions.remind(called, by=we.worker, minutes_before=[])
    actions.move(called, by=we.worker, starts_at=at(9), ends_at=at(9, 21))
    assert called.reminders.count() == 0


# -- repeat -------------------------------------------------------------------------------------------------------


def test_repeat_makes_a_draft_with_the_same_people(we, called):
    called.invitations.create(name="钱大爷", is_observer=True)
    copy = actions.repeat(called, by=we.worker, starts_at=at(33), ends_at=at(33, 21))
    assert (copy.status, copy.title, copy.pk == called.pk, copy.items.count()) == (
        Status.DRAFT,
        called.title,
        False,
        0,
    )
    people = set(copy.invitations.values_list("user__name", "name", "is_observer"))
    assert people == {("赵物业", "", False), ("王居民", "", False), (None, "钱大爷", True)}
    assert list(copy.bodies.values_list("party", flat=True)) == [we.company.pk]


def test_repeat_leaves_out_a_body_that_has_left(we, called):
    we.company.until = timezone.localdate()
    we.company.save()
    copy = actions.repeat(called, by=we.worker, starts_at=at(33), ends_at=at(33, 21))
    assert copy.bodies.count() == 0


def test_repeat_when_the_organiser_has_left_is_organised_by_who_does_it(we, called):
    we.liaison.posts.update(until=timezone.localdate())
    copy = actions.repeat(called, by=we.worker, starts_at=at(33), ends_at=at(33, 21))
    assert copy.organiser == we.worker
