"""Finding a place by words and step by step, and the operator's list."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buildings.places import actions
from buildings.places.imports import DATA, import_divisions
from buildings.places.models import Place, PlaceAlias
from tests import cast

from .test_pages import marks, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def wuhan() -> None:
    import_divisions(
        [DATA / "wuhan.csv"], as_of=date(2023, 6, 30), aliases=DATA / "jianghan_street_aliases.csv"
    )


def found(client: Client, words: str) -> list[str]:
    response = client.get(reverse("place_search"), {"q": words})
    assert response.status_code == 200
    return marks(response.content, "place")


@pytest.mark.usefixtures("wuhan")
def test_search_finds_by_name_alias_pinyin_and_code(client: Client) -> None:
    assert found(client, "北湖街道")[0] == "420103010"
    assert found(client, "北湖街")[0] == "420103010"
    assert found(client, "北湖街街道") == ["420103010"]
    assert found(client, "beihujiedao") == ["420103010"]
    assert found(client, "bhjd")[0] == "420103010"
    assert found(client, "420103010")[:2] == ["420103010", "420103010001"]
    assert found(client, "420103010000")[0] == "420103010"
    assert found(client, "江汉")[0] == "420103"
    assert found(client, "江汉 横堤") == ["420103010005"]
    assert found(client, "没有这个地方") == []


@pytest.mark.usefixtures("wuhan")
def test_search_tells_places_of_one_name_apart(client: Client) -> None:
    names = list(Place.objects.filter(name="新建村委会").values_list("code", flat=True))
    assert len(names) > 1
    assert set(names) <= set(found(client, "新建村"))
    response = client.get(reverse("place_search"), {"q": "新建村"})
    above = {hit.place.code: [one.name for one in hit.above] for hit in response.context["found"].hits}
    assert len({tuple(above[code]) for code in names}) == len(names)
    assert found(client, "黄陂 新建村") == [code for code in names if code.startswith("420116")]


@pytest.mark.usefixtures("wuhan")
def test_search_is_capped_and_says_so(client: Client) -> None:
    response = client.get(reverse("place_search"), {"q": "社区"})
    assert len(response.context["found"].hits) == 30
    assert response.context["found"].more


@pytest.mark.usefixtures("wuhan")
def test_search_puts_ours_first_among_equals(client: Client) -> None:
    actions.open_place(Place.objects.get(code="420103010003"), name="甲小区", by=None)
    assert found(client, "正街社区")[0] == "420103010003"


def test_search_finds_moved_places_by_their_old_code(client: Client, here: cast.Neighbourhood) -> None:
    moved = actions.move_place(here.building, under=here.old_compound, by=None)
    assert found(client, here.building.code) == [moved.code]
    actions.close_place(
        here.other_doorway if False else Place.objects.get(code=f"{moved.code}02"), by=None, reason="封闭"
    )
    assert found(client, "单元")[-1] == f"{moved.code}02"  # closed ones come last


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60) | st.text("0123456789 .'%_\\", max_size=20))
def test_search_answers_any_words(client: Client, here: cast.Neighbourhood, words: str) -> None:
    assert client.get(reverse("place_search"), {"q": words}).status_code == 200
    assert (
        client.get(
            reverse("place_pick"), {"q": words, "under": words, "next": words, "level": words}
        ).status_code
        == 200
    )


def step(client: Client, **query: str) -> tuple[list[str], list[str]]:
    """(the links of the steps, the link of choosing where one is)."""
    page = client.get(reverse("place_pick"), query).content.decode().replace("&amp;", "&")
    return re.findall(r'place-step" data-place="\d+" href="([^"]+)"', page), re.findall(
        r'data-choose="\d+" href="([^"]+)"', page
    )


def test_pick_goes_from_the_community_to_the_doorway(client: Client, here: cast.Neighbourhood) -> None:
    cast.place("420103010002", "2号社区居委会")  # nothing in it: no way to a doorway
    cast.place("420103010009", "虚拟社区")
    cast.place("420103010009001", "甲小区")
    address, seen = "?next=/file/?a=1", []
    steps, here_link = step(client, next="/file/?a=1")
    seen.append((len(steps), len(here_link)))
    while steps[0].startswith("?"):
        query = dict(pair.split("=", 1) for pair in steps[0][1:].split("&"))
        steps, here_link = step(client, next="/file/?a=1", under=query["under"])
        seen.append((len(steps), len(here_link)))
    assert seen == [(2, 0), (2, 1), (1, 1), (2, 1)]
    assert address
    assert steps == [f"/file/?a=1&place={here.doorway.code}", f"/file/?a=1&place={here.other_doorway.code}"]
    assert here_link == [f"/file/?a=1&place={here.building.code}"]


def test_pick_by_search_offers_open_places_only(client: Client, here: cast.Neighbourhood) -> None:
    actions.close_place(here.other_doorway, by=None, reason="封闭")
    steps, _chosen = step(client, q="单元", next="/file/")
    assert steps == [f"/file/?place={here.doorway.code}", f"/file/?place={here.old_doorway.code}"]


def test_pick_of_one_level_stops_there(client: Client, here: cast.Neighbourhood) -> None:
    steps, _chosen = step(client, level="15", under=here.community.code, next="/x/")
    assert steps == [f"/x/?place={here.compound.code}", f"/x/?place={here.old_compound.code}"]
    steps, _chosen = step(client, level="9", next="/x/")
    assert steps == [f"/x/?place={here.street.code}"]


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "x", ""]
)
def test_pick_leads_nowhere_else(client: Client, here: cast.Neighbourhood, target: str) -> None:
    steps, chosen = step(client, next=target, under=here.building.code)
    assert {address.split("?")[0] for address in [*steps, *chosen]} == {
        url("place_detail", here.doorway), url("place_detail", here.other_doorway), url("place_detail", here.building)
    }  # fmt: skip


def test_pick_in_an_empty_portal_answers(client: Client) -> None:
    assert step(client) == ([], [])
    assert client.get(reverse("place_search")).status_code == 200


def test_pick_follows_an_old_code(client: Client, here: cast.Neighbourhood) -> None:
    PlaceAlias.objects.create(place=here.building, kind="moved", code="420103010077001001")
    steps, _chosen = step(client, under="420103010077001001", next="/x/")
    assert len(steps) == 2


def test_admin_lists_finds_and_only_shows(as_: Callable[..., Client], here: cast.Neighbourhood) -> None:
    PlaceAlias.objects.create(place=here.building, kind="former", name="甲栋")
    client = as_(type(here.officer).objects.create_superuser("root", is_active=True))
    listed = reverse("admin:buildings_place_changelist")
    assert client.get(listed).context["cl"].result_count == Place.objects.count()
    assert [place.code for place in client.get(listed, {"q": "甲栋"}).context["cl"].result_list] == [
        here.building.code
    ]
    page = reverse("admin:buildings_place_change", args=[here.building.code])
    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "x"}).status_code == 403
    assert client.get(reverse("admin:buildings_place_add")).status_code == 403
