"""Which room stands where: nothing overlaps, nothing is invented, nobody is left out."""

from hypothesis import given
from hypothesis import strategies as st

from buildings.picture.layout import Building, Room, Wall, lay_out

ONE, TWO = "42010301000100100101", "42010301000100100102"


def built(**rooms: str) -> Building:
    """`one="101 102", two="201"`: the rooms of two doorways, - before one that is not listed."""
    codes = {"one": ONE, "two": TWO}
    rows = [
        Room(n, codes[door], written.lstrip("~"), not written.startswith("~"))
        for door, names in rooms.items()
        for n, written in enumerate(names.split(), start=100 if door == "one" else 200)
    ]
    return lay_out((ONE, TWO), tuple(rows))


def places(wall: Wall) -> dict[str, tuple[int, int, int, int]]:
    return {cell.room.room: (cell.row, cell.column, cell.rows, cell.columns) for cell in wall.cells}


def bands(building: Building) -> list[str]:
    return [f"{band.floor[0]}{band.floor[1]}" if band.floor else band.kind for band in building.bands]


def test_floors_and_flats_that_nobody_has_take_no_space() -> None:
    building = built(one="501 301 303 201", two="302")
    assert (bands(building), building.ground, building.skipped) == (["5", "3", "2"], 3, [1, 4])
    assert places(building.walls[0]) == {
        "501": (0, 0, 1, 1), "301": (1, 0, 1, 1), "303": (1, 1, 1, 1), "201": (2, 0, 1, 1)
    }  # fmt: skip
    assert (places(building.walls[1]), building.walls[1].top) == ({"302": (1, 0, 1, 1)}, 1)


def test_floors_named_with_letters_stand_in_their_order() -> None:
    assert bands(built(one="501 3A01 301 12B01 12A01 1201 1501")) == [
        "15",
        "12B",
        "12A",
        "12",
        "5",
        "3A",
        "3",
    ]
    assert built(one="501 3A01 301 201 101").skipped == [4]


def test_shops_stand_on_the_street_and_basements_under_it() -> None:
    building = built(one="201 202 商铺1 商铺2 商铺3 B101", two="201 商铺4")
    assert (bands(building), building.ground) == (["2", "shop", "shop", "-1"], 3)
    assert places(building.walls[0]) == {
        "201": (0, 0, 1, 1), "202": (0, 1, 1, 1), "商铺1": (1, 0, 1, 1), "商铺2": (1, 1, 1, 1), "商铺3": (2, 0, 1, 2),
        "B101": (3, 0, 1, 1),
    }  # fmt: skip
    assert places(building.walls[1])["商铺4"] == (2, 0, 1, 2)


def test_rooms_that_fit_no_pattern_have_a_row_of_their_own() -> None:
    building = built(one="101 102 传达室 10101 地下室")
    assert bands(building) == ["1", "odd", "odd"]
    assert places(building.walls[0])["地下室"] == (2, 0, 1, 2)


def test_a_second_room_of_the_same_place_is_not_hidden() -> None:
    building = built(one="~10-01 1001室")
    assert (bands(building), places(building.walls[0])) == (
        ["10", "odd"],
        {"1001室": (0, 0, 1, 1), "10-01": (1, 0, 1, 2)},  # the one on the roster keeps the place
    )


def test_a_room_over_two_floors_covers_both() -> None:
    building = built(one="1001-1101 1002 1102 901 902")
    assert places(building.walls[0])["1001-1101"] == (0, 0, 2, 1)


def test_two_flats_in_one_are_twice_as_wide() -> None:
    building = built(one="1001+1002 1003 901 902 903")
    assert places(building.walls[0])["1001+1002"] == (0, 0, 1, 2)


def test_two_flats_with_a_neighbour_between_cover_nobody() -> None:
    building = built(one="1001+1003 1002 901")
    assert places(building.walls[0]) == {
        "1001+1003": (0, 0, 1, 1), "1002": (0, 1, 1, 1), "901": (1, 0, 1, 1)
    }  # fmt: skip


def test_a_divided_flat_is_as_wide_as_the_whole_one_elsewhere() -> None:
    building = built(one="301 301A 302 201 202")
    assert (building.walls[0].columns, places(building.walls[0])) == (
        3,
        {
            "301": (0, 0, 1, 1),
            "301A": (0, 1, 1, 1),
            "302": (0, 2, 1, 1),
            "201": (1, 0, 1, 2),
            "202": (1, 2, 1, 1),
        },
    )


def test_an_empty_building_has_doorways_and_no_floors() -> None:
    building = built()
    assert (building.bands, building.ground, building.skipped, len(building.walls)) == ([], 0, [], 2)


def test_rooms_of_a_doorway_nobody_named_are_drawn_as_well() -> None:
    building = lay_out((ONE,), (Room(1, TWO, "101", True),))
    assert [wall.code for wall in building.walls] == [ONE, TWO]


NAMES = st.one_of(
    st.builds("{}{:02d}".format, st.integers(1, 6), st.integers(1, 4)),
    st.builds("{}{:02d}A".format, st.integers(1, 6), st.integers(1, 4)),
    st.builds("{0}{1:02d}-{2}{1:02d}".format, st.integers(1, 5), st.integers(1, 4), st.integers(2, 6)),
    st.builds("{0}{1:02d}+{0}{2:02d}".format, st.integers(1, 6), st.integers(1, 3), st.integers(2, 4)),
    st.sampled_from(["商铺1", "商铺2", "传达室", "B101", "3A01", "11"]),
)


@given(st.lists(NAMES, unique=True, max_size=40), st.lists(NAMES, unique=True, max_size=20))
def test_everybody_is_drawn_once_and_nobody_covers_another(one, two) -> None:
    building = built(one=" ".join(one), two=" ".join(two))
    for wall, names in zip(building.walls, (one, two), strict=True):
        assert sorted(cell.room.room for cell in wall.cells) == sorted(names)
        covered = [
            (row, column)
            for cell in wall.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        ]
        assert len(covered) == len(set(covered))
        assert all(row < len(building.bands) and column < wall.columns for row, column in covered)
