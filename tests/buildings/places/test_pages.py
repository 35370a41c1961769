"""The pages of places: what they show to whom, what they cost, and that paper stays valid."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buildings.places import actions
from buildings.places.models import Place
from buildings.places.rights import CHANGE_PLACE, VIEW_PLACE
from buildings.posts import roles
from tests import cast
from tests.make import make_issue

pytestmark = pytest.mark.django_db
VERBS = ("place_open", "place_rename", "place_close", "place_reopen", "place_move", "place_merge")


def url(name: str, at: Place | str, **query: str) -> str:
    address = reverse(name, args=[at if isinstance(at, str) else at.code])
    return f"{address}?{urlencode(query)}" if query else address


def marks(page: bytes, attribute: str) -> list[str]:
    """The values of a data attribute on a page, in order."""
    return re.findall(rf'data-{attribute}="([^"]*)"', page.decode())


def test_rights_are_spelled_as_in_the_table() -> None:
    assert (VIEW_PLACE, CHANGE_PLACE) == (roles.VIEW_PLACE, roles.CHANGE_PLACE)


# -- the place page -----------------------------------------------------------------------------------------


def test_place_page_names_where_it_lies_and_what_lies_in_it(client: Client, here: cast.Neighbourhood) -> None:
    response = client.get(url("place_detail", here.compound))
    assert response.status_code == 200
    assert [label for label, _url in response.context["breadcrumb"]] == [
        "湖北省", "武汉市", "江汉区", "1号街道", "1号社区", "德富花园"
    ]  # fmt: skip
    assert [child.name for child in response.context["children"]] == ["1栋"]
    assert marks(response.content, "party") == [
        str(here.owners_party.pk),
        str(here.company.pk),
        str(here.residents_party.pk),
        str(here.street_party.pk),
    ]


def test_place_page_names_the_liaison_and_no_other_people_to_visitors_and_neighbours(
    client: Client, here: cast.Neighbourhood
) -> None:
    there = cast.next_door()
    for user in (None, here.resident, there.worker, there.officer):
        if user:
            client.force_login(user)
        page = client.get(url("place_detail", here.compound)).content
        assert b"data-staff" not in page
        assert marks(page, "post") == []
        named = {name for name, person in here.people.items() if person.name in page.decode()}
        assert named - ({"resident"} if user == here.resident else set()) == {"liaison"}


@pytest.mark.parametrize(
    "who", ["leader", "worker", "liaison", "property_staff", "owners_committee", "officer"]
)
def test_place_page_shows_staff_who_serves_here(
    as_: Callable[..., Client], here: cast.Neighbourhood, who: str
) -> None:
    at = here.building if who == "leader" else here.compound
    page = as_(here.people[who]).get(url("place_detail", at)).content
    names = (
        set(here.people)
        - {"resident", "management_committee"}
        - ({"leader"} if at == here.compound else set())
    )
    assert sorted(marks(page, "post"), key=int) == sorted(
        (str(here.people[name].posts.get().pk) for name in names), key=int
    )
    assert (b"data-verbs" in page) == (who == "officer")


def test_place_page_counts_what_lies_below(as_: Callable[..., Client], here: cast.Neighbourhood) -> None:
    make_issue(place=here.doorway)
    make_issue(place=here.other_doorway, solve_due=timezone.now() - timezone.timedelta(days=1))
    make_issue(place=here.old_doorway)
    response = as_(here.worker).get(url("place_detail", here.compound))
    found = {str(count.label): count.number for count in response.context["counts"]}
    assert {label: number for label, number in found.items() if number} == {
        "户": 1,
        "未办结诉求": 2,
        "超期": 1,
    }


def test_place_page_shows_former_names_and_codes(client: Client, here: cast.Neighbourhood) -> None:
    actions.rename_place(here.building, name="甲栋", by=None)
    moved = actions.move_place(here.building, under=here.old_compound, by=None)
    response = client.get(url("place_detail", moved))
    today = timezone.localdate()
    assert [(other.words, other.until) for other in response.context["other_names"]] == [
        ("1栋", today), ("甲栋 420103010001001001", today)
    ]  # fmt: skip


def test_place_page_keeps_closed_children_apart(client: Client, here: cast.Neighbourhood) -> None:
    actions.close_place(here.other_doorway, by=None, reason="封闭")
    response = client.get(url("place_detail", here.building))
    assert [child.name for child in response.context["children"]] == ["1单元"]
    assert [child.name for child in response.context["closed_children"]] == ["2单元"]
    assert client.get(url("place_detail", here.other_doorway)).context["file_url"] == ""


@pytest.fixture
def frame_queries(here: cast.Neighbourhood) -> Iterator[Callable[..., int]]:
    def count(client: Client, address: str) -> int:
        client.get(address)  # what is read once per process
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count


@pytest.mark.parametrize("children", [1, 3])
def test_pages_cost_at_most_fourteen_queries(
    client: Client, here: cast.Neighbourhood, frame_queries: Callable[..., int], children: int
) -> None:
    for number in range(children - 1):
        cast.place(f"{here.compound.code}{number + 2:03}", f"{number + 2}栋")
        cast.place(f"{here.building.code}{number + 3:02}", f"{number + 3}单元")
        make_issue(place=here.doorway, wants_public=True, published_at=timezone.now())
    visitor = {
        name: frame_queries(client, address)
        for name, address in {
            "place": url("place_detail", here.compound),
            "doorway": url("doorway", here.doorway),
            "search": reverse("place_search") + "?q=栋",
            "pick": reverse("place_pick") + "?under=" + here.compound.code,
        }.items()
    }
    assert visitor == {"place": 8, "doorway": 3, "search": 4, "pick": 4}
    client.force_login(here.officer)
    staff = {
        name: frame_queries(client, address)
        for name, address in {
            "place": url("place_detail", here.compound),
            "doorway": url("doorway", here.doorway),
            "search": reverse("place_search") + "?q=栋",
            "posters": url("building_posters", here.building),
        }.items()
    }
    assert {
        name: number for name, number in staff.items() if number > 14
    } == {}  # one or two of each room that shows something there


@pytest.mark.parametrize("code", ["99", "4201030", "420103010009", "42010301000900100101"])
def test_unknown_codes_answer_404(as_: Callable[..., Client], here: cast.Neighbourhood, code: str) -> None:
    client = as_(here.officer)
    for name in ("place_detail", "doorway", "doorway_poster", "building_posters", *VERBS):
        assert client.get(url(name, code)).status_code == 404


# -- old codes ----------------------------------------------------------------------------------------------


def test_old_codes_lead_on_everywhere(as_: Callable[..., Client], here: cast.Neighbourhood) -> None:
    old, client = here.doorway.code, as_(here.officer)
    actions.move_place(here.building, under=here.old_compound, by=None)
    for name in ("place_detail", "doorway", "doorway_poster", "place_rename", "place_move"):
        response = client.get(url(name, old, a="1"))
        assert (response.status_code, response.headers["Location"]) == (
            301,
            url(name, "42010301000100200201", a="1"),
        )
        assert response.headers["Cache-Control"] == "no-cache"
    assert client.get(url("building_posters", here.building)).status_code == 301
    assert client.post(url("place_rename", old), {"name": "甲"}).status_code == 302


def test_old_codes_of_merged_places_lead_on(client: Client, here: cast.Neighbourhood) -> None:
    actions.merge_place(here.old_compound, into=here.compound, by=None)
    response = client.get(url("doorway", here.old_doorway))
    assert response.headers["Location"] == url("doorway", "42010301000100100201")
    assert client.get(url("doorway", here.old_compound)).headers["Location"] == url("doorway", here.compound)


# -- a doorway ----------------------------------------------------------------------------------------------


def test_doorway_leads_to_filing_joining_and_the_neighbours(client: Client, here: cast.Neighbourhood) -> None:
    shown = make_issue(place=here.other_doorway, wants_public=True, published_at=timezone.now())
    make_issue(place=here.doorway)
    make_issue(place=here.old_doorway, wants_public=True, published_at=timezone.now())
    response = client.get(url("doorway", here.doorway))
    assert response.context["where"] == "德富花园 1栋 1单元"
    assert response.context["part_of"] == "1号街道 1号社区"
    assert response.context["file_url"] == f"{reverse('issue_new')}?place={here.doorway.code}"
    assert marks(response.content, "public") == [str(shown.pk)]
    assert tuple(response.context["contact"])[::2] == ("刘联络", "027-85550100")
    assert b"tel:027-85550100" in response.content


def test_doorway_shows_nobodys_name_but_the_liaisons(client: Client, here: cast.Neighbourhood) -> None:
    page = client.get(url("doorway", here.doorway)).content.decode()
    assert [name for name, user in here.people.items() if user.name in page] == ["liaison"]
    assert "+86139" not in page


def test_doorway_without_a_liaison_shows_the_helpline(client: Client, here: cast.Neighbourhood) -> None:
    response = client.get(url("doorway", here.old_doorway))
    assert response.context["contact"] is None
    assert b"tel:12345" in response.content


def test_doorway_of_a_building_or_compound_works_and_above_leads_to_its_page(
    client: Client, here: cast.Neighbourhood
) -> None:
    assert client.get(url("doorway", here.compound)).status_code == 200
    assert client.get(url("doorway", here.community)).headers["Location"] == url(
        "place_detail", here.community
    )


def test_doorway_that_closed_says_so(client: Client, here: cast.Neighbourhood) -> None:
    actions.close_place(here.other_doorway, by=None, reason="封闭")
    page = client.get(url("doorway", here.other_doorway)).content
    assert b'data-tone="warn"' in page
    assert marks(page, "verb") == ["file", "issues"]


# -- the verbs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*VERBS, "doorway_poster"])
def test_verbs_are_for_staff_of_the_place(client: Client, here: cast.Neighbourhood, name: str) -> None:
    there = cast.next_door()
    address = url(name, here.doorway)
    assert client.get(address).status_code == 302  # to sign in
    expected = {
        "resident": 404,
        "officer": 200,
        **dict.fromkeys(
            ["leader", "worker", "liaison", "property_staff", "owners_committee"],
            200 if name == "doorway_poster" else 403,
        ),
    }
    for who, status in expected.items():
        client.force_login(here.people[who])
        assert (who, client.get(address).status_code) == (who, status)
        if name != "doorway_poster" and status != 200:
            assert client.post(address, {"name": "x", "reason": "x", "names": "x"}).status_code == status
    for who in ("worker", "officer"):
        client.force_login(there.people[who])
        assert client.get(address).status_code == 404


def test_open_adds_one_place_per_line(as_: Callable[..., Client], here: cast.Neighbourhood) -> None:
    response = as_(here.officer).post(url("place_open", here.compound), {"names": "2栋\n\n 3栋 \r\n4栋"})
    assert response.headers["Location"] == url("place_detail", here.compound)
    assert list(Place.objects.filter(parent=here.compound.code).values_list("name", flat=True)) == [
        "1栋",
        "2栋",
        "3栋",
        "4栋",
    ]


@pytest.mark.parametrize("names", ["", "2栋\n2栋", "2栋\n1栋", "\n".join(map(str, range(101))), "一" * 81])
def test_open_is_all_or_nothing(as_: Callable[..., Client], here: cast.Neighbourhood, names: str) -> None:
    response = as_(here.officer).post(url("place_open", here.compound), {"names": names})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Place.objects.filter(parent=here.compound.code).count() == 1


def test_rename_by_form(as_: Callable[..., Client], here: cast.Neighbourhood) -> None:
    client = as_(here.officer)
    assert client.post(url("place_rename", here.building), {"name": "", "reason": ""}).context[
        "form"
    ].errors.keys() == {"name", "reason"}
    client.post(url("place_rename", here.building), {"name": "甲栋", "reason": "门牌整治", "code": "99"})
    assert Place.objects.get(pk=here.building.pk).name == "甲栋"


def test_close_and_reopen_by_form(as_: Callable[..., Client], here: cast.Neighbourhood) -> None:
    client = as_(here.officer)
    response = client.post(url("place_close", here.compound), {"reason": "拆除"})
    assert response.context["form"].non_field_errors()
    assert [number for _label, number in response.context["below"]] == [1, 2]
    client.post(url("place_close", here.other_doorway), {"reason": "封闭"})
    assert not Place.objects.get(pk=here.other_doorway.pk).is_open
    client.post(url("place_reopen", here.other_doorway), {"reason": "弄错"})
    assert Place.objects.get(pk=here.other_doorway.pk).is_open


def test_move_by_form_chooses_shows_and_moves(as_: Callable[..., Client], here: cast.Neighbourhood) -> None:
    client = as_(here.officer)
    first = client.get(url("place_move", here.building))
    assert first.context["target"] is None
    assert "level=15" in first.content.decode()
    assert f"under={here.community.code}" in first.content.decode()
    second = client.get(url("place_move", here.building, place=here.old_compound.code))
    assert second.context["target"] == here.old_compound
    assert Place.objects.filter(pk=here.building.pk).exists()
    response = client.post(
        url("place_move", here.building), {"place": here.old_compound.code, "reason": "划错了"}
    )
    assert response.headers["Location"] == url("place_detail", "420103010001002002")


def test_merge_by_form(as_: Callable[..., Client], here: cast.Neighbourhood) -> None:
    client = as_(here.officer)
    response = client.post(
        url("place_merge", here.old_compound), {"place": here.compound.code, "reason": "合并"}
    )
    assert response.headers["Location"] == url("place_detail", here.compound)
    assert client.get(url("place_detail", here.old_compound)).status_code == 301


@pytest.mark.parametrize("target", ["", "99", "x", "\0", "4" * 5000, "420103011"])
def test_move_refuses_a_target_that_cannot_be(
    as_: Callable[..., Client], here: cast.Neighbourhood, target: str
) -> None:
    cast.next_door()
    response = as_(here.officer).post(url("place_move", here.building), {"place": target, "reason": "划错了"})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Place.objects.filter(pk=here.building.pk).exists()


# -- search -------------------------------------------------------------------------------------------------


# -- choosing -----------------------------------------------------------------------------------------------


# -- the operator's admin -----------------------------------------------------------------------------------
