"""A statement is brought in once, guessed by the room and the owner, and confirmed by a person."""

from datetime import date
from decimal import Decimal as D

import openpyxl
import pytest

from beihu.states import Refused
from buildings.households.models import Household
from tests.make_buildings import make_occupant
from tests.make_fees import make_bill, make_line
from tripartite.fees import actions
from tripartite.fees.ledger import Payment, StatementLine
from tripartite.fees.matching import door_in, doors
from tripartite.fees.models import Bill
from tripartite.fees.statements import read

BANK = """交易日期,贷方发生额,对方户名,摘要,流水号
2026-03-01,"1,100.00",李某,1-1-1001 物业费,A1
20260302,80.00,冯业主,转账,A2
2026/3/3,5.00,路人,谢谢,A3
2026-03-04,-5.00,路人,退,A4
"""
WECHAT = """微信支付账单明细
,,
交易时间,交易对方,商品,收/支,金额(元),备注
2026-03-01 10:00:00,王,物业费,收入,¥100.00,1栋1单元1001
2026-03-01 10:00:00,王,物业费,收入,¥100.00,1栋1单元1001
2026-03-02 10:00:00,超市,菜,支出,¥20.00,/
"""


@pytest.fixture
def file(tmp_path):
    def write(text: str):
        path = tmp_path / "statement.csv"
        path.write_text(text, encoding="gb18030")
        return path

    return write


def lines() -> list[tuple]:
    return list(
        StatementLine.objects.order_by("paid_on", "pk").values_list(
            "reference", "amount", "suggested__room", "why"
        )
    )


def test_rooms_then_owners_with_what_is_open_the_rest_stays(we, home, file):
    other = home("1002")
    make_occupant(household=other, name="冯业主", relation="owner")
    make_bill(we, other, amount=D(80))
    actions.bring(we.compound, by=we.property_staff, source="bank", file=file(BANK))
    assert lines() == [
        ("A1", D(1100), "1001", "room"), ("A2", D(80), "1002", "name"), ("A3", D(5), None, ""),
    ]  # fmt: skip
    assert Payment.objects.count() == 0


def test_the_same_lines_again_are_not_brought_twice(we, file):
    for _again in range(2):
        actions.bring(we.compound, by=we.property_staff, source="wechat", file=file(WECHAT))
    assert [(amount, room) for _ref, amount, room, _why in lines()] == [(D(100), "1001")] * 2


def test_a_confirmed_line_is_one_payment(we):
    make_bill(we)
    line = make_line(we, paid_on=date(2026, 3, 1))
    rows = {
        actions.confirm(line, by=we.property_staff, household=we.household, party=we.company).pk
        for _again in "12"
    }
    payment = Payment.objects.get()
    assert (rows, payment.way, payment.paid_on, Bill.objects.get().paid) == (
        {payment.pk}, "statement", date(2026, 3, 1), D(100),
    )  # fmt: skip


def test_a_line_is_confirmed_for_a_household_of_its_compound_by_a_collector(we, they, home):
    line = make_line(we)
    for wrong in ({"household": they.household}, {"by": we.worker}, {"by": they.property_staff}):
        with pytest.raises(Refused):
            actions.confirm(
                line, **{"by": we.property_staff, "household": we.household, "party": we.company} | wrong
            )
    actions.confirm(line, by=we.property_staff, household=we.household, party=we.company)
    with pytest.raises(Refused):
        actions.confirm(line, by=we.property_staff, household=home("1002"), party=we.company)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "交易日期,金额\n2026-03-01,-1\n"])
def test_a_file_without_money_is_refused(we, file, text):
    with pytest.raises(Refused):
        actions.bring(we.compound, by=we.property_staff, source="bank", file=file(text))


def test_others_bring_nothing(we, they, file):
    for by in (we.worker, we.resident, they.property_staff):
        with pytest.raises(Refused):
            actions.bring(we.compound, by=by, source="bank", file=file(BANK))


def test_an_xlsx_reads_the_same(tmp_path):
    book = openpyxl.Workbook()
    for row in (["日期", "金额", "付款人", "备注"], [date(2026, 3, 1), 99.5, "王", "1-1-1001"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    (line,) = read(tmp_path / "a.xlsx")
    assert (line.day, line.amount, line.payer, line.note, len(line.reference)) == (
        date(2026, 3, 1), D("99.50"), "王", "1-1-1001", 40,
    )  # fmt: skip


def test_how_people_write_a_door(we, home):
    Household.objects.create(place=we.other_doorway, room="1001")
    two = home("1002")
    known = doors(we.compound.code)
    said = {
        "1-1-1001": we.household.pk, "1栋1单元1001 三月": we.household.pk, "１号楼１单元１００１室": we.household.pk,
        "1-1001": None, "1栋1002": two.pk, "2-1-1001": None, "2026-03-1001": None, "1-1-1001 1-1-1002": None, "": None,
    }  # fmt: skip
    assert {note: door_in(note, known) for note in said} == said
