"""From a bank's file to the resident's receipt, on a phone of 360 px. Axe looks at every page."""

from decimal import Decimal as D

import pytest

from tests.forums.ideas.test_journey import Somebody
from tests.make_fees import make_bill, make_record, month_ago
from tripartite.fees.ledger import Payment
from tripartite.fees.models import Bill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATEMENT = (
    "交易日期,金额,对方户名,摘要\n2026-01-02,100.00,王居民,1-1-1001 物业费\n2026-01-03,5.00,路人甲,谢谢\n"
)


def test_statement_is_brought_in_and_matched(we, home, chromium, live_server, tmp_path):
    make_bill(we, month=month_ago(1))
    for number in range(12):
        make_bill(we, home(f"20{number:02}"), month=month_ago(1))
    make_record(we), make_record(we, party_name="乙物业", paid_households=95)
    file = tmp_path / "bank.csv"
    file.write_text(STATEMENT, encoding="utf-8")
    staff, resident, visitor = (
        Somebody(chromium, live_server.url, person) for person in (we.property_staff, we.resident, None)
    )

    # the company's staff find the room from the compound's page, and bring the file in
    staff.open(f"/places/{we.compound.code}/")
    staff.press(f'main a[href="/fees/at/{we.compound.code}/"]')
    staff.press(f'main a[href="/fees/at/{we.compound.code}/statements/"]')
    staff.press('main a[href$="/statements/new/"]')
    staff.page.set_input_files('[name="file"]', str(file))
    staff.press("main form button.btn-primary")
    staff.keep("lines")
    assert staff.page.locator("[data-line]").count() == 2

    # one line is confirmed, the other stays
    staff.press("main [data-line] button.btn-primary")
    assert (staff.page.locator("[data-line]").count(), Payment.objects.count()) == (1, 1)
    assert Bill.objects.get(household=we.household).paid == D(100)
    staff.open(f"/fees/households/{we.household.pk}/")
    staff.open(f"/fees/at/{we.compound.code}/bills/")

    # every other page of the room is as sound
    payment, tariff = Payment.objects.get(), Bill.objects.earliest("pk").tariff
    owing = Bill.objects.open().earliest("pk")
    for path in (
        "/fees/", f"/fees/at/{we.compound.code}/tariffs/new/", f"/fees/at/{we.compound.code}/shared/new/",
        f"/fees/at/{we.compound.code}/history/new/", f"/fees/tariffs/{tariff.pk}/run/",
        f"/fees/tariffs/{tariff.pk}/run/?month=2026-01-01", f"/fees/households/{we.household.pk}/pay/",
        f"/fees/payments/{payment.pk}/refund/", f"/fees/bills/{owing.pk}/waive/",
    ):  # fmt: skip
        staff.open(path)

    # the resident finds the bill and the receipt
    resident.open("/my/bills/")
    resident.press('main a[href$="/receipt/"]')
    resident.keep("receipt")
    assert "¥100.00" in resident.text()

    # who passes by reads rates and nobody's door
    visitor.open(f"/fees/{we.compound.code}/")
    visitor.keep("public")
    assert [word for word in ("王居民", "1001", "2001") if word in visitor.text()] == []
