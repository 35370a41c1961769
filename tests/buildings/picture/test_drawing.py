"""The drawing: whatever stands on a door comes out as text, and every mark is a picture and a word."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from buildings.picture.drawing import Look, facade, fitted, floors, symbols, wall
from buildings.picture.layout import Room, lay_out
from buildings.picture.measures import NOTHING, Mark, Share

CODE = "42010301000100100101"
GOOD, MANY = Mark("good", "check", "fine", "good"), Mark("many", "alert", "waits", "warn")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(
    rooms: list[str], marks: dict, *, each: Any = ("/households/", "/"), name: str = "1单元", **over: Any
) -> str:
    rows = tuple(Room(n, CODE, room, not room.startswith("~")) for n, room in enumerate(rooms, start=1))
    building = lay_out((CODE,), rows)
    words = {"good": "fine", "many": "waits"}
    look = Look(marks, words, NOTHING, "not on the roster", over.get("own", {}), each, over.get("door", {}))
    return floors(building, building.walls[0]) + wall(building, building.walls[0], name, look, "n-1")


def titles(svg: str) -> list[str]:
    return re.findall("<title>(.*?)</title>", svg)


def links(svg: str) -> list[str]:
    return re.findall('<a href="(.*?)"', svg)


def test_every_room_is_a_link_with_a_name_in_the_order_of_reading() -> None:
    svg = drawn(["101", "202", "201"], {2: GOOD, 1: MANY.of(3)})
    assert titles(svg) == ["1单元 201", "1单元 202 · fine", "1单元 101 · waits 3"]
    assert links(svg) == ["/households/3/", "/households/2/", "/households/1/"]
    assert re.findall('href="#(mark-[a-z]+)"', svg) == ["mark-good", "mark-many"]


def test_without_a_page_for_households_only_the_own_room_leads_somewhere() -> None:
    svg = drawn(["201", "202"], {}, each=None, own={2: "/mine/"})
    assert (links(svg), svg.count('<g role="img"')) == (["/mine/"], 1)


def test_without_a_page_for_households_a_room_leads_to_its_doorway() -> None:
    assert links(drawn(["201", "202"], {}, each=None, door={CODE: "/d/1/"}, own={2: "/mine/"})) == [
        "/d/1/",
        "/mine/",
    ]


def test_a_room_that_is_on_nobody_s_roster_says_so() -> None:
    assert titles(drawn(["~101", "102"], {1: GOOD}))[0] == "1单元 ~101 · fine · not on the roster"


@pytest.mark.parametrize("evil", ['"><script>evil()</script>', "</title><script>evil()</script>", "'&<>\""])
def test_what_stands_on_a_door_is_only_text(evil: str) -> None:
    svg = drawn([evil, "101"], {1: Mark(evil, evil, evil, evil, 1)}, name=evil) + symbols(
        [Mark(evil, evil, evil)]
    )
    assert "<script" not in svg
    tree = ElementTree.fromstring(f'<x xmlns="http://www.w3.org/2000/svg">{svg}</x>')
    assert [node.text for node in tree.iter(f"{SVG}title")][-1].startswith(f"{evil} {evil}")


def test_no_style_that_the_policy_would_block() -> None:
    assert (
        re.findall(r"style=|<style|on[a-z]+=", drawn(["101"], {1: GOOD}) + facade(Share(1, 2), True, 4)) == []
    )


@pytest.mark.parametrize(
    ("written", "wide", "expected"),
    [
        ("1001", 40, "1001"),
        ("1001", 38, "1001"),
        ("2-1-1001", 50, "…1001"),
        ("传达室", 52, "传达室"),
        ("传达室", 40, "…室"),
    ],
)
def test_cut_what_is_too_long_from_the_front(written, wide, expected) -> None:
    assert fitted(written, wide) == expected


def test_a_room_over_two_floors_has_one_number_above_the_other() -> None:
    svg = drawn(["1001-1101", "1002", "1102"], {})
    assert re.findall(">([^<]*)</text>", svg)[-4:] == ["1001-", "1101", "1102", "1002"]
    assert titles(svg)[0] == "1单元 1001-1101"


@pytest.mark.parametrize(
    ("share", "lit"),
    [(None, 0), (Share(0, 9), 0), (Share(1, 999), 1), (Share(998, 999), 15), (Share(9, 9), 16), (Share(0, 0), 0),
     (Share(3, None), 3), (Share(99, None), 16), (Share(0, None), 0)],
)  # fmt: skip
def test_light_all_windows_only_for_all_and_none_only_for_none(share, lit) -> None:
    assert (facade(share, True, 4).count('class="lit"'), facade(share, False, 4).count('class="alarm"')) == (
        lit,
        lit,
    )
