"""What is read and sent on the pages of hired hands."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from tests.make_ledger import month_back
from tests.make_selfmanaged import PHONE, make_hand, make_shift, owners_book, photo_bytes
from tests.tripartite.selfmanagement.hands.test_verbs import rate_as
from tripartite.selfmanagement.hands import rota
from tripartite.selfmanagement.hands.models import DayChange, HandPay, HandRating, HiredHand

pytestmark = pytest.mark.django_db


def public(n) -> str:
    return f"/places/{n.compound.code}/hands/"


def test_everybody_reads_the_job_and_no_phone_or_name(client, we):
    hand = make_hand(we.compound, we.owners_committee)
    gone = make_hand(we.compound, we.owners_committee, until=timezone.localdate())
    make_shift(hand, 1)
    for path in (public(we), f"/places/{we.compound.code}/plan/"):
        page = client.get(path).content.decode()
        assert ("王师傅" in page, "王小花" in page, PHONE in page, "1800" in page) == (
            True,
            False,
            False,
            False,
        )
    assert f'data-hand="{gone.pk}"' not in client.get(public(we)).content.decode()
    HiredHand.objects.filter(pk=hand.pk).update(shows_name=True)
    assert "王小花" in client.get(public(we)).content.decode()


def test_an_average_is_shown_from_five_people_on(client, we):
    hand = make_hand(we.compound, we.owners_committee)
    for number in range(4):
        rate_as(we, hand, number, 4)
    assert "data-average" not in client.get(public(we)).content.decode()
    rate_as(we, hand, 5, 5)
    page = client.get(public(we)).content.decode()
    assert "4.2分（满分5分），5位居民评价" in page


def test_residents_rate_and_change_it(client, we, they):
    hand = make_hand(we.compound, we.owners_committee)
    path = f"/hands/{hand.pk}/rate/"
    client.force_login(we.resident)
    assert path in client.get(public(we)).content.decode()
    for stars in (2, 5):
        assert client.post(path, {"stars": stars}).url == public(we)
    assert HandRating.objects.get().stars == 5
    assert client.post(path, {"stars": 9}).status_code == 200
    assert "checked" in client.get(path).content.decode()
    client.force_login(they.resident)
    assert client.get(path).status_code == 403
    assert path not in client.get(public(we)).content.decode()
    client.force_login(we.resident)
    HiredHand.objects.filter(pk=hand.pk).update(until=timezone.localdate())
    assert client.post(path, {"stars": 1}).status_code == 409


def test_plan_of_a_week(client, we):
    hand = make_hand(we.compound, we.owners_committee)
    other = make_hand(we.compound, we.owners_committee, name="李二")
    first, second = make_shift(hand, 1), make_shift(hand, 3)
    monday = rota.monday_of(timezone.localdate())
    DayChange.objects.create(shift=first, on=monday, stand_in=other, by=we.owners_committee)
    DayChange.objects.create(shift=second, on=monday + timedelta(days=2), by=we.owners_committee)
    path = f"/places/{we.compound.code}/plan/"
    page = client.get(path).content.decode()
    assert [int(pk) for pk in re.findall(r'data-shift="(\d+)"', page)] == [first.pk, second.pk]
    assert ("李师傅" in page, "无人值班" in page, "<svg" in page) == (True, True, True)
    later = client.get(f"{path}?week={monday + timedelta(days=8):%Y-%m-%d}").content.decode()
    assert ("李师傅" in later, later.count("王师傅")) == (False, 2)
    for wrong in ("x", "0001-01-01", "2026-13-01", "9999-12-31"):
        assert client.get(f"{path}?week={wrong}").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_lists_do_not_ask_more_for_more_rows(client, we, django_assert_num_queries, number):
    for _n in range(number):
        hand = make_hand(we.compound, we.owners_committee, until=month_back(2), since=month_back(3))
        make_shift(hand, 1)
        make_shift(make_hand(we.compound, we.owners_committee), 2)
    with django_assert_num_queries(3):
        client.get(public(we))
    with django_assert_num_queries(4):
        client.get(f"/places/{we.compound.code}/plan/")
    client.force_login(we.owners_committee)
    client.get(f"/hands/at/{we.compound.code}/")
    with django_assert_num_queries(7):
        client.get(f"/hands/at/{we.compound.code}/")
    with django_assert_num_queries(12):
        client.get(f"/hands/{hand.pk}/")


def test_hire_plan_and_pay_through_the_pages(client, we):
    owners_book(we)
    client.force_login(we.owners_committee)
    new = f"/hands/at/{we.compound.code}/new/"
    key = re.search(r'name="key" value="([^"]+)"', client.get(new).content.decode())[1]
    facts = {
        "key": key, "name": "王小花", "job": "cleaner", "phone": PHONE, "since": f"{month_back(2)}", "per": "shift", "pay": "80",
        "contract_number": "聘-1",
    }  # fmt: skip
    assert client.post(new, facts | {"phone": "12"}).status_code == 200
    for _twice in range(2):
        answer = client.post(new, facts | {"contract": photo_bytes()})
    hand = HiredHand.objects.get()
    assert answer.url == f"/hands/{hand.pk}/"
    plan = f"/hands/{hand.pk}/plan/"
    key = re.search(r'name="key" value="([^"]+)"', client.get(plan).content.decode())[1]
    row = {
        "key": key,
        "weekdays": ["1", "3"],
        "start": "08:00",
        "end": "12:00",
        "spot": "大门",
        "since": f"{month_back(2)}",
    }
    assert client.post(plan, row | {"weekdays": []}).status_code == 200
    for _twice in range(2):
        assert client.post(plan, row).status_code == 302
    assert hand.shifts.count() == 2
    page = client.get(hand.get_absolute_url()).content.decode()
    due = re.findall(r'data-due="([\d-]+)"', page)
    assert due == [f"{month_back(n):%Y-%m}" for n in (2, 1)]
    assert ("139****8888" in page, PHONE in page) == (True, False)
    pay = f"/hands/{hand.pk}/pay/"
    assert (
        client.post(pay, {"month": f"{month_back(2)}", "account": "bank", "amount": "1"}).status_code == 200
    )
    assert client.post(pay, {"month": f"{month_back(2)}", "account": "bank"}).status_code == 302
    assert client.post(pay, {"month": f"{month_back(2)}", "account": "bank"}).status_code == 200
    assert HandPay.objects.get().month == month_back(2)
    shift = hand.shifts.first()
    on = rota.monday_of(timezone.localdate()) + timedelta(days=6 + shift.weekday)
    assert (
        client.post(
            f"/hands/{hand.pk}/change_day/", {"shift": shift.pk, "on": f"{on}", "stand_in": ""}
        ).status_code
        == 302
    )
    assert client.post(f"/hands/{hand.pk}/unplan/", {"shift": shift.pk, "until": f"{on}"}).status_code == 302
    assert client.post(f"/hands/{hand.pk}/end/", {"until": f"{on}"}).status_code == 302
    body = b"".join(client.get(f"/hands/at/{we.compound.code}/pay/csv/")).decode()
    assert ("王" in body, "聘-1" in body) == (False, True)
    assert client.get(f"/hands/at/{we.compound.code}/pay/pdf/").status_code == 404


def test_the_contract_is_the_committees_and_each_look_is_logged(client, we):
    hand = make_hand(we.compound, we.owners_committee)
    path = f"/hands/{hand.pk}/contract/"
    client.force_login(we.owners_committee)
    assert client.get(path).status_code == 404  # there is none
    from tripartite.commitments import proofs

    HiredHand.objects.filter(pk=hand.pk).update(contract=proofs.store("hands", b"%PDF-1.4", "pdf", []))
    assert client.get(path)["Content-Disposition"][:10] == "attachment"
    assert AuditEntry.objects.filter(verb="hand.contract").count() == 1
    client.force_login(we.worker)
    assert client.get(path).status_code == 403
