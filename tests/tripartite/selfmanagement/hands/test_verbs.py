"""Hired hands: contract, plan, pay and what residents say."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.states import Refused
from buildings.households.models import Membership
from buildings.posts.roles import KEEP_HANDS, RATE_HAND
from tests import cast
from tests.make_ledger import month_back
from tests.make_selfmanaged import (
    PHONE,
    a_monday,
    make_hand,
    make_shift,
    owners_book,
    photo_bytes,
    yuan,
)
from tripartite.selfmanagement.hands import actions, paying, queries, rota
from tripartite.selfmanagement.hands.models import HandPay, HandRating, HiredHand, Shift
from tripartite.selfmanagement.ledger.models import Entry

FACTS = {"name": "王小花", "job": "cleaner", "since": date(2026, 1, 1), "per": "month", "pay": yuan(1800)}


def test_hire_once_per_form(we, they):
    key = uuid4()
    for _twice in range(2):
        row = actions.hire(we.compound, by=we.owners_committee, key=key, contract=photo_bytes(), **FACTS)
    assert (row.name, row.contract.name[-4:], HiredHand.objects.count()) == ("王小花", ".jpg", 1)
    assert AuditEntry.objects.filter(verb="hand.hire").count() == 1
    for place, by, wrong in (
        (we.compound, we.worker, {}),
        (they.compound, we.owners_committee, {}),
        (we.building, we.owners_committee, {}),
        (we.compound, we.owners_committee, {"until": date(2026, 1, 1)}),
        (we.compound, we.owners_committee, {"pay": yuan(0)}),
        (we.compound, we.owners_committee, {"name": " "}),
    ):
        with pytest.raises(Refused):
            actions.hire(place, by=by, key=uuid4(), **FACTS | wrong)


def test_shown_name_is_as_agreed(we):
    row = make_hand(we.compound, we.owners_committee)
    assert row.shown_name == "王师傅"
    row.shows_name = True
    assert row.shown_name == "王小花"


def test_plan_refuses_two_spots_at_a_time(we):
    row = make_hand(we.compound, we.owners_committee)
    facts = {"by": we.owners_committee, "since": row.since}
    key = uuid4()
    for _twice in range(2):
        actions.plan(row, key=key, weekdays=[1, 7], start=time(22), end=time(6), spot="大门", **facts)
    assert row.shifts.count() == 2
    for weekdays, start, end in (
        ([2], time(5), time(8)),  # Monday's night is not over
        ([1], time(5), time(8)),  # nor is Sunday's: the week is a ring
        ([1], time(21), time(23)),
        ([], time(9), time(10)),
        ([8], time(9), time(10)),
        ([3], time(9), time(9)),
    ):
        with pytest.raises(Refused):
            actions.plan(row, key=uuid4(), weekdays=weekdays, start=start, end=end, **facts)
    actions.plan(row, key=uuid4(), weekdays=[1], start=time(6), end=time(22), **facts)
    assert row.shifts.count() == 3


def test_shifts_are_counted_as_served(we):
    by = we.owners_committee
    hand = make_hand(we.compound, by, per="shift", pay=yuan("80.50"))
    other = make_hand(we.compound, by, name="李二", per="shift", pay=yuan(90))
    shift = make_shift(hand, 1)
    month = month_back(1)
    first = a_monday(month)
    mondays = sum(
        (month + timedelta(days=n)).weekday() == 0 for n in range((rota.next_month(month) - month).days)
    )
    assert rota.reckon(hand, month) == (mondays, yuan("80.50") * mondays)
    actions.change_day(hand, by=by, shift=shift.pk, on=first)
    actions.change_day(hand, by=by, shift=shift.pk, on=first + timedelta(days=7))
    actions.change_day(hand, by=by, shift=shift.pk, on=first + timedelta(days=7), stand_in=other.pk)
    assert rota.reckon(hand, month) == (mondays - 2, yuan("80.50") * (mondays - 2))
    assert rota.reckon(other, month) == (1, yuan(90))
    for wrong in (
        {"on": first + timedelta(days=1)},
        {"stand_in": hand.pk},
        {"stand_in": make_hand(we.old_compound, we.management_committee).pk},
        {"shift": 0},
    ):
        with pytest.raises(Refused):
            actions.change_day(hand, by=by, **{"shift": shift.pk, "on": first} | wrong)


def test_unplan_keeps_what_was_served(we):
    hand = make_hand(we.compound, we.owners_committee, per="shift", pay=yuan(100))
    shift = make_shift(hand, 1)
    day = a_monday(month_back(1)) + timedelta(days=1)
    actions.unplan(hand, by=we.owners_committee, shift=shift.pk, until=day)
    assert rota.reckon(hand, month_back(1)) == (1, yuan(100))
    with pytest.raises(Refused):
        actions.unplan(hand, by=we.owners_committee, shift=shift.pk, until=day)


def test_a_month_not_whole_is_paid_by_its_days(we):
    hand = make_hand(we.compound, we.owners_committee, since=date(2026, 4, 11), until=date(2026, 5, 2))
    assert rota.reckon(hand, date(2026, 4, 1)).amount == yuan(1200)  # 20 of 30 days
    assert rota.reckon(hand, date(2026, 5, 1)).amount == yuan("58.06")  # 1 of 31
    assert paying.months_due(hand) == [date(2026, 4, 1), date(2026, 5, 1)]


def test_pay_once_from_the_ledger(we):
    by = we.owners_committee
    hand = make_hand(we.compound, by)
    with pytest.raises(Refused, match="账本"):
        paying.pay(hand, by=by, month=month_back(1), account="bank")
    owners_book(we)
    paid = paying.pay(hand, by=by, month=month_back(1), account="bank")
    assert (paid.amount, paid.proposed, paid.entry.purpose, paid.entry.amount) == (
        yuan(1800), yuan(1800), "wages", yuan(1800),
    )  # fmt: skip
    assert "王" not in paid.entry.words
    for month, more in (
        (month_back(1), {}),  # paid
        (month_back(0), {}),  # not over
        (month_back(4), {}),  # before the contract
        (month_back(2), {"amount": yuan(1700)}),  # differs, and nobody says why
        (month_back(2), {"amount": yuan(0), "note": "x"}),
    ):
        with pytest.raises(Refused):
            paying.pay(hand, by=by, month=month, account="bank", **more)
    less = paying.pay(hand, by=by, month=month_back(2), account="cash", amount=yuan(1700), note="请假两天")
    assert (less.amount, less.note, Entry.objects.count()) == (yuan(1700), "请假两天", 2)


def test_what_a_paid_month_was_reckoned_from_stays(we):
    by = we.owners_committee
    owners_book(we)
    hand = make_hand(we.compound, by)
    shift = make_shift(hand, 1)
    paying.pay(hand, by=by, month=month_back(1), account="bank")
    day = a_monday(month_back(1))
    for verb in (
        lambda: actions.change_day(hand, by=by, shift=shift.pk, on=day),
        lambda: actions.unplan(hand, by=by, shift=shift.pk, until=day),
        lambda: actions.plan(hand, by=by, key=uuid4(), weekdays=[2], start=time(1), end=time(2), since=day),
        lambda: actions.end(hand, by=by, until=month_back(1)),
    ):
        with pytest.raises(Refused):
            verb()
    assert actions.end(hand, by=by, until=timezone.localdate() + timedelta(days=9)).until is not None


def test_rate_once_a_month_and_change_it(we, they):
    hand = make_hand(we.compound, we.owners_committee)
    actions.rate(hand, by=we.resident, stars=3)
    actions.rate(hand, by=we.resident, stars=5)
    assert HandRating.objects.get().stars == 5
    for person, stars in (
        (they.resident, 5), (we.worker, 5), (we.owners_committee, 5), (we.resident, 0), (we.resident, 6),
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.rate(hand, by=person, stars=stars)
    gone = make_hand(we.compound, we.owners_committee, until=timezone.localdate())
    with pytest.raises(Refused):
        actions.rate(gone, by=we.resident, stars=5)


def rate_as(n: cast.Neighbourhood, hand: HiredHand, number: int, stars: int) -> User:
    user = User.objects.create_user(f"r{hand.pk}-{number}", name="住户")
    HandRating.objects.create(hand=hand, user=user, month=month_back(0), stars=stars)
    return user


def test_average_is_of_five_people_at_least(we):
    hand = make_hand(we.compound, we.owners_committee)
    for number in range(4):
        rate_as(we, hand, number, 4)
    for month in (1, 2):  # the same person again is no fifth
        HandRating.objects.create(
            hand=hand, user=HandRating.objects.first().user, month=month_back(month), stars=4
        )
    assert queries.shown(we.compound.code)[0].average is None
    rate_as(we, hand, 5, 5)
    assert queries.shown(we.compound.code)[0].average == pytest.approx(29 / 7)


@pytest.mark.parametrize("right", [KEEP_HANDS, RATE_HAND])
def test_visible_is_what_one_has_the_right_to(we, they, right):
    rows = [
        make_hand(place, we.owners_committee) for n in (we, they) for place in (n.compound, n.old_compound)
    ]
    operator = User.objects.create_superuser("operator")
    for user in [*we.people.values(), *they.people.values(), operator]:
        assert set(HiredHand.objects.visible_to(user, right)) == {
            row for row in rows if user.has_perm(right, row)
        }


def test_unverified_residents_do_not_rate(we):
    hand = make_hand(we.compound, we.owners_committee)
    user = User.objects.create_user("new")
    Membership.objects.create(user=user, household=we.household, relation="tenant")
    with pytest.raises(Refused):
        actions.rate(hand, by=user, stars=5)


def test_my_data_and_its_end(we):
    hand = make_hand(we.compound, we.owners_committee)
    actions.rate(hand, by=we.resident, stars=2)
    assert personal.export(we.resident)["hand_ratings"][0]["stars"] == 2
    personal.erase(we.resident)
    assert HandRating.objects.get().user is None
    assert hand.phone == PHONE


@pytest.mark.django_db(transaction=True)
def test_twenty_pay_at_once_and_one_does():
    we = cast.here()
    owners_book(we)
    hand = make_hand(we.compound, we.owners_committee)
    month = month_back(1)

    def pay(_n: int) -> str:
        try:
            paying.pay(hand, by=we.owners_committee, month=month, account="bank")
            return "paid"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(pay, range(20)))
    assert answers == ["paid"] + ["refused"] * 19
    assert (HandPay.objects.count(), Entry.objects.count(), Shift.objects.count()) == (1, 1, 0)
