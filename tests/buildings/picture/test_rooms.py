"""What stands on doors, read as residents mean it, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buildings.picture.rooms import ODD, Spot, floor_name, is_short, read

PLAIN = {
    "1001": (10, "01"), "101": (1, "01"), "1001室": (10, "01"), "1001 室": (10, "01"), "１００１": (10, "01"),
    "2-1-1001": (10, "01"), "1-1001": (10, "01"), "2栋1单元1001": (10, "01"), "A座1001号": (10, "01"),
    "1001A": (10, "01A"), "1001a": (10, "01A"), "301东": (3, "01东"), "1001-2": (10, "01-2"),
    "10B": (10, "B"), "3-2": (3, "2"), "3楼2号": (3, "2"), "3层02": (3, "02"), "1001复式": (10, "01"),
}  # fmt: skip


@pytest.mark.parametrize("written", PLAIN)
def test_read_a_flat(written) -> None:
    floor, flat = PLAIN[written]
    assert read(written) == Spot(((floor, ""),), (flat,))


def test_read_floors_with_letters_and_below_the_ground() -> None:
    found = {written: read(written).floors for written in ("3A01", "12B02", "B101", "-201", "负101")}
    assert found == {
        "3A01": ((3, "A"),), "12B02": ((12, "B"),), "B101": ((-1, ""),), "-201": ((-2, ""),), "负101": ((-1, ""),)
    }  # fmt: skip
    assert [floor_name(floor) for floor in ((3, "A"), (12, ""), (-1, ""))] == ["3A", "12", "B1"]


@pytest.mark.parametrize("written", ["1001-1101", "1101-1001", "1001/1101", "1001、1101", "1001+1101"])
def test_read_a_room_over_two_floors(written) -> None:
    assert read(written) == Spot(((11, ""), (10, "")), ("01",))


@pytest.mark.parametrize("written", ["1001-1002", "1001+1002", "1001&1002"])
def test_read_two_flats_in_one(written) -> None:
    assert read(written) == Spot(((10, ""),), ("01", "02"))


@pytest.mark.parametrize("written", ["商铺", "商铺2", "门面3号", "底商", "1栋商铺1", "铺5"])
def test_read_a_shop(written) -> None:
    assert read(written) == Spot(shop=True)


@pytest.mark.parametrize(
    "written",
    ["", "10101", "传达室", "地下室3", "001", "9901", "1001-1502", "1001-1301", "B001", "3楼", "一单元"],
)
def test_guess_nothing(written) -> None:
    assert read(written) == ODD


def test_read_two_digits_only_where_all_are_short() -> None:
    assert (is_short(["11", "12", "21"]), is_short(["11", "101"]), is_short(["传达室"]), is_short([])) == (
        True, False, False, False
    )  # fmt: skip
    assert (read("21", short=True), read("21")) == (Spot(((2, ""),), ("1",)), ODD)


@given(st.text(max_size=30))
def test_read_whatever_comes(written) -> None:
    spot = read(written)
    assert len(spot.floors) * len(spot.flats) <= 2
    assert bool(spot.floors) == bool(spot.flats)
