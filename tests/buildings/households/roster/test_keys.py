"""One spelling for one door, whatever a row makes of it."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buildings.households.roster.cells import (
    area_of,
    date_of,
    is_id_card,
    names_of,
    phone_of,
    relation_of,
    share_of,
)
from buildings.households.roster.faults import Unfit
from buildings.households.roster.headings import field_of, find_headings
from buildings.households.roster.keys import Key, fold, key_of, number
from tests.buildings.households.roster.hell import wide

SPELLINGS = [
    lambda b, u, r: (f"{b}栋", f"{u}单元", r),
    lambda b, u, r: (b, u, int(r)),
    lambda b, u, r: (float(b), float(u), float(r)),
    lambda b, u, r: (wide(f"{b}号楼"), wide(f"{u}单元"), wide(f"{r}室")),
    lambda b, u, r: (f"　{b} 幢", f"{u} 门栋", f" {r}　"),
    lambda b, u, r: ("", "", f"{b}-{u}-{r}"),
    lambda b, u, r: (None, None, f"{b}—{u}－{r}"),
    lambda b, u, r: ("", "", f"{b}栋{u}单元{r}室"),
    lambda b, u, r: (f"0{b}", f"0{u}", r),
    lambda b, u, r: (f"{b}栋", "", f"{u}-{r}"),
    lambda b, u, r: (f"{b}#", f"{u}", f"{b}-{u}-{r}"),
    lambda b, u, r: (f"{b}-{u}-{r}", "", ""),
]


@given(
    st.integers(1, 99), st.integers(1, 9), st.integers(1, 40), st.integers(1, 12), st.sampled_from(SPELLINGS)
)
def test_every_spelling_means_the_same_door(building, unit, floor, flat, spell):
    room = f"{floor}{flat:02d}"
    assert key_of(*spell(building, unit, room)) == Key(str(building), str(unit), room)


cells = st.one_of(
    st.none(), st.text(max_size=40), st.integers(), st.floats(allow_nan=False), st.datetimes(), st.booleans()
)


@given(cells, cells, cells)
def test_any_cells_are_a_door_or_a_fault(building, unit, room):
    try:
        key = key_of(building, unit, room)
    except Unfit:
        return
    assert 0 < len(key.room) <= 30
    assert all("\t" not in part and "\n" not in part and "\0" not in part for part in key)


@given(cells)
def test_any_cell_is_read_or_noted(cell):
    assert all(len(name) > 0 for name in names_of(cell))
    for read in (phone_of, date_of):
        assert len(read(cell)) == 2
    for read in (area_of, share_of, relation_of):
        assert len(read(str(cell))) == 2
    assert fold(fold(cell)) == fold(cell)


def test_date_made_by_the_spreadsheet_is_a_fault():
    with pytest.raises(Unfit, match="dated"):
        key_of("", "", datetime(2026, 2, 1))


@pytest.mark.parametrize(
    ("text", "said"), [("十二", "12"), ("二十", "20"), ("十", "10"), ("二", "2"), ("007", "7"), ("A", "A")]
)
def test_number_reads_both_kinds(text, said):
    assert number(text) == said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("13900001001", ("+8613900001001", "")),
        (13900001001.0, ("+8613900001001", "")),
        ("１３９ 0000-1001", ("+8613900001001", "")),
        ("13900001001/13900001002", ("+8613900001001", "phones")),
        ("027-85550100", ("027-85550100", "")),
        ("无", ("", "")),
        ("12345", ("", "phone")),
    ],
)
def test_phone_is_as_accounts_keep_it(cell, said):
    assert phone_of(cell) == said


def test_other_cells_say_what_they_mean():
    assert names_of("张　三、李四") == ["张三", "李四"]
    assert [relation_of(word)[0] for word in ("户主", "租户", "配偶", "邻居")] == [
        "owner",
        "tenant",
        "family",
        "",
    ]
    assert [str(area_of(text)[0]) for text in ("89.5㎡", "1,089.5", "大")] == ["89.50", "1089.50", "None"]
    assert [share_of(text)[0] for text in ("1/2", "50%", "0.25", "3/2")] == [(1, 2), (1, 2), (1, 4), None]
    assert [str(date_of(text)[0]) for text in ("2020年1月2日", "20200102", 43832, "很久")] == [
        "2020-01-02"
    ] * 3 + ["None"]
    assert [is_id_card(text) for text in ("420103199001011234", "42010319900101123X", "13900001001")] == [
        True,
        True,
        False,
    ]


def test_headings_are_found_below_a_preamble_and_over_two_rows():
    rows = [
        (1, ["德富花园花名册"]),
        (2, ["房屋信息", "", "", "业主信息", "", "租户信息"]),
        (3, ["楼栋", "单元", "房号", "姓名", "电话", "姓名"]),
        (4, ["1栋", "1", "101", "王五", "", ""]),
    ]
    found = find_headings(rows)
    assert (found.line, found.depth, found.fields) == (
        3,
        2,
        ["building", "unit", "room", "name", "phone", "tenant"],
    )


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("建筑面积(㎡)", "area"),
        ("＊手机号", "phone"),
        ("身份证号", ""),
        ("楼栋编号", "building"),
        ("号楼", "building"),
        ("房屋编号", "room"),
    ],
)
def test_heading_has_its_field(title, field):
    assert field_of(title) == field
