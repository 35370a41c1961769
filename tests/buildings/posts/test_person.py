"""A person's page: nothing beyond what the office must show, unless the person says so; and what is kept of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beihu.accounts import personal
from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from buildings.places import panels
from buildings.places.panels import Slot
from buildings.posts.models import Post, PostPage
from buildings.posts.person import choose, page_of
from tests import cast
from tests.make_buildings import make_kind, make_post

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def posts(people) -> dict[str, Post]:
    """One person's: what everybody may see, what staff may, what tells of Party membership, what is over."""
    kinds = {
        "public": make_kind(place=people.street, code="public", levels=[12], seen_by="everybody"),
        "staff": make_kind(place=people.street, code="staff"),
        "party": make_kind(place=people.street, code="party", levels=[12], seen_by="party", from_unit=True),
        "past": make_kind(place=people.street, code="past", seen_by="everybody"),
    }
    user = User.objects.create_user("holder", None, name="钱大姐")
    at = {"public": people.community, "party": people.community}
    return {
        name: make_post(
            user=user, kind=kind, place=at.get(name, people.building), unit="税务局", offer="法律咨询",
            until=TODAY if name == "past" else None,
        )
        for name, kind in kinds.items()
    }  # fmt: skip


def seen(posts: dict[str, Post], reader) -> set[str]:
    names = {post.pk: name for name, post in posts.items()}
    page = page_of(posts["staff"].user_id, reader)
    return {names[line.post.pk] for line in [*page.now, *page.before]} if page else set()


def test_page_shows_each_reader_what_is_theirs_to_see(people, posts):
    other = cast.next_door()
    everybody = {"visitor": AnonymousUser(), "next door": other.worker, "self": posts["staff"].user}
    readers = everybody | people.people
    found = {name: seen(posts, user) for name, user in readers.items()}
    everything, own_place = set(posts), {"public", "staff", "past"}
    assert found == {
        "visitor": {"public"}, "next door": {"public"}, "resident": {"public"}, "self": everything,
        "worker": everything, "officer": everything,
        # at the building or the compound: what stands there, and above it what is no Party matter
        "leader": own_place, "liaison": own_place, "property_staff": own_place, "owners_committee": own_place,
        "management_committee": {"public"},
    }  # fmt: skip


def test_list_and_page_agree_for_everybody(people, posts):
    """`shown` for strangers is a part of what anybody sees."""
    shown = set(Post.objects.shown().values_list("pk", flat=True))
    for reader in [AnonymousUser(), *people.people.values()]:
        assert shown <= set(Post.objects.seen_by(reader).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("choice", "more"),
    [
        ({"shows_posts": True}, {"staff", "party"}),
        ({"shows_past": True}, {"past"}),
        ({"shows_posts": True, "shows_past": True}, {"staff", "party", "past"}),
        ({"shows_unit": True}, set()),
    ],
    ids=["posts", "past", "both", "unit"],
)
def test_own_choice_shows_more_to_everybody(people, posts, choice, more):
    choose(posts["staff"].user, **choice)
    assert seen(posts, AnonymousUser()) == {"public"} | more
    assert AuditEntry.objects.get().verb == "post_page.choose"


def test_strangers_read_no_unit_and_no_building_without_consent(people, posts):
    user = posts["staff"].user
    choose(user, shows_posts=True)
    page = page_of(user.pk, AnonymousUser())
    assert {line.where for line in page.now} == {people.community, people.compound}
    assert {line.with_unit for line in page.now} == {False}
    choose(user, shows_posts=True, shows_unit=True)
    assert {line.with_unit for line in page_of(user.pk, AnonymousUser()).now} == {True}
    assert people.building in {line.where for line in page_of(user.pk, people.worker).now}


def test_page_that_shows_nothing_looks_like_none(people, client):
    post = make_post(kind=make_kind(place=people.street), place=people.building)
    found = [client.get(reverse("person", args=[pk])).status_code for pk in (post.user_id, 0)]
    assert found == [404, 404]


def test_closed_account_has_no_public_page(people, posts):
    User.objects.filter(pk=posts["staff"].user_id).update(is_active=False)
    assert seen(posts, AnonymousUser()) == set()


def test_page_is_linked_from_the_place_for_staff_and_from_the_doorway_for_everybody(people, client):
    client.force_login(people.worker)
    page = client.get(reverse("place_detail", args=[people.building.code])).content.decode()
    assert reverse("person", args=[people.leader.pk]) in page
    client.logout()
    door = client.get(reverse("doorway", args=[people.doorway.code])).content.decode()
    assert reverse("person", args=[people.liaison.pk]) in door
    assert client.get(reverse("person", args=[people.liaison.pk])).status_code == 200


def test_place_page_shows_party_posts_to_those_of_the_organisation_only(people, posts):
    def listed(user: User) -> set[int]:
        shown = panels.panels(Slot.STAFF, people.community, User.objects.get(pk=user.pk))
        return {post.pk for one in shown if "posts" in one.data for post in one.data["posts"]}

    party = posts["party"].pk
    assert (party in listed(people.worker), party in listed(people.property_staff)) == (True, False)


@pytest.mark.parametrize("n", [1, 3])
def test_page_costs_the_same_for_one_and_three(people, client, n):
    user = User.objects.create_user("holder", None, name="钱大姐")
    for k in range(n):
        kind = make_kind(place=people.street, code=f"k{k}", seen_by="everybody")
        make_post(user=user, kind=kind, place=people.building)
    costs = {}
    for who, page in ((None, "person"), (people.worker, "person"), (user, "my_posts")):
        if who:
            client.force_login(who)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(page, args=[user.pk] if page == "person" else []))
        costs[who.username if who else "", page] = len(asked)
    assert costs == {("", "person"): 3, ("community_worker1", "person"): 7, ("holder", "my_posts"): 9}


def test_my_posts_previews_what_strangers_see_and_saves_the_choice(people, posts, client):
    user = posts["staff"].user
    client.force_login(user)
    before = client.get(reverse("my_posts")).context["shown"]
    assert [line.post for line in before.now] == [posts["public"]]
    sent = {"about": "每周二在站里", "shows_posts": "on", "user": people.worker.pk, "id": "7"}
    assert client.post(reverse("my_posts"), sent).status_code == 302
    page = PostPage.objects.get()
    assert (page.user, page.about, page.shows_posts, page.shows_past) == (user, "每周二在站里", True, False)
    assert len(client.get(reverse("my_posts")).context["shown"].now) == 3


def test_page_resigns(people, client):
    post = people.leader.posts.get()
    client.force_login(people.leader)
    path = reverse("post_resign", args=[post.pk])
    assert client.get(path).status_code == 200
    answer = client.post(path, {"last_day": str(TODAY + 9 * DAY), "reason": "", "user": people.worker.pk})
    post.refresh_from_db()
    assert (answer.status_code, post.until, post.end) == (302, TODAY + 9 * DAY, "resigned")
    Post.objects.filter(pk=post.pk).update(until=TODAY)
    assert (client.get(path).status_code, client.post(path, {"last_day": str(TODAY)}).status_code) == (
        409,
        409,
    )


# -- personal data ---------------------------------------------------------------------------------------------


def test_my_data_holds_posts_and_choice(people, posts):
    choose(posts["staff"].user, about="…")
    found = personal.export(posts["staff"].user)["posts"]
    assert {row["unit"] for row in found["posts"]} == {"税务局"}
    assert (len(found["posts"]), found["page"][0]["about"]) == (4, "…")


def test_erasing_ends_what_runs_and_forgets_words(people, posts):
    user = posts["staff"].user
    choose(user, about="…", shows_posts=True)
    personal.erase(user)
    rows = Post.objects.filter(user=user)
    assert {(row.unit, row.offer, row.override, row.office_phone) for row in rows} == {("", "", "", "")}
    assert (rows.in_term().count(), PostPage.objects.count(), rows.count()) == (0, 0, 4)
    assert seen(posts, AnonymousUser()) == set()
