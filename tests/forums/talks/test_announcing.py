"""From the topic to the announcement, signing up, and the evenings that are offered."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery
from beihu.states import Refused
from buildings.places import actions as places
from forums.talks import actions, evenings
from forums.talks.models import InvitedPlace, SignUp, Talk
from tests.make import make_meeting, make_talk
from tripartite.issues.workdays import CalendarDay
from tripartite.meetings import actions as meetings
from tripartite.meetings.models import Invitation, Meeting

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")


def announce(we, **over):
    start = (timezone.localtime() + timedelta(days=6)).replace(hour=19, minute=0, second=0, microsecond=0)
    facts = {
        "by": we.liaison, "place": we.compound, "topic": "小区里的狗", "starts_at": start,
        "ends_at": start + timedelta(minutes=90), "spot": "大树下", "bodies": [we.company],
    } | over  # fmt: skip
    return actions.announce(**facts)


def test_announce_calls_a_public_meeting_without_agenda_and_tells_the_invited(we):
    talk = announce(we, doorways=[we.doorway], capacity=40, people=[we.worker])
    meeting = talk.meeting
    assert (meeting.kind, meeting.status, meeting.is_public) == (Meeting.Kind.TALK, "called", True)
    assert [one.place_id for one in talk.invited.all()] == [we.doorway.code]
    asked = {one.user for one in meeting.invitations.select_related("user")}
    assert asked == {we.property_staff, we.worker, we.liaison}
    assert meeting.reminders.count() == 3
    assert Delivery.objects.filter(
        recipient=we.property_staff, key__contains=f"meeting:{meeting.pk}"
    ).exists()
    assert AuditEntry.objects.filter(verb="talk.announce").count() == 1


def test_announce_twice_with_one_form_is_once(we):
    key = uuid.uuid4()
    assert announce(we, uid=key).pk == announce(we, uid=key).pk
    assert Talk.objects.count() == 1


@pytest.mark.parametrize("who", ["resident", "leader", "property_staff", "owners_committee"])
def test_announce_without_the_right_is_refused(we, who):
    with pytest.raises(Refused):
        announce(we, by=we.people[who])
    assert Meeting.objects.count() == 0


def test_announce_refuses_a_foreign_doorway_and_a_street(we, next_door):
    for over in ({"doorways": [next_door.doorway]}, {"place": we.street, "by": we.officer}, {"capacity": 0}):
        with pytest.raises(Refused):
            announce(we, **over)
    assert (Talk.objects.count(), Meeting.objects.count()) == (0, 0)


def test_announce_refuses_the_key_of_another_meeting(we):
    other = make_meeting(place=we.compound, organiser=we.liaison)
    with pytest.raises(Refused):
        announce(we, uid=other.uid)


def test_a_talk_is_moved_cancelled_and_held_like_a_meeting_but_has_no_minutes(we):
    talk = announce(we)
    start = talk.meeting.starts_at + timedelta(days=1)
    moved = meetings.move(
        talk.meeting, by=we.liaison, starts_at=start, ends_at=start + timedelta(hours=1), spot="凉亭"
    )
    with time_machine.travel(start + timedelta(minutes=5)):
        meetings.enter(moved, by=we.liaison, marks={}, heads=35)
        held = meetings.hold(moved, by=we.liaison)
        assert (held.status, held.is_quorate) == ("held", None)
        with pytest.raises(Refused):
            meetings.minute(held, by=we.liaison)
    other = announce(we)
    assert meetings.cancel(other.meeting, by=we.liaison, reason="下雨").status == "cancelled"


def test_change_sets_doorways_and_places_until_it_has_taken_place(we, talk, held):
    row = actions.change(talk, by=we.worker, doorways=[we.building, we.doorway], signs_up=False, capacity=12)
    assert (row.signs_up, row.capacity, row.invited.count()) == (False, 12, 2)
    with pytest.raises(Refused):
        actions.change(held, by=we.liaison)
    with pytest.raises(Refused):
        actions.change(talk, by=we.resident)


def test_invited_doorways_follow_a_moved_place(we, talk, held):
    actions.change(talk, by=we.liaison, doorways=[we.doorway, we.other_doorway])
    places.move_place(we.building, under=we.old_compound, by=we.officer)
    codes = sorted(InvitedPlace.objects.values_list("place", flat=True))
    assert [code[:15] for code in codes] == [we.old_compound.code] * 2


# -- signing up ------------------------------------------------------------------------------------------------------


def test_sign_up_makes_an_invitation_that_is_reminded(we, talk):
    row = actions.sign_up(talk, by=we.resident, number=3)
    one = Invitation.objects.get(meeting=talk.meeting, user=we.resident)
    assert (row.people, one.answer, one.party) == (3, "coming", None)
    assert actions.sign_up(talk, by=we.resident, number=2).pk == row.pk
    assert SignUp.objects.get().people == 2


def test_sign_off_frees_the_places_and_may_be_taken_back(we, talk):
    Talk.objects.update(capacity=2)
    actions.sign_up(talk, by=we.resident, number=2)
    with pytest.raises(Refused):
        actions.sign_up(talk, by=we.leader)
    actions.sign_off(talk, by=we.resident)
    actions.sign_off(talk, by=we.resident)
    assert AuditEntry.objects.filter(verb="talk.sign_off").count() == 1
    assert actions.sign_up(talk, by=we.leader, number=2).people == 2
    with pytest.raises(Refused):
        actions.sign_up(talk, by=we.resident)
    assert Invitation.objects.get(user=we.resident).answer == "declined"


@pytest.mark.parametrize("number", [0, 7, -1])
def test_sign_up_refuses_a_strange_number(we, talk, number):
    with pytest.raises(Refused):
        actions.sign_up(talk, by=we.resident, number=number)


def test_sign_up_is_closed_when_nobody_need_when_it_began_and_when_it_is_cancelled(we, talk, held):
    cancelled = make_talk(place=we.compound, organiser=we.liaison, status="cancelled")
    closed = make_talk(place=we.compound, organiser=we.liaison, signs_up=False)
    for one in (held, cancelled, closed):
        with pytest.raises(Refused):
            actions.sign_up(one, by=we.resident)
    assert (SignUp.objects.count(), Invitation.objects.count()) == (0, 0)


# -- evenings ------------------------------------------------------------------------------------------------------------


def free(we, day: date) -> bool:
    return not evenings.doubts(we.compound, day)


def test_evenings_avoid_holidays_and_the_weekends_that_touch_them(we):
    CalendarDay.objects.all().delete()
    for day in (date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 5)):
        CalendarDay.objects.create(date=day, working=False, name="国庆节", source="…")
    CalendarDay.objects.create(date=date(2026, 10, 10), working=True, name="国庆节", source="…")
    found = [day for day in range(28, 31) if free(we, date(2026, 9, day))]
    found += [day for day in range(1, 13) if free(we, date(2026, 10, day))]
    assert found == [28, 29, 30, 6, 7, 8, 9, 10, 11, 12]


def test_evenings_avoid_weeks_of_examinations_in_their_city_only(we):
    CalendarDay.objects.all().delete()
    june = [day for day in range(1, 31) if free(we, date(2027, 6, day))]
    assert june == [11, 12, *range(23, 31)]
    exam = evenings.exams()[1]
    where = (we.compound.code, "110101001001")
    assert [exam.covers(date(2027, 6, 21), code) for code in where] == [True, False]


def test_evenings_avoid_talks_of_the_community_and_meetings_of_the_place(we, next_door):
    at = datetime(2027, 3, 10, 19, tzinfo=ZONE)
    make_talk(place=we.old_compound, organiser=we.worker, starts_at=at)
    make_talk(place=next_door.compound, organiser=next_door.worker, starts_at=at + timedelta(days=1))
    make_meeting(place=we.old_compound, organiser=we.worker, starts_at=at + timedelta(days=2))
    make_meeting(place=we.compound, organiser=we.worker, starts_at=at + timedelta(days=3))
    make_talk(place=we.compound, organiser=we.worker, starts_at=at + timedelta(days=4), status="cancelled")
    assert [free(we, at.date() + timedelta(days=n)) for n in range(5)] == [False, True, True, False, True]


@time_machine.travel("2026-03-02 10:00 +0800")
def test_good_evenings_leave_time_for_the_notice(we):
    CalendarDay.objects.all().delete()
    found = evenings.good_evenings(we.compound, count=3)
    assert found == [date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 8)]
