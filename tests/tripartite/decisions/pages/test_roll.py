"""The roll, and the papers that are printed from it."""

import re

import pytest

from buildings.households.models import Household
from tests import cast
from tripartite.decisions import queries

pytestmark = pytest.mark.django_db


def shown(client, path: str, name: str = "unit") -> list[int]:
    return [int(one) for one in re.findall(rf'data-{name}="(\d+)"', client.get(path).content.decode())]


def test_roll_masks_owners_and_says_where_the_area_comes_from(signed_in, we, put):
    row = put()
    page = signed_in(we.liaison).get(f"/votes/{row.pk}/roll/").content.decode()
    assert ("钱某某" in page, "钱业主" in page, "1栋 1单元 101" in page) == (True, False, True)
    assert (
        re.findall(r"<td>100.00 (\S+) <small class=\"muted\">(\S+)</small>", page)
        == [("平方米", "不动产权证")] * 3
    )


def test_roll_pages_and_buildings(signed_in, we, put, monkeypatch):
    other = cast.place(f"{we.compound.code}00201", "1单元")
    cast.place(f"{we.compound.code}002", "2栋")
    homes = [
        Household.objects.create(place=at, room=f"{n}", area=90)
        for at in (we.doorway, other)
        for n in (201, 202)
    ]
    row = put(units=homes)
    client, path = signed_in(we.worker), f"/votes/{row.pk}/roll/"
    assert shown(client, path) == [1, 2, 3, 4]
    assert shown(client, f"{path}?building={we.compound.code}002") == [3, 4]
    assert shown(client, f"{path}?building=9&after=x") == [1, 2, 3, 4]
    assert shown(client, f"{path}?after=2") == [3, 4]
    assert shown(client, f"{path}?after={10**17}") == []
    assert queries.units(row, size=2).following == "2"


def test_papers_of_a_building_are_printed_with_number_and_motions(signed_in, we, put):
    row = put(matters=("hire_company", "use_funds"))
    client, path = signed_in(we.liaison), f"/votes/{row.pk}/print/"
    page = client.get(path).content.decode()
    assert (shown(client, path, "paper"), page.count('class="box"'), page.count("data-qr")) == (
        [1, 2, 3],
        18,
        3,
    )
    assert (
        set(re.findall(r'data-qr="([^"]+)"', page)) == {f"http://testserver/votes/{row.pk}/"}
        or f"/votes/{row.pk}/" in page
    )
    assert ("钱某某" in page, "钱业主" in page) == (False, False)


def test_only_announced_votes_have_papers(signed_in, we, put):
    rows = [put("draft"), put("counted"), put("cancelled")]
    assert {signed_in(we.worker).get(f"/votes/{row.pk}/print/").status_code for row in rows} == {404}


@pytest.mark.parametrize(
    ("who", "roll", "papers"),
    [
        ("resident", 404, 404),
        ("property_staff", 404, 404),
        ("leader", 404, 404),
        ("owners_committee", 200, 200),
    ],
)
def test_roll_is_for_who_may_see_it(signed_in, we, put, who, roll, papers):
    row, client = put(), signed_in(getattr(we, who))
    assert [client.get(f"/votes/{row.pk}/{name}/").status_code for name in ("roll", "print")] == [
        roll,
        papers,
    ]
