"""Who sees which picture, what it shows, and that a thousand rooms cost no more questions than one."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Household, Membership
from buildings.picture import measures
from buildings.picture.measures import Mark, Measure, Share
from buildings.places import actions
from buildings.posts.roles import VIEW_HOUSEHOLD
from tests import cast
from tests.make import make_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> cast.Neighbourhood:
    return cast.here()


def get(user: Any, place: Any, **query: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(reverse("picture", args=[place.code]), query)


def titles(response: Any) -> list[str]:
    return re.findall("<title>([^<]*)</title>", response.content.decode().partition("</head>")[2])


def house(here: cast.Neighbourhood, *rooms: str, at: Any = None, **over: Any) -> list[Household]:
    rows = [Household(place=at or here.doorway, room=room, **over) for room in rooms]
    return Household.objects.bulk_create(rows)


def move_in(household: Household, *, confirmed: bool = True, digits: int = 0, **over: Any) -> Membership:
    user = User.objects.create_user(phone=f"+86137{household.pk:06d}{digits:02d}", name="钱居民")
    when = timezone.now() if confirmed else None
    return Membership.objects.create(
        user=user, household=household, relation="owner", verified_at=when, **over
    )


# -- what staff see -----------------------------------------------------------------------------------------


def test_roster_marks_who_is_known_and_who_waits(here) -> None:
    known, waits, both, _empty = house(here, "201", "202", "301", "302")
    move_in(known)
    move_in(waits, confirmed=False)
    move_in(both)
    move_in(both, confirmed=False, digits=1)
    move_in(both, digits=2, ended_at=timezone.now())
    page = get(here.worker, here.building, by="roster")
    assert titles(page) == [
        "1单元 1001 · 已核实", "1单元 301 · 待核实 1", "1单元 302 · 还没有人登记",
        "1单元 201 · 已核实", "1单元 202 · 待核实 1",
    ]  # fmt: skip
    legend = [(one.mark.key, one.number) for one in page.context["picture"].legend]
    assert legend == [("verified", 2), ("waiting", 2), ("nobody", 1)]


def test_table_says_what_the_picture_says(here) -> None:
    known, waits = house(here, "201", "202")
    move_in(known)
    move_in(waits, confirmed=False)
    lines = get(here.worker, here.building, by="roster").context["picture"].lines
    assert [(line.doorway, line.mark.key, line.number, line.rooms) for line in lines] == [
        ("1单元", "verified", 2, "1001 201"), ("1单元", "waiting", 1, "202 (1)")
    ]  # fmt: skip


def test_a_measure_is_offered_to_those_who_hold_its_right(here) -> None:
    offered = {
        name: [choice.query for choice in get(getattr(here, name), here.building).context["choices"]]
        for name in ("leader", "worker", "liaison", "property_staff", "resident")
    }
    rooted = ("?by=centre", "?by=families")
    assert offered == {
        "leader": [*rooted, "?by=roster", "?by=care", "?by=questionnaire", "?by=reported"],
        "worker": [
            *rooted,
            "?by=issues",
            "?by=roster",
            "?by=care",
            "?by=questionnaire",
            "?by=vote",
            "?by=reported",
        ],
        "liaison": [
            *rooted,
            "?by=issues",
            "?by=roster",
            "?by=care",
            "?by=questionnaire",
            "?by=vote",
            "?by=reported",
        ],
        "property_staff": ["?by=issues", "?by=reported"],
        "resident": ["?", "?by=reported"],
    }


@pytest.mark.parametrize("by", ["", "roster", "nonsense", "\0", "issues' OR 1=1"])
def test_an_unknown_measure_is_the_first_one(here, by) -> None:
    page = get(here.property_staff, here.building, by=by)
    assert (page.status_code, page.context["measure"].key) == (200, "issues")


def test_marks_of_a_doorway_and_of_the_building_stand_beside_the_rooms(here, monkeypatch) -> None:
    one = Mark("one", "check", "works", "good")
    marks = {here.doorway.code: one.of(4), here.building.code: one.of(7), here.household.pk: one}
    measure = Measure("tried", "tried", VIEW_HOUSEHOLD, (one,), lambda *_: marks, lambda *_: {}, order=1)
    monkeypatch.setitem(measures._measures, "tried", measure)
    picture = get(here.worker, here.building, by="tried").context["picture"]
    assert ([door.mark for door in picture.doors], picture.whole) == ([one.of(4), None], [one.of(7)])
    assert picture.legend[0].number == 12


def test_rooms_on_nobodys_roster_and_closed_doorways_are_drawn_for_staff(here) -> None:
    house(here, "301", listed=False)
    house(here, "101", at=here.other_doorway)
    actions.close_place(here.other_doorway, by=here.officer, reason="拆除")
    page = get(here.worker, here.building, by="roster")
    assert "1单元 301 · 还没有人登记 · 不在名册中" in titles(page)
    assert [door.name for door in page.context["picture"].doors] == ["1单元", "2单元"]


def test_floors_that_are_not_on_the_roster_are_named(here) -> None:
    house(here, *(f"{floor}01" for floor in range(1, 13) if floor not in (4, 10)))
    assert get(here.worker, here.building).context["picture"].skipped == "4"


def test_an_empty_building_says_so(here) -> None:
    page = get(here.officer, here.old_doorway.parent)
    assert (page.status_code, page.context["picture"].rooms) == (200, 0)


# -- what residents see -------------------------------------------------------------------------------------


def test_a_resident_sees_doors_and_the_own_home_and_nothing_of_neighbours(here) -> None:
    said, known = house(here, "301", listed=False)[0], house(here, "201")[0]
    move_in(said)
    move_in(known)
    make_issue(place=here.doorway, author=known.memberships.get().user)
    for by in ("", "roster", "issues", "questionnaire"):
        page = get(here.resident, here.building, by=by)
        assert titles(page) == ["1单元 1001 · 您家", "1单元 201"]
        assert (page.context["measure"], page.content.count(b'href="/households/"')) == (None, 1)


def test_a_resident_may_read_what_everybody_may_read(here) -> None:
    make_issue(place=here.doorway, wants_public=True, published_at=timezone.now())
    make_issue(place=here.doorway)
    picture = get(here.resident, here.building, by="reported").context["picture"]
    assert [(door.name, door.mark and door.mark.number) for door in picture.doors] == [
        ("1单元", 1),
        ("2单元", None),
    ]


@pytest.mark.parametrize("state", ["waiting", "ended", "stranger", "other building"])
def test_for_whoever_does_not_live_there_it_does_not_exist(here, state) -> None:
    other = cast.place(f"{here.compound.code}002", "2栋")
    if state == "stranger":
        person = cast.next_door().resident
    elif state == "other building":
        person = here.resident
    else:
        at = house(here, "101", at=cast.place(f"{other.code}01", "1单元"))[0]
        ended = timezone.now() if state == "ended" else None
        person = move_in(at, confirmed=state == "ended", ended_at=ended).user
    assert get(person, other).status_code == 404


def test_a_resident_reaches_the_picture_from_the_own_household(here) -> None:
    client = Client()
    client.force_login(here.resident)
    picture = reverse("picture", args=[here.doorway.code])
    assert f'href="{picture}"' in client.get(reverse("my_households")).content.decode()
    assert (
        client.get(picture).headers["Location"]
        == f"{reverse('picture', args=[here.building.code])}#d-{here.doorway.code}"
    )


# -- plans --------------------------------------------------------------------------------------------------


def test_a_plan_shows_shares_of_open_buildings(here) -> None:
    second = cast.place(f"{here.compound.code}002", "2栋")
    doorway = cast.place(f"{second.code}01", "1单元")
    house(here, "101", "102", "103", at=doorway)
    house(here, "104", at=doorway, listed=False)
    move_in(Household.objects.get(room="101", place=doorway))
    empty = cast.place(f"{here.compound.code}003", "3栋")
    actions.close_place(cast.place(f"{here.compound.code}004", "4栋"), by=here.officer, reason="拆除")
    page = get(here.worker, here.compound, by="roster")
    assert [(tile.place.name, tile.share, tile.percent, tile.tone) for tile in page.context["tiles"]] == [
        ("1栋", Share(1, 1), 100, "good"), ("2栋", Share(1, 3), 33, "info"), (empty.name, None, None, "quiet")
    ]  # fmt: skip
    assert page.context["total"] == Share(2, 4)
    assert [tile.share for tile in get(here.worker, here.community, by="roster").context["tiles"]] == [
        Share(2, 4),
        None,
    ]


def test_a_plan_of_bad_news_counts_and_calls_silence_none(here) -> None:
    cast.place(f"{here.compound.code}002", "2栋")
    make_issue(place=here.doorway)
    make_issue(place=here.building)
    make_issue(place=here.compound)
    page = get(here.worker, here.compound, by="issues")
    assert [(tile.share, tile.percent, tile.tone) for tile in page.context["tiles"]] == [
        (Share(2, None), None, "warn"), (Share(0, None), None, "good")
    ]  # fmt: skip


def test_a_resident_finds_the_own_building_on_the_plan_and_no_way_into_others(here) -> None:
    cast.place(f"{here.compound.code}002", "2栋")
    tiles = get(here.resident, here.compound).context["tiles"]
    assert [(tile.own, bool(tile.url), tile.share) for tile in tiles] == [
        (True, True, None),
        (False, False, None),
    ]


# -- what it costs ------------------------------------------------------------------------------------------


def asked(user: Any, place: Any, by: str) -> int:
    client = Client()
    client.force_login(user)
    path = reverse("picture", args=[place.code])
    client.get(path, {"by": by})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path, {"by": by}).status_code == 200
    return len(queries)


def test_questions_do_not_grow_with_the_building(here) -> None:
    def costs() -> dict[str, int]:
        found = {
            by: asked(here.worker, here.building, by)
            for by in ("centre", "families", "roster", "issues", "care", "questionnaire", "reported")
        }
        found |= {
            f"plan {by}": asked(here.worker, here.compound, by)
            for by in ("centre", "families", "roster", "issues", "care", "questionnaire")
        }
        found |= {f"map {by}": asked(here.worker, here.community, by) for by in ("roster", "issues")}
        return found | {
            "resident": asked(here.resident, here.building, ""),
            "public": asked(here.resident, here.building, "reported"),
        }

    few = costs()
    for number in range(3, 6):
        doorway = cast.place(f"{here.building.code}{number:02d}", f"{number}单元")
        for household in house(
            here, *(f"{floor}{flat:02d}" for floor in range(1, 6) for flat in (1, 2)), at=doorway
        ):
            move_in(household, confirmed=household.room[0] != "3")
        make_issue(place=doorway)
        cast.place(f"{here.compound.code}{number:03d}", f"{number}栋")
    assert few == costs()
    assert max(few.values()) <= 8
    assert (few["roster"], few["plan roster"], few["resident"], few["public"]) == (7, 6, 7, 8)


def test_the_place_page_leads_to_the_picture_without_a_question(here) -> None:
    client = Client()
    client.force_login(here.worker)
    for place in (here.building, here.compound, here.community, here.doorway):
        page = client.get(reverse("place_detail", args=[place.code])).content.decode()
        assert f'href="{reverse("picture", args=[place.code])}"' in page


def test_an_old_code_leads_on(here) -> None:
    old = here.old_doorway.parent.code
    moved = actions.move_place(here.old_doorway.parent, under=here.compound, by=here.officer)
    client = Client()
    client.force_login(here.officer)
    answer = client.get(reverse("picture", args=[old]), {"by": "roster"})
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        f"{reverse('picture', args=[moved.code])}?by=roster",
    )
