"""The pages that say which kinds there are and appoint to them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.accounts.models import User
from beihu.notifications.models import Delivery
from beihu.states import Refused
from buildings.posts.kinds import PostKind
from buildings.posts.models import Post
from buildings.posts.people import send_link
from buildings.posts.roles import Role
from tests import cast
from tests.doors.extra_posts import kind as fields_of_kind
from tests.make_buildings import make_kind, make_post

TODAY = timezone.localdate()


def fields(kind: PostKind, **over: str) -> dict[str, str]:
    return {
        "username": "", "phone": "13900005555", "name": "钱新人", "role": f"kind-{kind.pk}", "since": str(TODAY),
        "until": "", "office_phone": "", "unit": "", "offer": "", "override": "",
    } | over  # fmt: skip


def test_worker_appoints_a_neighbour_by_phone_without_a_password(people, client):
    kind = make_kind(place=people.street)
    client.force_login(people.worker)
    answer = client.post(reverse("appoint", args=[people.building.code]), fields(kind))
    post = Post.objects.get(kind=kind)
    assert (answer.status_code, post.user.name, post.user.phone, post.user.username) == (
        302, "钱新人", "+8613900005555", None
    )  # fmt: skip
    assert Delivery.objects.filter(secret=True).count() == 0


def test_worker_appoints_with_rights_and_the_link_goes_to_the_phone(people, client):
    kind = make_kind(place=people.street, role=Role.GROUP_LEADER)
    client.force_login(people.worker)
    page = reverse("appoint", args=[people.building.code])
    assert client.post(page, fields(kind)).status_code == 200  # a username is missing
    assert User.objects.filter(phone="+8613900005555").count() == 0
    assert client.post(page, fields(kind, username="qian")).status_code == 302
    assert Delivery.objects.get(secret=True).address == "+8613900005555"


def test_more_than_wanted_asks_why_and_then_goes_through(people, client):
    kind = make_kind(place=people.street)
    make_post(kind=kind, place=people.building)
    client.force_login(people.worker)
    page = reverse("appoint", args=[people.building.code])
    asked = client.post(page, fields(kind))
    assert (asked.status_code, list(asked.context["form"].errors)) == (200, ["override"])
    assert ("<textarea" in asked.content.decode(), User.objects.filter(name="钱新人").count()) == (True, 0)
    assert client.post(page, fields(kind, override="两人轮流")).status_code == 302
    assert Post.objects.get(user__name="钱新人").override == "两人轮流"


def test_fourth_post_of_a_person_asks_why(people, client):
    person = make_post(kind=make_kind(place=people.street, code="a"), place=people.building).user
    for code in ("b", "c"):
        make_post(user=person, kind=make_kind(place=people.street, code=code), place=people.building)
    kind = make_kind(place=people.street, code="d")
    client.force_login(people.worker)
    page = reverse("appoint", args=[people.building.code])
    sent = fields(kind, username=person.username, phone="", name="")
    assert list(client.post(page, sent).context["form"].errors) == ["override"]
    assert client.post(page, sent | {"override": "没有别人"}).status_code == 302


def test_page_offers_kinds_and_only_to_the_street_bare_roles(people, client):
    make_kind(place=people.street, code="street", appointed_with="buildings.appoint_post")
    make_kind(place=people.street, code="closed", closed_on=TODAY)
    make_kind(place=cast.next_door().street)
    page = reverse("appoint", args=[people.building.code])
    client.force_login(people.worker)
    assert (
        client.get(page).context["form"].has_choices,
        "由街道任命" in client.get(page).content.decode(),
    ) == (False, True)
    kind = make_kind(place=people.street)
    offered = client.get(page).context["form"].fields["role"].choices
    assert [value for value, _label in offered] == [f"kind-{kind.pk}"]
    client.force_login(people.officer)
    offered = client.get(page).context["form"].fields["role"].choices
    assert {value.partition("-")[0] for value, _label in offered} == {
        "kind", "group_leader", "property_staff"
    }  # fmt: skip
    assert client.post(page, fields(PostKind.objects.get(code="closed"))).status_code == 200


def test_unit_and_offer_are_asked_where_somebody_comes_from_one(people, client):
    kind = make_kind(place=people.street, levels=[12], from_unit=True)
    client.force_login(people.worker)
    page = reverse("appoint", args=[people.community.code])
    assert client.post(page, fields(kind, unit="税务局", offer="法律咨询")).status_code == 302
    post = Post.objects.get(kind=kind)
    assert (post.unit, post.offer) == ("税务局", "法律咨询")


def test_worker_gives_no_link_to_somebody_with_more_rights(people):
    """A minor post is no way into the account of an officer."""
    User.objects.filter(pk=people.officer.pk).update(phone=None)
    minor = make_post(user=people.officer, kind=make_kind(place=people.street), place=people.building)
    carrying = make_post(
        user=people.officer,
        place=people.building,
        kind=make_kind(place=people.street, code="b", role="group_leader"),
    )
    for post in (minor, carrying):
        with pytest.raises(Refused):
            send_link(post, by=people.worker)


def test_page_renews_and_an_ended_post_is_told_in_words(people, client):
    post = make_post(
        kind=make_kind(place=people.street), place=people.building, until=TODAY + timedelta(days=5)
    )
    client.force_login(people.worker)
    page = reverse("post_renew", args=[post.pk])
    usual = client.get(page).context["form"]["until"].value()
    assert usual.year == (TODAY + timedelta(days=5)).year + 3
    assert client.post(page, {"until": str(usual)}).status_code == 302
    Post.objects.filter(pk=post.pk).update(until=TODAY)
    for name in ("post_renew", "post_end"):
        answer = client.get(reverse(name, args=[post.pk]))
        assert (answer.status_code, "data-tone" in answer.content.decode()) == (409, True)


def test_officer_takes_over_the_shipped_kinds(people, client):
    client.force_login(people.officer)
    page = client.get(reverse("kinds_here"), follow=True)
    chosen = page.context["form"]["codes"].initial
    answer = client.post(page.request["PATH_INFO"], {"codes": chosen})
    assert (answer.status_code, PostKind.objects.count()) == (302, 9)
    assert not client.get(page.request["PATH_INFO"]).context["form"].has_choices
    assert client.post(page.request["PATH_INFO"], {"codes": chosen}).status_code == 200


def test_officer_makes_changes_and_closes_a_kind(people, client):
    client.force_login(people.officer)
    new = reverse("post_kind_new", args=[people.street.code])
    assert client.post(new, fields_of_kind("guard")).status_code == 302
    kind = PostKind.objects.get()
    assert (kind.levels, kind.remind_days, kind.term_months) == ([18], [30], 24)
    page = reverse("post_kind_change", args=[kind.pk])
    sent = fields_of_kind("other", wanted="3", remind_days="90，30、7", place="42", closed_on="2020-01-01")
    assert client.post(page, sent).status_code == 302
    kind.refresh_from_db()
    assert (kind.code, kind.wanted, kind.remind_days, kind.closed_on) == ("guard", 3, [90, 30, 7], None)
    close = reverse("post_kind_close", args=[kind.pk])
    client.post(close)
    kind.refresh_from_db()
    assert kind.closed_on == TODAY
    client.post(close, {"reopen": "1"})
    kind.refresh_from_db()
    assert kind.closed_on is None


@pytest.mark.parametrize(
    "over",
    [
        {"name": ""}, {"code": "A b"}, {"code": "1a"}, {"levels": []}, {"levels": ["6"]}, {"levels": ["x"]},
        {"wanted": "-1"}, {"wanted": "100"}, {"term_months": "0"}, {"appointed_with": "buildings.view_place"},
        {"role": "street_officer"}, {"role": "emperor"}, {"remind_days": "x"}, {"remind_days": "999"}, {"seen_by": ""},
    ],
    ids=str,
)  # fmt: skip
def test_nonsense_is_told_in_words_and_stores_nothing(people, client, over):
    client.force_login(people.officer)
    new = reverse("post_kind_new", args=[people.street.code])
    answer = client.post(new, fields_of_kind("guard", **over))
    assert (answer.status_code, bool(answer.context["form"].errors), PostKind.objects.count()) == (
        200,
        True,
        0,
    )
