"""Verbs of permits, good and refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from beihu.accounts.models import User
from beihu.notifications.models import Notification
from beihu.states import Refused
from buildings.households.models import Membership
from tests.make_parking import make_home, make_permit, make_space
from tripartite.selfmanagement.parking import gate, permits
from tripartite.selfmanagement.parking.models import Permit, PermitPlate

pytestmark = pytest.mark.django_db
PLATE = "鄂A12345"


@pytest.fixture
def today():
    return timezone.localdate()


def valid(lot):
    return [car.plate for car in gate.valid_plates(lot)]


def test_ask_is_once(lot, home, owner):
    key = uuid4()
    made = permits.ask(lot, home, by=owner, wish="fixed", cars=["鄂a·12345", PLATE], key=key)
    again = permits.ask(lot, home, by=owner, wish="shared", cars=["鄂A99999"], key=key)
    assert (again.pk, made.user, made.status, [car.plate for car in made.cars.all()]) == (
        made.pk, owner, "asked", [PLATE],
    )  # fmt: skip
    assert ([event.verb for event in made.events.all()], valid(lot)) == (["ask"], [])


def test_ask_is_refused(we, lot, home, owner, keeper):
    elsewhere = we.household
    Membership.objects.create(user=owner, household=elsewhere, relation="owner", verified_at=timezone.now())
    for by, where, facts in (
        (we.resident, home, {}),
        (we.worker, home, {}),
        (owner, elsewhere, {}),
        (keeper, elsewhere, {}),
        (owner, home, {"wish": "visitor"}),
        (owner, home, {"cars": []}),
        (owner, home, {"cars": ["鄂A1"]}),
        (owner, home, {"cars": [f"鄂A1234{n}" for n in range(4)]}),
    ):
        with pytest.raises(Refused):
            permits.ask(lot, where, by=by, **{"wish": "fixed", "cars": [PLATE]} | facts)
    assert not Permit.objects.exists()


def test_a_household_asks_for_a_plate_once_and_not_for_everything(lot, home, owner):
    for n in range(4):
        permits.ask(lot, home, by=owner, wish="fixed", cars=[f"鄂A1000{n}"])
    for cars in (["鄂A10000"], ["鄂A77777"]):
        with pytest.raises(Refused):
            permits.ask(lot, home, by=owner, wish="fixed", cars=cars)


def test_the_keeper_enters_paper_with_its_day(lot, home, keeper):
    day = timezone.now() - timedelta(days=30)
    made = permits.ask(lot, home, by=keeper, wish="fixed", cars=[PLATE], asked_at=day)
    assert (made.user, made.by, made.asked_at) == (None, keeper, day)


def test_residents_cannot_ask_in_the_past(lot, home, owner):
    made = permits.ask(
        lot, home, by=owner, wish="fixed", cars=[PLATE], asked_at=timezone.now() - timedelta(days=900)
    )
    assert timezone.now() - made.asked_at < timedelta(minutes=1)


def test_grant_takes_the_space_and_opens_the_gate(lot, home, owner, keeper, today):
    asked = permits.ask(lot, home, by=owner, wish="fixed", cars=[PLATE])
    space = make_space(lot)
    done = permits.grant(asked, by=keeper, space=space)
    assert (done.status, done.space, done.since, done.until, valid(lot)) == (
        "granted",
        space,
        today,
        None,
        [PLATE],
    )
    assert list(Notification.objects.values_list("recipient", "url")) == [
        (owner.pk, f"/parking-permits/{done.pk}/")
    ]


def test_grant_later_does_not_open_the_gate_yet(lot, home, keeper, put, today):
    done = permits.grant(put(), by=keeper, space=make_space(lot), since=today + timedelta(days=3))
    assert (valid(lot), done.is_over) == ([], False)


def test_grant_is_refused(we, lot, keeper, put, today):
    taken = put("granted")
    fixed, shared, closed = (
        make_space(lot, "B1"),
        make_space(lot, "B2", kind="shared"),
        make_space(lot, "B3", closed_on=today),
    )
    for facts in (
        {"space": None},
        {"space": shared},
        {"space": closed},
        {"space": taken.space},
        {"space": fixed, "until": today},
        {"space": fixed, "by": we.worker},
        {"space": fixed, "by": we.owners_committee},
    ):
        row = put()
        with pytest.raises(Refused):
            permits.grant(row, **{"by": keeper} | facts)
        row.refresh_from_db()
        assert (row.status, row.space) == ("asked", None)
    assert fixed.permits.count() == 0


def test_grant_out_of_turn_needs_a_reason(lot, keeper, put):
    now = timezone.now()
    first = put("waiting", asked_at=now - timedelta(days=9))
    second = put("waiting", asked_at=now - timedelta(days=8))
    one, two = make_space(lot, "C1"), make_space(lot, "C2")
    for row in (second, put()):
        with pytest.raises(Refused):
            permits.grant(row, by=keeper, space=one)
    done = permits.grant(second, by=keeper, space=one, note="轮椅使用者")
    assert done.events.get(verb="grant").note == "轮椅使用者"
    assert permits.grant(first, by=keeper, space=two).status == "granted"


def test_shared_permits_are_no_more_than_spaces(lot, keeper, put):
    make_space(lot, "S1", kind="shared")
    permits.grant(put(wish="shared"), by=keeper)
    with pytest.raises(Refused):
        permits.grant(put(wish="shared"), by=keeper)


def test_a_plate_is_valid_once_at_a_compound(lot, keeper, put):
    permits.grant(put(plate=PLATE), by=keeper, space=make_space(lot, "D1"))
    row = put(plate=PLATE)
    with pytest.raises(Refused):
        permits.grant(row, by=keeper, space=make_space(lot, "D2"))
    row.refresh_from_db()
    assert (row.status, PermitPlate.objects.exclude(during=None).count()) == ("asked", 1)


def test_end_today_frees_space_and_plate(lot, keeper, put, today):
    row = put("granted", plate=PLATE)
    done = permits.end(row, by=keeper, note="卖车了")
    assert (done.status, done.until, valid(lot)) == ("ended", today, [])
    again = permits.grant(put(plate=PLATE), by=keeper, space=row.space)
    assert valid(lot) == [PLATE]
    assert permits.end(again, by=keeper, note="记错").until == today


def test_end_needs_words(keeper, put):
    for verb, state in (("end", "granted"), ("refuse", "asked")):
        with pytest.raises(Refused):
            permits.ACTIONS[verb](put(state), by=keeper, note="  ")


def test_give_back_is_the_owners(we, lot, owner, home, keeper, put):
    mine = put("granted", user=owner, household=home, plate=PLATE)
    for by in (keeper, we.resident):
        with pytest.raises(Refused):
            permits.give_back(mine, by=by)
    assert permits.give_back(mine, by=owner).status == "ended"
    assert permits.give_back(put("waiting", user=owner, household=home), by=owner).until is None


def test_a_form_sent_twice_is_done_once(keeper, put):
    row = put("granted")
    for _again in range(2):
        permits.ONCE.perform(row, "end", by=keeper, seen="0", note="卖车了")
    assert [event.verb for event in row.events.all()] == ["end"]
    with pytest.raises(Refused):
        permits.ONCE.perform(row, "end", by=keeper, seen="0", note="别的原因")


def visit(lot, by, home=None, plate="鄂A55555", **over):
    now = timezone.now()
    facts = {"starts_at": now, "ends_at": now + timedelta(hours=8)} | over
    return permits.welcome(lot, by=by, household=home, plate=plate, **facts)


def test_a_visitor_for_tonight(lot, home, owner):
    made = visit(lot, owner, home, "鄂b·55555")
    assert (made.user, made.status, valid(lot)) == (owner, "granted", ["鄂B55555"])


def test_visitors_of_a_household_are_few_at_once(lot, home, owner):
    now = timezone.now()
    for n in range(2):
        visit(lot, owner, home, f"鄂A5555{n}")
    with pytest.raises(Refused):
        visit(lot, owner, home, "鄂A55559")
    later = {"starts_at": now + timedelta(hours=9), "ends_at": now + timedelta(hours=10)}
    assert visit(lot, owner, home, "鄂A55559", **later).status == "granted"


def test_whose_visitors(we, lot, home, owner, keeper):
    for by, where in ((we.resident, home), (owner, None), (we.worker, None)):
        with pytest.raises(Refused):
            visit(lot, by, where)
    assert visit(lot, keeper).household is None


@pytest.mark.parametrize(("begins", "lasts"), [(-2, 1), (24 * 31, 1), (0, 0), (0, 73), (-1, 0.5)])
def test_hours_of_a_visit(lot, home, owner, begins, lasts):
    start = timezone.now() + timedelta(hours=begins)
    with pytest.raises(Refused):
        visit(lot, owner, home, starts_at=start, ends_at=start + timedelta(hours=lasts))


def test_a_resident_permit_and_a_visit_do_not_share_a_plate(lot, home, owner, put):
    put("granted", plate=PLATE)
    with pytest.raises(Refused):
        visit(lot, owner, home, PLATE)


def test_a_visit_that_is_over_cannot_be_given_back(lot, home, owner):
    row = visit(lot, owner, home)
    Permit.objects.filter(pk=row.pk).update(
        starts_at=timezone.now() - timedelta(hours=9), ends_at=timezone.now() - timedelta(hours=1)
    )
    row.refresh_from_db()
    with pytest.raises(Refused):
        permits.give_back(row, by=owner)
    assert (row.is_over, row.tone) == (True, "quiet")


def test_give_back_a_visit(lot, home, owner):
    row = visit(lot, owner, home)
    permits.give_back(row, by=owner)
    assert valid(lot) == []


def test_the_database_holds_one_household_a_space(lot, put, today):
    row = put("granted")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_permit(lot, "granted", household=row.household, space=row.space, since=today)
    put("ended", since=today - timedelta(days=90), until=today - timedelta(days=40), space=row.space)


def test_the_database_knows_what_a_permit_is(lot, home, today):
    for wrong in (
        {"household": None, "wish": "fixed"},
        {"household": home, "wish": ""},
        {"household": home, "wish": "fixed", "status": "granted", "since": today},
        {"household": home, "wish": "fixed", "status": "granted"},
        {"household": home, "wish": "shared", "status": "ended", "since": today},
        {"kind": "visitor", "status": "granted"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Permit.objects.create(lot=lot, **wrong)


def test_own_is_what_one_asked_for(we, lot, owner, home, put):
    mine = put("asked", user=owner, household=home)
    other = User.objects.create_user("other", None)
    Membership.objects.create(user=other, household=home, relation="family", verified_at=timezone.now())
    right = "tripartite.own_parkingpermit"
    assert list(Permit.objects.visible_to(owner, right)) == [mine]
    assert list(Permit.objects.visible_to(other, right)) == []
    assert make_home(we.old_doorway, "101") == home
