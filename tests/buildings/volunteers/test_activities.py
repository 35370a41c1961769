"""Planning, announcing, changing, cancelling and finishing an activity; signing up, queueing, moving up."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from buildings.volunteers import links, planning, signing, workload
from buildings.volunteers.models import Activity, Need, SignUp, TeamPlace
from tests.make import make_issue
from tests.make_buildings import make_activity, make_sign_up, make_team, make_team_member

pytestmark = pytest.mark.django_db


def day(days: int, hour: int = 9) -> datetime:
    there = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(there, time(hour)))


def plan(team, by, **over):
    fields = {
        "key": uuid4(), "title": "敬老院理发", "place": team.place, "starts_at": day(3), "ends_at": day(3, 11),
        "needs": {None: 3},
    } | over  # fmt: skip
    return planning.plan(team, by=by, **fields)


def texts(user) -> int:
    return Delivery.objects.filter(recipient=user, channel="sms").count()


def told(user) -> int:
    return Notification.objects.filter(recipient=user).count()


def test_plan_is_a_draft_once_per_form(we, team, scissors):
    key = uuid4()
    row = plan(team, we.leader, key=key, needs={None: 3, scissors: 2})
    assert plan(team, we.leader, key=key) == row
    with pytest.raises(Refused):
        plan(team, we.worker, key=key)
    assert (row.status, row.announced_at) == ("draft", None)
    assert list(row.needs.values_list("skill", "count")) == [(None, 3), (scissors.pk, 2)]


def test_plan_refuses_what_cannot_be(we, they, team):
    wrongs = [
        {"title": " "}, {"needs": {None: 0}}, {"needs": {None: 1000}}, {"starts_at": day(-1), "ends_at": day(-1, 11)},
        {"ends_at": day(3)}, {"ends_at": day(4)}, {"starts_at": day(400), "ends_at": day(400, 11)},
        {"place": they.community}, {"place": we.street},
    ]  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(Refused):
            plan(team, we.leader, **wrong)
    with pytest.raises(Refused):
        plan(team, we.resident)
    assert Activity.objects.count() == 0


def test_plan_where_the_team_serves(we, they, team):
    TeamPlace.objects.create(team=team, place=they.community)
    assert plan(team, we.leader, place=they.compound).place == they.compound
    assert plan(team, we.leader, place=we.compound).place == we.compound


def test_announce_tells_the_members_but_not_who_did_it(we, team):
    make_team_member(team=team, user=we.resident)
    make_team_member(team=team, user=we.liaison, status="left")
    row = planning.announce(plan(team, we.leader), by=we.leader)
    assert row.announced_at is not None
    assert (told(we.resident), told(we.liaison), told(we.leader)) == (1, 0, 0)


def test_edit_that_moves_it_tells_who_signed_up(we, team):
    row = make_activity(team=team, seats=2)
    make_sign_up(activity=row, user=we.resident)
    same = {"title": row.title, "place": row.place, "starts_at": row.starts_at, "ends_at": row.ends_at}
    planning.edit(row, by=we.leader, needs={None: 2}, **same | {"title": "理发"})
    assert (told(we.resident), texts(we.resident)) == (0, 0)
    row.refresh_from_db()
    planning.edit(row, by=we.leader, needs={None: 2}, **same | {"spot": "凉亭"})
    row.refresh_from_db()
    assert (row.version, told(we.resident), texts(we.resident)) == (1, 1, 1)


def test_edit_of_needs_lets_people_move_up_and_takes_no_seat_away(we, team, scissors):
    row = make_activity(team=team, seats=1)
    make_sign_up(activity=row, user=we.resident)
    waiting = make_sign_up(activity=row, user=we.liaison, status="waiting")
    same = {"title": row.title, "place": row.place, "starts_at": row.starts_at, "ends_at": row.ends_at}
    planning.edit(row, by=we.leader, needs={None: 2, scissors: 1}, **same)
    waiting.refresh_from_db()
    assert (waiting.status, texts(we.liaison)) == ("seated", 1)
    with pytest.raises(Refused):
        planning.edit(row, by=we.leader, needs={None: 1, scissors: 1}, **same)
    planning.edit(row, by=we.leader, needs={None: 2}, **same)
    assert list(Need.objects.values_list("skill", "count")) == [(None, 2)]


def test_cancel_tells_everybody_who_signed_up(we, team):
    row = make_activity(team=team, seats=1)
    make_sign_up(activity=row, user=we.resident)
    make_sign_up(activity=row, user=we.liaison, status="waiting")
    make_sign_up(activity=row, user=we.property_staff, status="withdrawn")
    with pytest.raises(Refused):
        planning.cancel(row, by=we.leader, reason="")
    planning.cancel(row, by=we.leader, reason="大雨")
    assert [texts(one) for one in (we.resident, we.liaison, we.property_staff)] == [1, 1, 0]
    assert Notification.objects.get(recipient=we.resident).body == "大雨"


def test_finish_thanks_who_had_a_seat(we, team):
    row = make_activity(team=team, starts_at=timezone.now() - timedelta(hours=1))
    make_sign_up(activity=row, user=we.resident)
    done = planning.finish(row, by=we.leader, outcome="剪了二十个头", helped=20)
    assert (done.status, done.helped, told(we.resident)) == ("done", 20, 1)


def test_link_finds_only_issues_one_may_read(we, they, team):
    row = make_activity(team=team)
    public = make_issue(place=we.doorway, wants_public=True, published_at=timezone.now())
    hidden = make_issue(place=we.doorway)
    for number in (f"{hidden.reference}", "0", "x", "9" * 30):
        with pytest.raises(Refused):
            planning.link(row, by=we.leader, kind="issue", words=number)
    with pytest.raises(Refused):
        planning.link(row, by=we.leader, kind="household", words=str(public.pk))
    made = planning.link(row, by=we.leader, kind="issue", words=public.reference)
    assert planning.link(row, by=we.leader, kind="issue", words=str(public.pk)) == made
    planning.link(row, by=we.worker, kind="issue", words=hidden.reference)
    (group,) = links.groups(row.links.all(), we.resident)
    assert (group.number, [one.words for one in group.rows]) == (2, [public.public_title])


def test_sign_up_gives_a_seat_then_a_place_in_the_queue(we, team):
    row = make_activity(team=team, seats=1)
    need = row.needs.get().pk
    first = signing.sign_up(row, by=we.resident, need=need)
    assert signing.sign_up(row, by=we.resident, need=need) == first
    second = signing.sign_up(row, by=we.liaison, need=need)
    assert (first.status, second.status) == ("seated", "waiting")
    assert AuditEntry.objects.filter(verb="activity.sign_up").count() == 2
    for wrong in (0, need + 999):
        with pytest.raises(Refused):
            signing.sign_up(row, by=we.property_staff, need=wrong)


def test_sign_up_for_a_skill_asks_for_it(we, team, scissors):
    row = make_activity(team=team, seats={None: 1, scissors: 1})
    need = row.needs.get(skill=scissors).pk
    for setup in (lambda: None, lambda: make_team_member(team=team, user=we.resident)):
        setup()
        with pytest.raises(Refused):
            signing.sign_up(row, by=we.resident, need=need)
    team.members.get(user=we.resident).skills.add(scissors)
    assert signing.sign_up(row, by=we.resident, need=need).status == "seated"
    with pytest.raises(Refused):  # one person, one seat
        signing.sign_up(row, by=we.resident, need=row.needs.get(skill=None).pk)


def test_sign_up_refuses_two_things_at_once_but_not_one_after_another(we, team):
    row = make_activity(team=team, seats=1)
    other = make_team(place=we.compound, name="520", leader=we.worker)
    same_time = make_activity(team=other, title="夜巡", starts_at=row.starts_at + timedelta(hours=1))
    after = make_activity(team=other, title="送餐", starts_at=row.ends_at)
    signing.sign_up(row, by=we.resident, need=row.needs.get().pk)
    with pytest.raises(Refused) as no:
        signing.sign_up(same_time, by=we.resident, need=same_time.needs.get().pk)
    assert row.title in str(no.value)
    assert signing.sign_up(after, by=we.resident, need=after.needs.get().pk).status == "seated"


def test_sign_up_waiting_counts_as_taken_time(we, team):
    row = make_activity(team=team, seats=1)
    make_sign_up(activity=row, user=we.liaison)
    signing.sign_up(row, by=we.resident, need=row.needs.get().pk)
    other = make_activity(team=team)
    with pytest.raises(Refused):
        signing.sign_up(other, by=we.resident, need=other.needs.get().pk)


def test_sign_up_for_members_only(we, team):
    row = make_activity(team=team, open_to_all=False)
    with pytest.raises(Refused):
        signing.sign_up(row, by=we.resident, need=row.needs.get().pk)
    make_team_member(team=team, user=we.resident)
    assert signing.sign_up(row, by=we.resident, need=row.needs.get().pk).status == "seated"


def test_too_much_in_a_week_warns_the_leader(we, team, settings):
    settings.VOLUNTEER_WEEK_HOURS, settings.VOLUNTEER_WEEK_ACTIVITIES = 4, 9
    monday, _next = workload.week_of(timezone.now() + timedelta(days=14))
    rows = [make_activity(team=team, starts_at=monday + timedelta(days=n, hours=9)) for n in (0, 1, 2)]
    made = [signing.sign_up(row, by=we.resident, need=row.needs.get().pk) for row in rows]
    assert [one.is_over_cap for one in made] == [False, False, True]
    assert told(we.leader) == 1
    week_later = make_activity(team=team, starts_at=monday + timedelta(days=7))
    assert signing.sign_up(week_later, by=we.resident, need=week_later.needs.get().pk).is_over_cap is False


def test_withdraw_lets_the_first_of_the_queue_move_up(we, team):
    row = make_activity(team=team, seats=1)
    need = row.needs.get().pk
    seat = signing.sign_up(row, by=we.resident, need=need)
    first = signing.sign_up(row, by=we.liaison, need=need)
    second = signing.sign_up(row, by=we.worker, need=need)
    signing.withdraw(seat, by=we.resident)
    for one in (seat, first, second):
        one.refresh_from_db()
    assert [one.status for one in (seat, first, second)] == ["withdrawn", "seated", "waiting"]
    assert (texts(we.liaison), texts(we.worker), told(we.leader)) == (1, 0, 1)
    again = signing.sign_up(row, by=we.resident, need=need)
    assert (again.status, again.pk > second.pk) == ("waiting", True)
    with pytest.raises(Refused):
        signing.withdraw(seat, by=we.resident)


def test_withdraw_from_the_queue_moves_nobody(we, team):
    row = make_activity(team=team, seats=1)
    make_sign_up(activity=row, user=we.resident)
    first, second = (
        make_sign_up(activity=row, user=one, status="waiting") for one in (we.liaison, we.worker)
    )
    signing.withdraw(first, by=we.liaison)
    second.refresh_from_db()
    assert (second.status, Notification.objects.count()) == ("waiting", 0)


def test_move_up_passes_over_closed_accounts_and_stops_at_the_beginning(we, team):
    row = make_activity(team=team, seats=1)
    seat = make_sign_up(activity=row, user=we.resident)
    gone, next_one = (
        make_sign_up(activity=row, user=one, status="waiting") for one in (we.liaison, we.worker)
    )
    type(we.liaison).objects.filter(pk=we.liaison.pk).update(is_active=False)
    signing.withdraw(seat, by=we.resident)
    assert list(SignUp.objects.seated()) == [next_one]
    Activity.objects.filter(pk=row.pk).update(starts_at=timezone.now() - timedelta(minutes=1))
    signing.take_off(next_one, by=we.leader, reason="生病")
    assert SignUp.objects.seated().count() == 0
    gone.refresh_from_db()
    assert gone.status == "waiting"


def test_take_off_says_why(we, team):
    seat = make_sign_up(activity=make_activity(team=team), user=we.resident)
    with pytest.raises(Refused):
        signing.take_off(seat, by=we.leader, reason=" ")
    signing.take_off(seat, by=we.leader, reason="改到下周")
    assert (texts(we.resident), Notification.objects.get(recipient=we.resident).body) == (1, "改到下周")
