"""Who came: by oneself, at the door, from paper; two at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.states import Refused
from tests.make import make_meeting
from tests.tripartite.meetings.table import all_for, make_invitation, make_table
from tripartite.meetings import actions
from tripartite.meetings.attendance import Mark
from tripartite.meetings.models import Helper, Invitation, Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(we):
    return make_table(we, came="")


def came(meeting: Meeting) -> dict[str, str]:
    return {one.shown_name: one.came for one in meeting.invitations.all()}


# -- by oneself ------------------------------------------------------------------------------------------------


def test_arrive_marks_the_invited_person(we, meeting):
    mine = actions.arrive(meeting, by=we.owners_committee)
    assert (mine.came, mine.marked_by, mine.walked_in) == ("present", we.owners_committee, False)
    assert came(meeting) == {"张社工": "", "孙业委": "present", "赵物业": ""}


def test_arrive_twice_is_once(we, meeting):
    first = actions.arrive(meeting, by=we.owners_committee)
    again = actions.arrive(meeting, by=we.owners_committee)
    assert (again.came_at, AuditEntry.objects.filter(verb="meeting.arrive").count()) == (first.came_at, 1)


def test_arrive_after_declining_counts(we, meeting):
    meeting.invitations.filter(user=we.owners_committee).update(
        answer="declined", came="excused", reason="出差"
    )
    mine = actions.arrive(meeting, by=we.owners_committee)
    assert (mine.came, mine.reason) == ("present", "")


def test_arrive_uninvited_is_refused_unless_public(we, meeting):
    with pytest.raises(Refused):
        actions.arrive(meeting, by=we.resident)
    Meeting.objects.filter(pk=meeting.pk).update(is_public=True)
    mine = actions.arrive(meeting, by=we.resident)
    assert (mine.walked_in, mine.came, mine.party) == (True, "present", None)


def test_arrive_uninvited_names_nothing_when_the_window_is_closed(we, they, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(
        status="cancelled", cancelled_at=timezone.now(), cancel_reason="停电"
    )
    with pytest.raises(Refused, match="不在"):
        actions.arrive(meeting, by=they.resident)


@pytest.mark.parametrize(
    ("shift", "open_"),
    [
        (timedelta(minutes=-60, seconds=-1), False),
        (timedelta(minutes=-60), True),
        (timedelta(0), True),
        (timedelta(minutes=120), True),
        (timedelta(minutes=120, seconds=1), False),
    ],
)
def test_arrive_from_an_hour_before_until_the_end(we, meeting, shift, open_):
    with time_machine.travel(meeting.starts_at + shift, tick=False):
        if open_:
            assert actions.arrive(meeting, by=we.worker).came == "present"
        else:
            with pytest.raises(Refused):
                actions.arrive(meeting, by=we.worker)
            assert came(meeting)["张社工"] == ""


@pytest.mark.parametrize("status", ["draft", "minuted", "confirmed", "cancelled"])
def test_arrive_in_another_state_is_refused(we, status):
    meeting = make_table(we, came="", status=status)
    with pytest.raises(Refused):
        actions.arrive(meeting, by=we.owners_committee)


# -- at the door -----------------------------------------------------------------------------------------------


@pytest.fixture
def helper(we, meeting):
    Helper.objects.create(meeting=meeting, user=we.resident)
    return we.resident


def test_mark_by_a_helper(we, meeting, helper):
    who = meeting.invitations.get(user=we.owners_committee)
    actions.mark(meeting, who.pk, "present", by=helper)
    actions.mark(meeting, who.pk, "absent", by=we.worker)
    who.refresh_from_db()
    assert (who.came, who.came_at, who.marked_by) == ("absent", None, we.worker)


def test_mark_without_the_right_is_refused(we, they, meeting):
    who = meeting.invitations.first()
    for person in (we.resident, we.owners_committee, we.leader, they.worker, they.officer):
        with pytest.raises(Refused):
            actions.mark(meeting, who.pk, "present", by=person)
    assert came(meeting) == {"张社工": "", "孙业委": "", "赵物业": ""}


def test_mark_somebody_of_another_meeting_is_refused(we, meeting, helper):
    other = make_invitation(make_meeting(place=we.compound, organiser=we.worker), "甲")
    with pytest.raises(Refused):
        actions.mark(meeting, other.pk, "present", by=helper)
    other.refresh_from_db()
    assert other.came == ""


@pytest.mark.parametrize("word", ["here", "?", "PRESENT"])
def test_mark_with_another_word_is_refused(we, meeting, word):
    with pytest.raises(Refused):
        actions.mark(meeting, meeting.invitations.first().pk, word, by=we.worker)


# -- from paper ------------------------------------------------------------------------------------------------


def test_enter_keeps_present_absent_excused_and_walked_in_apart(we, meeting):
    by_name = {one.shown_name: one.pk for one in meeting.invitations.all()}
    actions.enter(
        meeting,
        by=we.liaison,
        marks={
            by_name["张社工"]: Mark("present"),
            by_name["孙业委"]: Mark("excused", "出差"),
            by_name["赵物业"]: Mark("absent"),
        },
        walk_ins=["  王  大爷 ", "", "李阿姨"],
        token=uuid4(),
        heads=12,
    )
    found = {one.shown_name: (one.came, one.reason, one.walked_in) for one in meeting.invitations.all()}
    assert found == {
        "张社工": ("present", "", False),
        "孙业委": ("excused", "出差", False),
        "赵物业": ("absent", "", False),
        "王 大爷": ("present", "", True),
        "李阿姨": ("present", "", True),
    }
    meeting.refresh_from_db()
    assert meeting.heads == 12


def test_enter_leaves_alone_what_is_not_given(we, meeting):
    actions.arrive(meeting, by=we.owners_committee)
    Meeting.objects.filter(pk=meeting.pk).update(heads=3)
    worker = meeting.invitations.get(user=we.worker)
    actions.enter(meeting, by=we.worker, marks={worker.pk: Mark("present")})
    meeting.refresh_from_db()
    assert (came(meeting), meeting.heads) == ({"张社工": "present", "孙业委": "present", "赵物业": ""}, 3)


def test_enter_twice_with_one_token_adds_nobody_twice(we, meeting):
    token = uuid4()
    for _click in range(3):
        actions.enter(meeting, by=we.worker, marks={}, walk_ins=["王大爷", "李阿姨"], token=token)
    assert meeting.invitations.filter(walked_in=True).count() == 2


def test_enter_two_of_one_name_in_one_form_are_two(we, meeting):
    actions.enter(meeting, by=we.worker, marks={}, walk_ins=["王伟", "王伟"], token=uuid4())
    assert meeting.invitations.filter(name="王伟").count() == 2


def test_enter_a_name_somebody_else_has_entered_is_refused(we, meeting):
    actions.enter(meeting, by=we.worker, marks={}, walk_ins=["王大爷"], token=uuid4())
    with pytest.raises(Refused, match="王大爷"):
        actions.enter(meeting, by=we.liaison, marks={}, walk_ins=["王大爷", "李阿姨"], token=uuid4())
    assert meeting.invitations.filter(walked_in=True).count() == 1


def test_enter_is_not_for_helpers(we, meeting, helper):
    with pytest.raises(Refused):
        actions.enter(meeting, by=helper, marks={}, walk_ins=["王大爷"])


@pytest.mark.parametrize("facts", [{"walk_ins": ["甲" * 61]}, {"walk_ins": ["甲"] * 301}, {"heads": -1}, {"heads": 10**6}, {"entitled": 10**7}])  # fmt: skip
def test_enter_what_cannot_be_is_refused(we, meeting, facts):
    with pytest.raises(Refused):
        actions.enter(meeting, by=we.worker, marks={}, **facts)
    assert meeting.invitations.count() == 3


# -- after it was held -------------------------------------------------------------------------------------------


def test_list_corrected_afterwards_counts_the_quorum_again(we):
    meeting = make_table(we, came="absent", status="held", is_quorate=False)
    meeting.items.update(no_resolution="出席人数未达到法定人数。")
    people = list(meeting.invitations.all())
    actions.mark(meeting, people[0].pk, "present", by=we.worker)
    meeting.refresh_from_db()
    assert meeting.is_quorate is False
    actions.mark(meeting, people[1].pk, "present", by=we.worker)
    meeting.refresh_from_db()
    assert (meeting.is_quorate, set(meeting.items.values_list("no_resolution", flat=True))) == (True, {""})


def test_list_that_would_undo_the_quorum_of_a_resolution_is_refused(we):
    meeting = make_table(we, status="held")
    actions.resolve(meeting.items.first(), by=we.worker, text="换", stands=all_for(meeting))
    people = list(meeting.invitations.all())
    actions.mark(meeting, people[0].pk, "absent", by=we.worker)
    with pytest.raises(Refused):
        actions.mark(meeting, people[1].pk, "absent", by=we.worker)
    meeting.refresh_from_db()
    assert (meeting.is_quorate, meeting.invitations.get(pk=people[1].pk).came) == (True, "present")


def test_held_fixes_time_and_quorum(we):
    meeting = make_table(we)
    held = actions.hold(meeting, by=we.liaison)
    assert (held.status, held.is_quorate, held.held_at is not None) == ("held", True, True)


def test_held_without_a_quorum_gives_each_matter_its_reason(we):
    meeting = make_table(we, came="absent")
    actions.arrive(meeting, by=we.worker)
    held = actions.hold(meeting, by=we.worker)
    assert (held.is_quorate, set(held.items.values_list("no_resolution", flat=True))) == (
        False,
        {"出席人数未达到法定人数。"},
    )


def test_held_with_nobody_marked_is_refused(we, meeting):
    with pytest.raises(Refused):
        actions.hold(meeting, by=we.worker)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.is_quorate) == ("called", None)


def test_held_residents_meeting_needs_the_number_of_those_entitled(we):
    meeting = make_table(we, kind=Meeting.Kind.RESIDENTS)
    with pytest.raises(Refused):
        actions.hold(meeting, by=we.worker)
    actions.enter(meeting, by=we.worker, marks={}, entitled=5)
    assert actions.hold(meeting, by=we.worker).is_quorate is True


@pytest.mark.parametrize("kind", ["hearing", "talk"])
def test_held_hearing_and_talk_have_no_quorum(we, kind):
    meeting = make_table(we, kind=kind)
    assert actions.hold(meeting, by=we.worker).is_quorate is None


def test_held_before_it_begins_is_refused(we):
    meeting = make_table(we)
    with time_machine.travel(meeting.starts_at - timedelta(minutes=1)), pytest.raises(Refused):
        actions.hold(meeting, by=we.worker)


# -- a helper sees the door and nothing else ---------------------------------------------------------------------


def test_helper_may_check_in_and_not_look(we, meeting, helper):
    rights = {right: helper.has_perm(f"tripartite.{right}_meeting", meeting) for right in ("check_in", "view", "keep_minutes", "speak")}  # fmt: skip
    assert rights == {"check_in": True, "view": False, "keep_minutes": False, "speak": False}
    assert set(Meeting.objects.visible_to(helper, "tripartite.view_meeting")) == set()
    assert set(Meeting.objects.visible_to(helper, "tripartite.check_in_meeting")) == {meeting}


# -- at the same moment ------------------------------------------------------------------------------------------


def at_once(*deeds):
    barrier = Barrier(len(deeds))

    def run(deed):
        try:
            barrier.wait(timeout=30)
            return deed()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def person(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("public", [True, False])
def test_twenty_phones_check_in_one_person(we, public):
    meeting = make_table(we, came="", is_public=public)
    who = we.resident if public else we.owners_committee
    answers = at_once(*[lambda: actions.arrive(meeting, by=person(who)).pk] * 20)
    row = Invitation.objects.get(meeting=meeting, user=who)
    assert answers == [row.pk] * 20
    assert (row.came, row.walked_in, AuditEntry.objects.filter(verb="meeting.arrive").count()) == (
        "present",
        public,
        1,
    )


@pytest.mark.django_db(transaction=True)
def test_the_same_sheet_sent_ten_times_adds_each_name_once(we):
    meeting, token = make_table(we, came=""), uuid4()
    at_once(
        *[
            lambda: actions.enter(
                meeting, by=person(we.worker), marks={}, walk_ins=["王大爷", "李阿姨"], token=token
            )
        ]
        * 10
    )
    assert meeting.invitations.filter(walked_in=True).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_the_door_mark_different_people_and_both_count(we):
    meeting = make_table(we, came="")
    people = list(meeting.invitations.order_by("pk"))
    at_once(
        *[
            lambda one=one, by=by: actions.mark(meeting, one.pk, "present", by=person(by))
            for one in people
            for by in (we.worker, we.liaison, we.officer)
        ]
    )
    assert set(came(meeting).values()) == {"present"}
