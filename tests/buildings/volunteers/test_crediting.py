"""The ledger: credited once, corrected by taking back, folded into the sums of teams."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.posts.roles import KEEP_TEAM
from buildings.volunteers import balances, crediting
from buildings.volunteers.ledger import Hours, TeamDay, in_hours
from buildings.volunteers.models import Activity
from buildings.volunteers.states import Status
from tests.buildings.volunteers.hands import ledger, make_done, make_seat, make_team, make_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(we):
    return make_team(we)


@pytest.fixture
def activity(we, team):
    return make_done(team, we.resident)


def days() -> list[tuple[int, int]]:
    return list(TeamDay.objects.order_by("team", "day").values_list("minutes", "times"))


def test_credit_once_however_often(we, activity):
    assert [crediting.credit(activity, by=we.leader) for _again in range(3)] == [1, 0, 0]
    assert (ledger(activity), days()) == ([("王居民", 120, 1)], [(120, 1)])
    notice = Notification.objects.get(recipient=we.resident)
    assert (notice.url, "2" in notice.title, activity.title in notice.title) == ("/my/hours/", True, True)


def test_credit_who_came_later_gets_the_rest(we, activity):
    crediting.credit(activity, by=we.leader)
    late = make_volunteer()
    make_seat(activity, late, came=activity.starts_at + timedelta(minutes=60))
    assert crediting.credit(activity, by=we.worker) == 1
    assert ledger(activity) == [("王居民", 120, 1), ("钱志愿", 60, 1)]


def test_credit_counts_what_the_leader_entered(we, team):
    activity = make_done(team)
    make_seat(activity, we.resident, came=activity.starts_at, minutes=200, reason="收拾工具")
    make_seat(activity, make_volunteer(), came=activity.starts_at, minutes=0)
    make_seat(activity, make_volunteer(2))
    assert crediting.credit(activity, by=we.leader) == 1
    assert ledger(activity) == [("王居民", 200, 1)]
    assert Hours.objects.get().reason == "收拾工具"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ANNOUNCED, Status.CANCELLED])
def test_credit_before_it_is_done_is_refused(we, activity, status):
    facts = {"cancelled_at": activity.made_at, "cancel_reason": "下雨"} if status == Status.CANCELLED else {}
    Activity.objects.filter(pk=activity.pk).update(status=status, **facts)
    with pytest.raises(Refused):
        crediting.credit(activity, by=we.leader)
    assert ledger(activity) == []


def test_credit_by_others_is_refused(we, they, activity):
    for person in (we.resident, we.property_staff, we.liaison, they.worker, they.officer):
        with pytest.raises(Refused):
            crediting.credit(activity, by=person)


def test_reverse_leaves_both_lines(we, activity):
    crediting.credit(activity, by=we.leader)
    taken = crediting.reverse(Hours.objects.get(), by=we.leader, reason="签错了人 13812345678")
    assert ledger(activity) == [("王居民", 120, 1), ("王居民", -120, 1)]
    assert (days(), "13812345678" in taken.reason) == ([(0, 0)], False)
    assert crediting.credit(activity, by=we.leader) == 0
    assert balances.of_people([we.resident.pk])[we.resident.pk] == (0, 0)


def test_reverse_twice_or_a_reversal_or_without_reason_is_refused(we, they, activity):
    crediting.credit(activity, by=we.leader)
    line = Hours.objects.get()
    for person, reason in ((we.leader, " "), (we.resident, "不对"), (they.worker, "不对")):
        with pytest.raises(Refused):
            crediting.reverse(line, by=person, reason=reason)
    taken = crediting.reverse(line, by=we.leader, reason="不对")
    for again in (line, taken):
        with pytest.raises(Refused):
            crediting.reverse(again, by=we.leader, reason="不对")
    assert Hours.objects.count() == 2


def test_correct_takes_back_and_enters_the_next_round(we, activity):
    crediting.credit(activity, by=we.leader)
    new = crediting.correct(Hours.objects.get(), by=we.leader, minutes=90, reason="早走半小时")
    assert ledger(activity) == [("王居民", 120, 1), ("王居民", -120, 1), ("王居民", 90, 2)]
    assert (days(), new.given_on) == ([(90, 1)], Hours.objects.earliest("pk").given_on)
    crediting.correct(new, by=we.leader, minutes=100, reason="又核对")
    assert (days(), ledger(activity)[-1]) == ([(100, 1)], ("王居民", 100, 3))


def test_correct_what_was_taken_back_enters_it_anew(we, activity):
    crediting.credit(activity, by=we.leader)
    line = Hours.objects.get()
    crediting.reverse(line, by=we.leader, reason="不对")
    crediting.correct(line, by=we.leader, minutes=120, reason="还是对的")
    assert (ledger(activity)[-1], days()) == (("王居民", 120, 2), [(120, 1)])
    with pytest.raises(Refused):
        crediting.correct(line, by=we.leader, minutes=60, reason="再来")


def test_correct_is_capped_and_needs_a_reason(we, activity):
    crediting.credit(activity, by=we.leader)
    line = Hours.objects.get()
    for minutes, reason in ((0, "不对"), (120, "一样"), (121, ""), (1441, "太多"), (-5, "负数"), (60, "")):
        with pytest.raises(Refused):
            crediting.correct(line, by=we.leader, minutes=minutes, reason=reason)
    assert ledger(activity) == [("王居民", 120, 1)]


def test_database_refuses_to_change_or_delete_the_ledger(we, activity):
    crediting.credit(activity, by=we.leader)
    line = Hours.objects.get()
    for change in (
        lambda: Hours.objects.update(minutes=5),
        lambda: Hours.objects.update(user=we.worker),
        line.delete,
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    Hours.objects.update(reason="")  # words about a person may be forgotten
    again = {
        "activity": activity,
        "sign_up": line.sign_up,
        "team": line.team,
        "user": we.resident,
        "by": we.leader,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Hours.objects.create(**again, minutes=5, given_on=line.given_on)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 150)), max_size=6))
def test_folded_days_equal_the_ledger(we, deeds):
    """Credits, corrections and reversals in any order; rebuilt from the ledger, nothing changes."""
    with transaction.atomic():
        activities = [make_done(make_team(we, f"{n}队"), we.resident, we.worker) for n in range(3)]
        for activity in activities:
            crediting.credit(activity, by=we.leader)
        for which, minutes in deeds:
            line = Hours.objects.filter(activity=activities[which], reverses=None).latest("pk")
            try:
                if minutes:
                    crediting.correct(line, by=we.leader, minutes=minutes, reason="核对")
                else:
                    crediting.reverse(line, by=we.leader, reason="核对")
            except Refused:
                pass
        folded = days()
        crediting.rebuild()
        assert days() == folded
        transaction.set_rollback(True)


def test_credit_costs_the_same_for_one_and_fifty(we, team, django_assert_num_queries):
    we.leader.has_perm(KEEP_TEAM, team)  # reads the posts, once for a request
    for number in (1, 50):
        people = [make_volunteer(number * 100 + n) for n in range(number)]
        activity = make_done(team, *people)
        with django_assert_num_queries(12):
            crediting.credit(activity, by=we.leader)
        assert len(ledger(activity)) == number


def test_hours_read_as_people_say_them():
    said = [in_hours(minutes) for minutes in (0, 30, 60, 90, 100, 600, None)]
    assert said == ["0", "0.5", "1", "1.5", "1.67", "10", "0"]
