"""What each page shows, to whom, and in how many questions."""

from datetime import date
from decimal import Decimal as D
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beihu.audit.models import AuditEntry
from beihu.notifications.models import Notification
from tests.make_buildings import make_occupant
from tests.make_fees import (
    make_bill,
    make_line,
    make_payment,
    make_record,
    make_tariff,
    make_waiver,
    month_ago,
)
from tripartite.fees import chart
from tripartite.fees.ledger import Payment, StatementLine
from tripartite.fees.models import Bill, CollectionRecord, FeeReminder, SharedCost, Tariff, Waiver


@pytest.fixture
def staff(we, signed_in):
    return signed_in(we.property_staff)


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def test_a_tariff_is_set_and_a_month_billed_after_a_look(we, staff):
    key = uuid4()
    facts = {"key": key, "party": we.company.pk, "name": "物业费", "use": "dwelling", "way": "area", "price": "1.50",
             "since": "2026-01-01", "due_day": 20}  # fmt: skip
    for _again in "12":
        assert staff.post(at("fee_tariff", we.compound.code), facts).status_code == 302
    tariff = Tariff.objects.get()
    page = staff.get(at("fee_run", tariff.pk), {"month": "2026-01-15"}).content.decode()
    assert ("data-count>1<" in page, "¥150.00" in page, Bill.objects.count()) == (True, True, 0)
    for _again in "12":
        staff.post(at("fee_run", tariff.pk), {"month": "2026-01-01"})
    assert Bill.objects.get().amount == D(150)
    assert "¥150.00" in staff.get(at("fees_at", we.compound.code), {"month": "2026-01"}).content.decode()


def test_a_price_changes_by_ending_one_tariff_and_setting_the_next(we, staff):
    tariff = make_tariff(we, since=date(2026, 1, 1))
    make_bill(we, tariff=tariff, month=date(2026, 3, 1))
    refused = staff.post(at("fee_tariff_end", tariff.pk), {"until": "2026-03-01"})
    assert ("已经出账" in refused.content.decode(), Tariff.objects.get().until) == (True, None)
    for _again in "12":
        assert staff.post(at("fee_tariff_end", tariff.pk), {"until": "2026-04-15"}).status_code == 302
    assert Tariff.objects.get().until == date(2026, 4, 1)
    other = staff.post(at("fee_tariff_end", tariff.pk), {"until": "2026-05-01"})
    assert other.status_code == 200
    page = staff.get(at("fees_at", we.compound.code)).content.decode()
    assert (at("fee_tariff_end", tariff.pk) in page, "2026-04-01" in page) == (False, True)
    late = staff.post(at("fee_run", tariff.pk), {"month": "2026-04-01"})
    assert (late.status_code, Bill.objects.count()) == (200, 1)


def test_a_payment_is_taken_once_printed_and_given_back(we, staff):
    make_occupant(household=we.household, name="冯业主", relation="owner")
    make_bill(we)
    facts = {"key": uuid4(), "party": we.company.pk, "amount": "60", "way": "cash", "paid_on": "2026-01-05"}
    for _again in "12":
        staff.post(at("fee_pay", we.household.pk), facts)
    payment = Payment.objects.get()
    sheet = staff.get(at("fee_receipt", payment.pk)).content.decode()
    assert ("冯某某" in sheet, "冯业主" in sheet, "¥60.00" in sheet, "data-qr=" in sheet) == (
        True,
        False,
        True,
        True,
    )
    staff.post(at("fee_refund", payment.pk), {"key": uuid4(), "amount": "10", "reason": "多收"})
    assert Bill.objects.get().paid == D(50)
    page = staff.get(at("fee_home", we.household.pk)).content.decode()
    assert page.count("data-payment=") == 2


def test_a_waiver_is_asked_for_and_not_decided_by_oneself(we, staff):
    bill = make_bill(we)
    staff.post(at("fee_waive", bill.pk), {"key": uuid4(), "amount": "10", "reason": "漏水"})
    waiver = Waiver.objects.get()
    page = staff.get(at("fees_at", we.compound.code)).content.decode()
    assert (page.count(f'data-waiver="{waiver.pk}"'), "/approve/" in page) == (1, False)
    staff.post(at("fee_waiver", waiver.pk, "approve"))
    waiver.refresh_from_db()
    assert waiver.status == "asked"


def test_a_statement_comes_in_and_a_line_is_confirmed(we, staff, home):
    text = "交易日期,金额,对方户名,摘要\n2026-01-02,100,王居民,1-1-1001\n2026-01-03,5,路人甲,谢谢\n"
    file = SimpleUploadedFile("a.csv", text.encode())
    answer = staff.post(at("fee_statement", we.compound.code), {"source": "bank", "file": file}, follow=True)
    page = answer.content.decode()
    assert (page.count("data-line="), "王某某" in page, "王居民" in page, "路人甲" in page) == (
        2,
        True,
        False,
        False,
    )
    home("1002")
    first, second = StatementLine.objects.order_by("paid_on")
    for _again in "12":
        staff.post(at("fee_confirm", first.pk))
    staff.post(at("fee_confirm", second.pk), {"door": "9-9-9999"})
    assert Payment.objects.count() == 1
    staff.post(at("fee_confirm", second.pk), {"door": "1栋1单元1002"})
    assert sorted(Payment.objects.values_list("household__room", flat=True)) == ["1001", "1002"]


def test_guesses_that_were_read_are_confirmed_together_and_the_rest_is_paged(we, staff, home):
    make_bill(we)
    for number in range(27):
        make_line(we, suggested=we.household if number < 3 else None)
    page = staff.get(at("fee_lines", we.compound.code))
    assert (page.content.decode().count("data-line="), page.content.decode().count('name="line"')) == (25, 0)
    older = staff.get(at("fee_lines", we.compound.code) + page.context["next"]).content.decode()
    assert (older.count("data-line="), older.count('name="line"')) == (2, 2)
    other = make_line(we, suggested=None)
    read = list(
        StatementLine.objects.filter(suggested__isnull=False).order_by("pk").values_list("pk", flat=True)
    )[:2]
    for _again in "12":
        answer = staff.post(at("fee_lines", we.compound.code), {"line": [*read, other.pk, "x", "9" * 30]})
        assert answer.status_code == 302
    paid = StatementLine.objects.filter(payment__isnull=False).values_list("pk", flat=True)
    assert (sorted(paid), Payment.objects.count()) == (read, 2)


def test_a_waiver_is_read_with_its_reason_and_who_approved_it(we, staff, signed_in):
    bill = make_bill(we)
    make_waiver(we, bill, status="approved", decided_by=we.officer, decided_on=date(2026, 3, 5))
    make_waiver(we, bill, reason="还没有决定")
    for page in (staff.get(at("fee_home", we.household.pk)), signed_in(we.resident).get(at("my_bills"))):
        text = page.content.decode()
        assert (text.count("data-waiver="), "漏水半年" in text, str(we.officer) in text, "还没有决定" in text) == (
            1, True, True, False,
        )  # fmt: skip


def test_all_that_is_open_is_summed_however_many_bills_are_shown(we, signed_in):
    tariff = make_tariff(we)
    for number in range(61):
        make_bill(we, tariff=tariff, month=month_ago(number))
    page = signed_in(we.resident).get(at("my_bills")).content.decode()
    assert (page.count("data-bill="), "¥6100.00" in page) == (60, True)


def test_the_line_goes_on_with_what_the_portal_measured(we, home, client):
    make_record(we, source="台账")
    assert [one.source for one in chart.history(we.compound)] == ["台账"]
    for number in range(12):
        bill = make_bill(we, home(f"20{number:02}"), month=month_ago(1))
        if number < 9:
            make_payment(we, bill.amount, household=bill.household)
    told, measured = chart.history(we.compound)
    assert (told.source, measured.source, str(measured.households), str(measured.amount)) == (
        "台账", "", "75", "75",
    )  # fmt: skip
    assert (measured.name, measured.since, told.x < measured.x) == (we.company.name, month_ago(1), True)
    page = client.get(
        at("public_fees", we.compound.code), {"month": f"{month_ago(1):%Y-%m}"}
    ).content.decode()
    assert (f"?month={month_ago(2):%Y-%m}" in page, f"?month={month_ago(0):%Y-%m}" in page) == (True, True)
    assert page.count("<polyline") == 2


def test_a_shared_cost_and_the_history_are_entered(we, staff):
    facts = {"key": uuid4(), "party": we.company.pk, "name": "电梯", "month": "2026-01-09", "way": "equal",
             "amount": "9", "due_on": "2026-01-28"}  # fmt: skip
    staff.post(at("fee_share", we.compound.code), facts)
    staff.post(at("fee_history", we.compound.code), {
        "key": uuid4(), "party_name": "甲", "since": "2010-01-01", "until": "2011-01-01", "billed_households": 10,
        "paid_households": 2, "billed": "10", "paid": "2", "source": "台账",
    })  # fmt: skip
    assert (SharedCost.objects.count(), CollectionRecord.objects.count()) == (1, 1)


def test_only_the_owners_are_reminded_in_private_and_once_a_month(we, staff):
    bill = make_bill(we, month=month_ago(3))
    for _again in "12":
        staff.post(at("fee_remind", we.household.pk))
    assert FeeReminder.objects.count() == 1
    (told,) = Notification.objects.filter(key__startswith="fee:remind:")
    assert (told.recipient, told.url) == (we.resident, "/my/bills/")
    assert not any(word in told.title + told.body for word in ("水", "电", "water", "power"))
    make_payment(we, bill.amount)
    FeeReminder.objects.all().delete()
    staff.post(at("fee_remind", we.household.pk))
    assert FeeReminder.objects.count() == 0


def test_my_bills_are_those_of_my_household(we, they, home, signed_in):
    make_bill(we), make_bill(we, home("1002")), make_bill(they)
    make_payment(we, 30)
    page = signed_in(we.resident).get(at("my_bills")).content.decode()
    assert (page.count("data-bill="), page.count("data-payment="), "¥70.00" in page) == (1, 1, True)


def test_sums_are_for_staff_and_who_owes_for_collectors(we, signed_in):
    make_bill(we)
    page = signed_in(we.worker).get(at("fees_at", we.compound.code)).content.decode()
    assert ("data-rates" in page, "data-aging" in page, "/fees/households/" in page) == (True, False, False)


def test_the_public_page_names_nobody_and_hides_small_buildings(we, home, client):
    make_record(we, source="张三 13912345678")
    for number in range(12):
        make_bill(we, home(f"20{number:02}"), month=month_ago(1))
    page = client.get(at("public_fees", we.compound.code)).content.decode()
    assert (page.count("data-building"), "13912345678" in page, "2001" in page) == (1, False, False)
    assert (page.count("<title id="), page.count("<desc id="), "23 %" in page) == (1, 1, True)


def test_below_ten_households_nothing_is_public(we, client):
    make_bill(we, month=month_ago(1))
    page = client.get(at("public_fees", we.compound.code)).content.decode()
    assert ("data-rates" in page, "data-building" in page) == (False, False)


def test_bills_are_taken_away_and_paged(we, staff, home):
    for number in range(27):
        make_bill(we, home(f"{number}"))
    page = staff.get(at("fee_bills", we.compound.code))
    assert page.content.decode().count("data-bill=") == 25
    assert (
        staff.get(at("fee_bills", we.compound.code) + page.context["next"])
        .content.decode()
        .count("data-bill=")
        == 2
    )
    lines = b"".join(staff.get(at("fee_bills", we.compound.code), {"as": "csv"})).decode().splitlines()
    assert len(lines) == 28
    assert (
        AuditEntry.objects.filter(verb="fee.export", actor=we.property_staff, detail__kind="csv").count() == 1
    )
    assert b"".join(staff.get(at("fee_bills", we.compound.code), {"as": "xlsx"}))[:2] == b"PK"


@pytest.mark.parametrize("many", [1, 3])
def test_lists_ask_as_much_for_three_as_for_one(we, staff, home, many, django_assert_num_queries):
    tariff = make_tariff(we)
    for number in range(many):
        make_bill(we, home(f"{number}"), tariff=tariff)
        make_line(we)
        make_waiver(we, Bill.objects.latest("pk"))
    for name in ("fee_bills", "fee_lines", "fees_at"):
        staff.get(at(name, we.compound.code))
        with django_assert_num_queries(QUERIES[name]):
            staff.get(at(name, we.compound.code))


QUERIES = {"fee_bills": 7, "fee_lines": 7, "fees_at": 9}
