"""Who came: by oneself with the code, by a helper's tick, from the sheet."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.posts.roles import KEEP_TEAM
from buildings.volunteers import crediting, door, presence
from buildings.volunteers.ledger import Counted
from buildings.volunteers.models import Activity, SignUp
from buildings.volunteers.presence import Line
from buildings.volunteers.states import Status
from tests.buildings.volunteers.hands import (  # fmt: skip
    WAITING,
    WITHDRAWN,
    make_activity,
    make_done,
    make_seat,
    make_team,
    make_volunteer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(we):
    return make_team(we)


@pytest.fixture
def activity(team):
    return make_activity(team, timezone.now().replace(microsecond=0) + timedelta(minutes=10))


def there() -> int:
    return SignUp.objects.filter(came_at__isnull=False).count()


def test_arrive_and_leave_twice_is_once(we, activity):
    make_seat(activity, we.resident)
    first = presence.arrive(activity, by=we.resident)
    again = presence.arrive(activity, by=we.resident)
    assert (again.pk, again.came_at, again.left_at) == (first.pk, first.came_at, None)
    with time_machine.travel(activity.starts_at + timedelta(minutes=90), tick=False):
        went = presence.leave(activity, by=we.resident)
    with time_machine.travel(activity.starts_at + timedelta(minutes=100), tick=False):
        assert presence.leave(activity, by=we.resident).left_at == went.left_at
    assert presence.counted(activity, went) == 90
    log = (
        AuditEntry.objects.filter(verb__startswith="activity.").order_by("pk").values_list("verb", flat=True)
    )
    assert list(log) == ["activity.arrive", "activity.leave"]


def test_stay_takes_a_check_out_back(we, activity):
    make_seat(activity, we.resident)
    presence.arrive(activity, by=we.resident)
    presence.leave(activity, by=we.resident)
    assert presence.stay(activity, by=we.resident).left_at is None


@pytest.mark.parametrize("status", [None, WAITING, WITHDRAWN])
def test_arrive_without_a_seat_is_refused(we, activity, status):
    if status:
        make_seat(activity, we.resident, status)
    with pytest.raises(Refused):
        presence.arrive(activity, by=we.resident)
    assert there() == 0


def test_leave_before_arriving_is_refused(we, activity):
    make_seat(activity, we.resident)
    with pytest.raises(Refused):
        presence.leave(activity, by=we.resident)


def test_arrive_from_an_hour_before_until_the_end(we, activity):
    make_seat(activity, we.resident)
    for shift, is_open in [(-60.1, False), (-60, True), (0, True), (120, True), (120.1, False)]:
        with time_machine.travel(activity.starts_at + timedelta(minutes=shift), tick=False):
            SignUp.objects.update(came_at=None, left_at=None)
            try:
                presence.arrive(activity, by=we.resident)
                opened = True
            except Refused:
                opened = False
        assert (shift, opened) == (shift, is_open)


def test_leave_until_two_hours_after_the_end(we, activity):
    make_seat(activity, we.resident)
    presence.arrive(activity, by=we.resident)
    with time_machine.travel(activity.ends_at + timedelta(minutes=121), tick=False), pytest.raises(Refused):
        presence.leave(activity, by=we.resident)
    with time_machine.travel(activity.ends_at + timedelta(minutes=120), tick=False):
        assert presence.counted(activity, presence.leave(activity, by=we.resident)) == 120


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED])
def test_arrive_in_another_state_is_refused(we, activity, status):
    make_seat(activity, we.resident)
    Activity.objects.filter(pk=activity.pk).update(
        status=status,
        **{"cancelled_at": timezone.now(), "cancel_reason": "下雨"} if status == Status.CANCELLED else {},
    )
    with pytest.raises(Refused):
        presence.arrive(activity, by=we.resident)


def test_clock_counts_only_within_the_activity(we, activity):
    seat = make_seat(activity, we.resident, came=activity.starts_at - timedelta(minutes=50))
    assert presence.counted(activity, seat) == 120
    seat.left_at = activity.ends_at + timedelta(hours=1)
    assert presence.counted(activity, seat) == 120
    seat.came_at = activity.starts_at + timedelta(minutes=30, seconds=30)
    assert presence.counted(activity, seat) == 89
    seat.left_at = activity.starts_at - timedelta(minutes=1)
    assert presence.counted(activity, seat) == 0


def test_tick_by_leader_staff_and_helper_and_by_nobody_else(we, they, activity):
    seat = make_seat(activity, we.resident)
    helper = make_volunteer()
    for person in (we.resident, helper, we.property_staff, they.worker, they.officer):
        with pytest.raises(Refused):
            presence.tick(activity, seat.pk, "came", by=person)
    presence.name_helper(activity, helper, by=we.leader)
    for person in (helper, we.leader, we.worker):
        presence.tick(activity, seat.pk, "came", by=person)
        assert SignUp.objects.get(pk=seat.pk).marked_by == person
        presence.tick(activity, seat.pk, "away", by=person)
        assert there() == 0
    presence.drop_helper(activity, activity.door_helpers.get().pk, by=we.leader)
    with pytest.raises(Refused):
        presence.tick(activity, seat.pk, "came", by=helper)


@pytest.mark.parametrize("word", ["", "here", "CAME"])
def test_tick_another_word_is_refused(we, activity, word):
    seat = make_seat(activity, we.resident)
    with pytest.raises(Refused):
        presence.tick(activity, seat.pk, word, by=we.leader)


def test_tick_somebody_of_another_activity_is_refused(we, team, activity):
    other = make_seat(make_activity(team), we.resident)
    with pytest.raises(Refused):
        presence.tick(activity, other.pk, "came", by=we.leader)


def test_name_helper_needs_the_books(we, they, activity):
    for person in (we.resident, they.worker):
        with pytest.raises(Refused):
            presence.name_helper(activity, we.resident, by=person)
    with pytest.raises(Refused):
        presence.name_helper(activity, None, by=we.leader)


# -- the sheet ---------------------------------------------------------------------------------------------------


def test_enter_changes_only_what_is_given(we, team):
    activity = make_done(team, we.resident)
    second, third = make_volunteer(1), make_volunteer(2)
    here, other = make_seat(activity, second), make_seat(activity, third)
    presence.enter(activity, by=we.leader, lines={here.pk: Line(True, 60, "早走"), other.pk: Line(False)})
    rows = {one.sign_up.user: (one.minutes, one.reason) for one in Counted.objects.all()}
    assert (rows, there()) == ({second: (60, "早走")}, 2)
    presence.enter(activity, by=we.leader, lines={here.pk: Line(False)})
    assert (Counted.objects.count(), there()) == (0, 1)


def test_enter_more_than_it_lasted_needs_a_reason(we, team):
    activity = make_done(team)
    seat = make_seat(activity, we.resident)
    with pytest.raises(Refused):
        presence.enter(activity, by=we.leader, lines={seat.pk: Line(True, 121, " ")})
    presence.enter(activity, by=we.leader, lines={seat.pk: Line(True, 121, "收拾工具")})
    with pytest.raises(Refused):
        presence.enter(activity, by=we.leader, lines={seat.pk: Line(True, 24 * 60 + 1, "收拾工具")})
    assert Counted.objects.get().minutes == 121


def test_enter_before_it_begins_or_by_others_is_refused(we, they, team, activity):
    seat = make_seat(activity, we.resident)
    with pytest.raises(Refused):
        presence.enter(activity, by=we.leader, lines={seat.pk: Line(True)})
    done = make_done(team)
    seat = make_seat(done, we.resident)
    for person in (we.resident, we.property_staff, they.worker):
        with pytest.raises(Refused):
            presence.enter(done, by=person, lines={seat.pk: Line(True)})
    with pytest.raises(Refused):
        presence.enter(done, by=we.leader, lines={0: Line(True)})
    assert there() == 0


def test_enter_what_has_been_credited_is_refused(we, team):
    activity = make_done(team, we.resident)
    crediting.credit(activity, by=we.leader)
    seat = activity.sign_ups.get()
    for change in (Line(False), Line(True, 5)):
        with pytest.raises(Refused):
            presence.enter(activity, by=we.leader, lines={seat.pk: change})
    assert (there(), Counted.objects.count()) == (1, 0)


def test_enter_costs_the_same_for_one_and_fifty(we, team, django_assert_num_queries):
    we.leader.has_perm(KEEP_TEAM, team)  # reads the posts, once for a request
    for number in (1, 50):
        activity = make_done(team)
        seats = [make_seat(activity, make_volunteer(number * 100 + n)) for n in range(number)]
        with django_assert_num_queries(9):
            presence.enter(activity, by=we.leader, lines={seat.pk: Line(True, 30) for seat in seats})


# -- the code ----------------------------------------------------------------------------------------------------


def test_code_opens_its_own_activity_until_it_is_renewed(we, team, activity):
    code = door.paper_code(activity)
    assert [door.opens(one, code) for one in (activity, make_activity(team))] == [True, False]
    assert [door.opens(activity, wrong) for wrong in ("", "x", code.upper() + "0", code[:-1])] == [False] * 4
    presence.renew_code(activity, by=we.leader)
    assert (door.opens(activity, code), door.opens(activity, door.paper_code(activity))) == (False, True)


def test_code_on_the_screen_is_old_after_six_minutes(we, activity):
    with time_machine.travel(activity.starts_at, tick=False) as clock:
        code = door.screen_code(activity)
        held = []
        for _step in range(4):
            held.append(door.opens(activity, code))
            clock.shift(timedelta(seconds=door.TURNS))
    assert held == [True, True, False, False]


def test_renew_code_by_others_is_refused(we, they, activity):
    for person in (we.resident, they.worker):
        with pytest.raises(Refused):
            presence.renew_code(activity, by=person)
