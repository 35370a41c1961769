"""Vacant posts, terms that end, people with many posts: the numbers, the way down, and the deed each leads to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beihu.accounts.models import User
from beihu.office.queries import waiting_for
from buildings.posts.models import Post
from buildings.posts.roles import FILL, Role
from buildings.posts.vacancies import by_child, by_kind, seats, short_places
from tests import cast
from tests.make_buildings import make_kind, make_post

TODAY = timezone.localdate()
DAY = timedelta(days=1)


def numbers(code: str) -> dict[str, tuple[int, int, int]]:
    return {one.code: (one.wanted, one.filled, one.vacant) for one in by_kind(code)}


def test_wanted_less_serving_at_every_level(people):
    """Two buildings, each with two wanted."""
    kind = make_kind(place=people.street, wanted=2)
    for _n in range(3):
        make_post(kind=kind, place=people.building)  # one too many fills no gap elsewhere
    secretary = make_kind(place=people.street, code="secretary", levels=[12])
    assert numbers(people.street.code) == {"building_chief": (4, 2, 2), "secretary": (1, 0, 1)}
    assert numbers(people.compound.code) == {"building_chief": (2, 2, 0)}
    assert numbers(people.old_compound.code) == {"building_chief": (2, 0, 2)}
    street = {one.code: one.vacant for one in by_child(people.street.code)}
    compounds = {one.code: one.vacant for one in by_child(people.community.code)}
    assert street == {people.community.code: 3}
    assert compounds == {people.compound.code: 0, people.old_compound.code: 2}
    assert by_child(people.doorway.code) == []
    assert [(one.kind, one.place) for one in seats(people.community.code)] == [(secretary, people.community)]
    assert [one.vacant for one in seats(people.old_compound.code)] == [2]
    assert [one.place.code for one in seats(people.street.code, "building_chief")] == [
        people.old_doorway.code[:18]
    ]


@pytest.mark.parametrize(
    ("over", "counts"),
    [
        ({}, True),
        ({"until": TODAY + DAY}, True),
        ({"until": TODAY}, False),
        ({"since": TODAY + DAY}, False),
    ],
    ids=str,
)
def test_only_posts_in_term_fill_a_seat(people, over, counts):
    make_post(kind=make_kind(place=people.street), place=people.building, **over)
    assert numbers(people.compound.code) == {"building_chief": (1, int(counts), int(not counts))}


def test_closed_places_and_kinds_and_kinds_without_a_number_lack_nobody(people):
    make_kind(place=people.street, code="closed", closed_on=TODAY)
    make_kind(place=people.street, code="any", wanted=0)
    make_kind(place=people.street, code="doorway", levels=[20])
    people.doorway.closed_on = TODAY
    people.doorway.save()
    assert numbers(people.street.code) == {"doorway": (2, 0, 2)}


def test_kind_of_the_next_street_does_not_count_here(people):
    make_kind(place=cast.next_door().street)
    assert numbers(people.street.code) == {}


def test_post_moved_here_counts_by_its_short_code(people):
    other = cast.next_door()
    make_kind(place=people.street)
    theirs = make_kind(place=other.street)
    Post.objects.filter(pk=make_post(kind=theirs, place=other.building).pk).update(place=people.building)
    assert numbers(people.compound.code) == {"building_chief": (1, 1, 0)}


def test_heap_on_the_desk_counts_the_same_places(people):
    kind = make_kind(place=people.street)
    make_kind(place=people.street, code="b", levels=[12], wanted=0)
    make_kind(place=cast.next_door().street)
    make_post(kind=kind, place=people.building, until=TODAY + 20 * DAY)
    found = {place.code for place in short_places(people.worker)}
    assert found == {one.place.code for one in seats(people.community.code, "building_chief")}
    heaps = {one.heap.page: one.figure for one in waiting_for(people.worker)}
    assert (heaps["posts_vacant"], heaps["posts_ending"]) == ("1", "1")
    operator = User.objects.create_superuser("operator")
    assert short_places(operator).count() == 3


# -- pages -----------------------------------------------------------------------------------------------------


def test_vacancies_lead_down_to_the_appointment(people, client):
    kind = make_kind(place=people.street)
    client.force_login(people.worker)
    page = client.get(reverse("posts_vacant"))
    assert (page.context["place"], page.context["total"]) == (people.community, 2)
    assert {one.code for one in page.context["children"]} == {people.compound.code, people.old_compound.code}
    below = client.get(reverse("posts_vacant"), {"place": people.compound.code})
    [(seat, mine)] = below.context["seats"]
    assert (seat.kind, seat.place, mine) == (kind, people.building, True)
    way = f"{reverse('appoint', args=[people.building.code])}?kind={kind.pk}"
    assert way in below.content.decode()
    form = client.get(way).context["form"]
    assert (form["role"].value(), form.fields["role"].choices) == (
        f"kind-{kind.pk}", [(f"kind-{kind.pk}", "楼栋长（缺 1 人）")]
    )  # fmt: skip


def test_seat_the_street_fills_is_shown_without_a_button(people, client):
    make_kind(place=people.street, code="secretary", levels=[12], appointed_with="buildings.appoint_post")
    client.force_login(people.worker)
    assert [mine for _seat, mine in client.get(reverse("posts_vacant")).context["seats"]] == [False]
    client.force_login(people.officer)
    page = client.get(reverse("posts_vacant"), {"place": people.community.code})
    assert [mine for _seat, mine in page.context["seats"]] == [True]


def test_vacancies_elsewhere_are_not_there(people, client):
    other = cast.next_door()
    client.force_login(people.worker)
    found = [
        client.get(reverse("posts_vacant"), {"place": code}).status_code
        for code in (other.community.code, people.street.code, "420103010999", "x", "9" * 40)
    ]
    assert found == [404, 404, 404, 200, 200]


@pytest.mark.parametrize("n", [1, 3])
def test_lists_cost_the_same_for_one_and_three(people, client, n):
    kind = make_kind(place=people.street, wanted=9)
    for k in range(n - 1):
        make_kind(place=people.street, code=f"k{k}")
    for _n in range(n):
        post = make_post(kind=kind, place=people.building, until=TODAY + 5 * DAY)
        for k in range(4):
            make_post(
                user=post.user,
                kind=make_kind(place=people.street, code=f"{post.pk}{k}"),
                place=people.building,
            )
    client.force_login(people.worker)
    code, costs = people.compound.code, {}
    for page in ("posts", "posts_vacant", "posts_ending", "posts_many"):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(page), {"place": code})
        costs[page] = len(asked)
    assert costs == {"posts": 7, "posts_vacant": 11, "posts_ending": 6, "posts_many": 7}


def test_ending_shows_the_first_ones_first_and_leads_to_the_deeds(people, client):
    kind = make_kind(place=people.street, wanted=9)
    late, soon = (make_post(kind=kind, place=people.building, until=TODAY + n * DAY) for n in (59, 3))
    make_post(kind=kind, place=people.building, until=TODAY + 61 * DAY)
    theirs = make_post(role=Role.LIAISON, place=people.compound, until=TODAY + 9 * DAY)
    client.force_login(people.worker)
    page = client.get(reverse("posts_ending"))
    assert page.context["rows"] == [(soon, True), (theirs, False), (late, True)]
    assert [post for post, _mine in client.get(reverse("posts_ending"), {"days": "7"}).context["rows"]] == [
        soon
    ]
    text = page.content.decode()
    assert [reverse(name, args=[post.pk]) in text for name in ("post_renew", "post_end") for post in (soon, theirs)] == [
        True, False, True, False,
    ]  # fmt: skip
    for nonsense in ("²", "-1", "99999", "x"):
        assert client.get(reverse("posts_ending"), {"days": nonsense}).status_code == 200
    assert client.get(reverse("posts_ending"), {"after": "x"}).status_code == 404


def test_ending_pages_by_keyset(people, client):
    kind = make_kind(place=people.street, wanted=99)
    for n in range(60):
        make_post(kind=kind, place=people.building, until=TODAY + (1 + n % 3) * DAY)
    client.force_login(people.worker)
    first = client.get(reverse("posts_ending"))
    second = client.get(reverse("posts_ending") + first.context["next_url"])
    found = [post.pk for page in (first, second) for post, _mine in page.context["rows"]]
    assert (len(found), len(set(found)), second.context["next_url"]) == (60, 60, "")


def test_many_lists_people_by_what_they_hold_here(people, client):
    busy = make_post(kind=make_kind(place=people.street, code="k"), place=people.building).user
    for n in range(3):
        make_post(user=busy, kind=make_kind(place=people.street, code=f"k{n}"), place=people.building)
    make_post(user=busy, kind=make_kind(place=people.street, code="over"), place=people.building, until=TODAY)
    make_post(user=people.leader, kind=make_kind(place=people.street, code="x"), place=people.building)
    client.force_login(people.worker)
    found = client.get(reverse("posts_many")).context["found"]
    assert [(person, number) for person, _posts, number in found] == [(busy, 4)]
    assert all(mine for _person, posts, _n in found for _post, mine in posts)
    assert len(client.get(reverse("posts_many"), {"least": "2"}).context["found"]) == 2


def test_list_filters_by_kind_unit_and_offer(people, client):
    kind = make_kind(place=people.street, code="reporting_member", levels=[12], wanted=0, seen_by="party")
    nurse = make_post(kind=kind, place=people.community, unit="第五医院", offer="义诊")
    other = make_post(kind=kind, place=people.community, unit="税务局", offer="法律咨询")
    client.force_login(people.worker)

    def found(**wanted: str) -> set[Post]:
        return set(client.get(reverse("posts"), wanted).context["posts"])

    assert found(kind="reporting_member") == {nurse, other}
    assert (found(q="医院"), found(q="法律"), found(kind="nonsense", q="x")) == ({nurse}, {other}, set())
    text = b"".join(client.get(reverse("post_export"), {"q": "义诊"}).streaming_content).decode("utf-8-sig")
    assert (len(text.strip().splitlines()), "第五医院" in text) == (2, True)


def test_lists_are_for_those_who_fill_posts(people, client):
    opened = {}
    for name, user in people.people.items():
        client.force_login(user)
        opened[name] = [
            client.get(reverse(page)).status_code for page in ("posts_vacant", "posts_ending", "posts_many")
        ]
    assert {name for name, found in opened.items() if found == [200] * 3} == {"worker", "officer"}
    assert {tuple(found) for name, found in opened.items() if not people.people[name].has_perm(FILL)} == {
        (403, 403, 403)
    }
