"""A roster from its file to the households and back."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from beihu.states import Refused
from buildings.households.models import Household, Occupant
from buildings.households.roster import actions, errors, keeping
from buildings.households.roster.models import RosterLine
from buildings.places.models import Place
from tests import cast
from tests.buildings.households.roster import hell
from tests.buildings.households.roster.conftest import merged, sent, undone, upload

HEAD = "小区,楼栋,单元,房号,业主姓名,联系电话,与户主关系,建筑面积\n"


def people() -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for place, room, name in Occupant.objects.current().values_list(
        "household__place_id", "household__room", "name"
    ):
        found.setdefault((place, room), set()).add(name)
    return found


def test_import_of_a_workbook_from_hell_gives_its_people(here, tmp_path):
    made = hell.make(tmp_path / "hell.xlsx", people=400)
    roster = sent(here.community, here.worker, made.path, "花名册.xlsx")
    assert (roster.status, roster.report["troubles"]) == ("checked", made.wrong)
    merged(roster, here.worker)
    code = here.community.code
    assert people() == {
        (f"{code}00100{building}0{unit}", room): names
        for (building, unit, room), names in made.people.items()
    }
    assert set(Occupant.objects.values_list("phone", flat=True)) - {""} != set()
    assert Household.objects.filter(area="89.50", area_source="roster").exists()
    undone(roster, here.worker)
    assert roster.report["undone"]["rooms_kept"] == 0
    assert (roster.status, people(), Household.objects.get().pk) == ("undone", {}, here.household.pk)


def two_rows(*rows: str) -> str:
    return HEAD + "".join(f"{row}\n" for row in rows)


WANG = "德富花园,1栋,1单元,1001,王五,13900000001,业主,89.5"


def test_merge_again_changes_nothing(here):
    merged(sent(here.community, here.worker, two_rows(WANG)), here.worker)
    again = sent(here.community, here.worker, two_rows(WANG) + "\n")
    assert (again.would_change, again.report["counts"]["people_same"]) == (False, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_any_encoding_is_read(here, encoding):
    roster = merged(sent(here.community, here.worker, two_rows(WANG).encode(encoding)), here.worker)
    assert (roster.status, Occupant.objects.get().name) == ("merged", "王五")


def test_doorway_of_another_community_is_a_fault(here):
    there = cast.next_door()
    cast.place(f"{there.community.code}001009", "9栋")
    cast.place(f"{there.community.code}00100901", "1单元")
    roster = sent(here.community, here.worker, two_rows(WANG.replace("1栋", "9栋")))
    assert (roster.report["troubles"], roster.would_change) == ({"no_building": 1}, False)
    assert Place.objects.filter(name="9栋").count() == 1


def test_phone_written_by_hand_stays_and_is_told(here):
    Occupant.objects.create(household=here.household, name="王五", phone="+8613900000009", relation="owner")
    roster = merged(sent(here.community, here.worker, two_rows(WANG)), here.worker)
    assert (Occupant.objects.get().phone, roster.report["troubles"]) == ("+8613900000009", {"by_hand": 1})


def test_area_of_a_deed_stays(here):
    Household.objects.filter(pk=here.household.pk).update(area=100, area_source="deed")
    roster = merged(sent(here.community, here.worker, two_rows(WANG)), here.worker)
    assert (Household.objects.get().area, roster.report["troubles"]) == (100, {"deed": 1})


def test_complete_file_ends_who_is_not_in_it_and_undo_brings_them_back(here):
    Occupant.objects.create(household=here.household, name="李四", relation="tenant")
    roster = sent(here.community, here.worker, two_rows(WANG), complete=True)
    assert roster.report["counts"]["people_gone"] == 1
    merged(roster, here.worker)
    assert [one.name for one in Occupant.objects.current()] == ["王五"]
    undone(roster, here.worker)
    assert [one.name for one in Occupant.objects.current()] == ["李四"]


def test_changed_relation_follows_and_undo_takes_it_back(here):
    merged(sent(here.community, here.worker, two_rows(WANG)), here.worker)
    second = merged(sent(here.community, here.worker, two_rows(WANG.replace("业主", "租户"))), here.worker)
    assert [(one.relation, one.is_current) for one in Occupant.objects.order_by("pk")] == [
        ("owner", False),
        ("tenant", True),
    ]
    undone(second, here.worker)
    assert [(one.relation, one.is_current) for one in Occupant.objects.all()] == [("owner", True)]


def test_undo_is_refused_when_a_later_import_stands_on_it(here):
    first = merged(sent(here.community, here.worker, two_rows(WANG)), here.worker)
    merged(
        sent(here.community, here.worker, two_rows(WANG.replace("13900000001", "13900000002"))), here.worker
    )
    undone(first, here.worker)
    assert (first.status, first.trouble["values"]) == ("merged", {"name": "花名册.csv"})


@pytest.mark.parametrize(
    ("second", "complete"),
    [
        (WANG.replace("13900000001", "13900000002"), False),
        (WANG.replace("89.5", "120"), False),
        (WANG.replace("业主", "租户"), False),
        (WANG.replace("王五", "赵六"), True),
    ],
    ids=["phone", "area", "relation", "gone"],
)
def test_imports_undone_one_after_the_other_leave_nothing(here, second, complete):
    rows = [row.replace("1001", "1002") for row in (WANG, second)]
    first, later = [
        merged(sent(here.community, here.worker, two_rows(row), complete=done), here.worker)
        for row, done in zip(rows, (False, complete), strict=True)
    ]
    undone(later, here.worker)
    [person] = Occupant.objects.all()
    said = (person.name, person.phone, person.relation, person.household.area, person.is_current)
    assert said == ("王五", "+8613900000001", "owner", Decimal("89.50"), True)
    undone(first, here.worker)
    assert (Occupant.objects.count(), list(Household.objects.all())) == (0, [here.household])


@pytest.mark.parametrize("between", ["before the second", "after the second"])
def test_imports_undone_one_after_the_other_keep_what_was_written_by_hand(here, between):
    first = merged(sent(here.community, here.worker, two_rows(WANG)), here.worker)
    by_hand = Occupant.objects.filter(name="王五")
    if between == "before the second":
        by_hand.update(user=here.resident)
    second = merged(
        sent(here.community, here.worker, two_rows(WANG.replace("13900000001", "13900000002"))), here.worker
    )
    if between == "after the second":
        by_hand.update(user=here.resident)
    undone(second, here.worker)
    undone(first, here.worker)
    assert (by_hand.get().phone, by_hand.get().user) == ("+8613900000001", here.resident)
    assert first.report["undone"]["people_kept"] == 1


def test_undo_keeps_what_was_written_since(here):
    roster = merged(
        sent(here.community, here.worker, two_rows(WANG, WANG.replace("1001,王五", "1002,赵六"))), here.worker
    )
    Occupant.objects.filter(name="王五").update(phone="+8613900000003")
    undone(roster, here.worker)
    assert [one.name for one in Occupant.objects.all()] == ["王五"]
    assert (roster.report["undone"]["people_kept"], roster.report["undone"]["people_removed"]) == (1, 1)


def test_doorways_that_are_missing_are_opened_only_by_who_may(here):
    row = WANG.replace("1栋,1单元", "8栋,3单元")
    with pytest.raises(Refused):
        sent(here.community, here.worker, two_rows(row), opens=True)
    roster = sent(here.community, here.officer, two_rows(row), opens=True)
    assert roster.report["counts"]["doorways_new"] == 1
    merged(roster, here.officer)
    door = Occupant.objects.get().household.place
    assert (door.name, door.parent.name, door.parent.parent) == ("3单元", "8栋", here.compound)


def test_identity_numbers_are_never_stored(here):
    number = "420103199001011234"
    roster = sent(
        here.community,
        here.worker,
        "房号,楼栋,单元,姓名,证件\n1001,1栋,1单元,王五," + number + "\n1001,1栋,9单元,李四," + number,
    )
    kept = [str(line.__dict__) for line in RosterLine.objects.all()] + [str(roster.report)]
    assert not any(number in words for words in kept)
    assert number.encode() not in unpacked(b"".join(errors.workbook(roster)))


def unpacked(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_faults_come_back_with_the_row_and_what_to_do(here):
    roster = sent(
        here.community, here.worker, two_rows(WANG.replace("1栋", "9栋"), WANG.replace("13900000001", "123"))
    )
    book = unpacked(b"".join(errors.workbook(roster))).decode(errors="ignore")
    assert all(
        words in book
        for words in ("王五", "123", "这里没有这个楼栋。", "请写 11 位号码。此人已采用，电话留空。")
    )


def test_file_sent_twice_is_one_import(here):
    one = actions.send(here.compound, upload=upload(two_rows(WANG)), by=here.worker)
    assert actions.send(here.compound, upload=upload(two_rows(WANG)), by=here.worker) == one


def test_file_is_deleted_after_its_days_and_what_waited_is_thrown_away(here):
    roster = sent(here.community, here.worker, two_rows(WANG))
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        keeping.sweep()
    roster.refresh_from_db()
    assert (roster.file, roster.status, RosterLine.objects.count()) == ("", "discarded", 0)


def test_ods_with_merged_cells_is_read(here, tmp_path):
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    cell = "<t:table-cell{0}><x:p>{1}</x:p></t:table-cell>"
    row = "<t:table-row>{}</t:table-row>"
    head = row.format("".join(cell.format("", one) for one in ("楼栋", "单元", "房号", "姓名")))
    first = row.format(
        cell.format(' t:number-rows-spanned="2"', "1栋")
        + cell.format("", "1单元")
        + cell.format("", "1001")
        + cell.format("", "王五")
    )
    second = row.format(
        "<t:covered-table-cell/>"
        + cell.format("", "1单元")
        + cell.format("", "1002")
        + cell.format("", "赵六")
    )
    content = f'<o:c xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="{table}" xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><t:table t:name="一">{head}{first}{second}</t:table></o:c>'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    merged(sent(here.compound, here.worker, tmp_path / "a.ods", "a.ods"), here.worker)
    assert sorted(Occupant.objects.values_list("household__room", "name")) == [
        ("1001", "王五"),
        ("1002", "赵六"),
    ]
