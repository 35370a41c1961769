"""Appointing and ending posts, by actions and by pages."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beihu.accounts.models import User, UserSession
from beihu.accounts.passwords import person_of_link
from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery, Notification
from beihu.states import Refused
from buildings.posts.actions import appoint, end_post
from buildings.posts.models import Post
from buildings.posts.people import person_for, send_link
from buildings.posts.roles import STANDS_AT, TRIAGE, Role
from tests import cast

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def people(db) -> cast.Neighbourhood:
    return cast.here()


@pytest.fixture
def newcomer(people) -> User:
    return User.objects.create_user("newcomer", None, name="钱新人")


def test_appoint_gives_the_rights_of_the_role_at_once(people, newcomer) -> None:
    assert not newcomer.has_perm(TRIAGE, people.compound)
    post = appoint(newcomer, role=Role.COMMUNITY_WORKER, place=people.community, by=people.officer)
    assert (post.since, post.until) == (TODAY, None)
    assert User.objects.get(pk=newcomer.pk).has_perm(TRIAGE, people.compound)


def test_appoint_is_logged_and_told(people, newcomer) -> None:
    post = appoint(newcomer, role=Role.LIAISON, place=people.compound, by=people.officer)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.target, entry.place_id) == (
        "post.appoint", people.officer, f"buildings.post:{post.pk}", people.compound.code
    )  # fmt: skip
    assert Notification.objects.get().recipient == newcomer


def test_appoint_from_tomorrow_gives_rights_tomorrow(people, newcomer) -> None:
    appoint(newcomer, role=Role.LIAISON, place=people.compound, by=people.officer, since=TODAY + DAY)
    assert not User.objects.get(pk=newcomer.pk).has_perm(TRIAGE)
    with time_machine.travel(timezone.now() + DAY):
        assert User.objects.get(pk=newcomer.pk).has_perm(TRIAGE)


@pytest.mark.parametrize(
    "who", ["resident", "leader", "worker", "liaison", "property_staff", "owners_committee"]
)
def test_appoint_without_the_right_is_refused(people, newcomer, who: str) -> None:
    with pytest.raises(Refused):
        appoint(newcomer, role=Role.LIAISON, place=people.compound, by=getattr(people, who))


def test_officer_of_the_next_street_is_refused(people, newcomer) -> None:
    with pytest.raises(Refused):
        appoint(newcomer, role=Role.LIAISON, place=people.compound, by=cast.next_door().officer)


@pytest.mark.parametrize("role", Role.values)
def test_role_stands_at_its_own_kind_of_place_only(people, newcomer, role: str) -> None:
    for place in (people.street, people.community, people.compound, people.building, people.doorway):
        fits = len(place.code) in STANDS_AT[role]
        try:
            with transaction.atomic():
                appoint(newcomer, role=role, place=place, by=people.officer)
                done = True
        except Refused:
            done = False
        assert done == fits


def test_every_role_has_its_places() -> None:
    assert set(STANDS_AT) == set(Role)


def test_appoint_at_a_closed_place_is_refused(people, newcomer) -> None:
    people.compound.closed_on = TODAY
    people.compound.save()
    with pytest.raises(Refused):
        appoint(newcomer, role=Role.LIAISON, place=people.compound, by=people.officer)


def test_person_without_username_or_closed_is_refused(people, newcomer) -> None:
    newcomer.is_active = False
    newcomer.save()
    for person in (people.resident, newcomer):
        with pytest.raises(Refused):
            appoint(person, role=Role.LIAISON, place=people.compound, by=people.officer)


@pytest.mark.parametrize(
    ("since", "until", "fits"),
    [
        (-5, -1, True),
        (-5, 0, True),
        (-5, 1, False),
        (-5, None, False),
        (0, None, False),
        (5, 6, False),
        (10, None, True),
        (9, 10, False),
        (0, 0, False),
    ],
)
def test_same_post_twice_at_a_time_is_refused(
    people, newcomer, since: int, until: int | None, fits: bool
) -> None:
    options = {"role": Role.LIAISON, "place": people.compound, "by": people.officer}
    appoint(newcomer, since=TODAY, until=TODAY + 10 * DAY, **options)
    last = None if until is None else TODAY + until * DAY
    if fits:
        appoint(newcomer, since=TODAY + since * DAY, until=last, **options)
    else:
        with pytest.raises(Refused):
            appoint(newcomer, since=TODAY + since * DAY, until=last, **options)
    assert Post.objects.filter(user=newcomer).count() == 1 + fits


def test_database_holds_one_open_post_of_a_kind(people) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(user=people.worker, role=Role.COMMUNITY_WORKER, place=people.community)


def test_appointed_resident_must_come_in_by_the_staff_door(people) -> None:
    from tests.beihu.accounts.test_account import reaches, sign_in

    client = sign_in(people.resident)
    person, needs_link = person_for(username="wang", phone=people.resident.phone, name="")
    appoint(person, role=Role.GROUP_LEADER, place=people.building, by=people.officer)
    assert (person, needs_link, reaches(client)) == (people.resident, True, False)
    assert UserSession.objects.count() == 0


def test_end_post_takes_the_rights_with_the_next_request(people) -> None:
    client = Client()
    client.force_login(people.worker)
    assert client.get(reverse("verify_memberships")).status_code == 200
    end_post(people.worker.posts.get(), by=people.officer, reason="moved")
    assert client.get(reverse("verify_memberships")).status_code in (302, 403)
    assert not User.objects.get(pk=people.worker.pk).has_perm(TRIAGE)


def test_end_post_is_logged_and_told(people) -> None:
    end_post(people.worker.posts.get(), by=people.officer, reason="moved")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.reason, entry.actor) == ("post.end", "moved", people.officer)
    assert Notification.objects.get().recipient == people.worker


def test_end_post_that_has_not_begun_never_begins(people, newcomer) -> None:
    post = appoint(newcomer, role=Role.LIAISON, place=people.compound, by=people.officer, since=TODAY + DAY)
    end_post(post, by=people.officer)
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert not User.objects.get(pk=newcomer.pk).has_perm(TRIAGE)
    assert not User.objects.get(pk=newcomer.pk).signs_in_as_staff


def test_end_post_twice_is_refused(people) -> None:
    post = people.worker.posts.get()
    end_post(post, by=people.officer)
    with pytest.raises(Refused):
        end_post(post, by=people.officer)


def test_nobody_ends_the_own_post(people) -> None:
    with pytest.raises(Refused):
        end_post(people.officer.posts.get(), by=people.officer)


@pytest.mark.parametrize("who", ["worker", "liaison", "resident"])
def test_end_post_without_the_right_is_refused(people, who: str) -> None:
    with pytest.raises(Refused):
        end_post(people.leader.posts.get(), by=getattr(people, who))


def fields(**over: str) -> dict[str, str]:
    return {
        "username": "newcomer", "phone": "", "name": "", "role": "liaison", "since": TODAY.isoformat(),
        "until": "", "office_phone": "027-85550100",
    } | over  # fmt: skip


def test_page_appoints_somebody_known(client, people, newcomer) -> None:
    newcomer.set_password("correct horse battery")
    newcomer.save()
    client.force_login(people.officer)
    response = client.post(reverse("appoint", args=[people.compound.code]), fields())
    post = Post.objects.get(user=newcomer)
    assert (response.status_code, post.role, post.place, post.office_phone) == (
        302, "liaison", people.compound, "027-85550100"
    )  # fmt: skip
    assert Delivery.objects.count() == 0
    assert "data-link" not in client.get(response.url).content.decode()


def test_page_makes_an_account_and_sends_the_link_to_its_phone(client, people) -> None:
    client.force_login(people.officer)
    response = client.post(
        reverse("appoint", args=[people.compound.code]),
        fields(username="qian", name="钱新人", phone="139 0000 5555"),
    )
    person = User.objects.get(username="qian")
    message = Delivery.objects.get()
    assert (person.name, person.phone, person.has_usable_password()) == ("钱新人", "+8613900005555", False)
    assert (message.address, message.secret) == (person.phone, True)
    link = message.body.split()[-1]
    assert person_of_link(*link.rstrip("/").split("/")[-2:]) == person
    assert link not in client.get(response.url).content.decode()


def test_page_shows_the_link_once_when_there_is_no_phone(client, people) -> None:
    client.force_login(people.officer)
    response = client.post(
        reverse("appoint", args=[people.compound.code]), fields(username="qian", name="钱新人")
    )
    pages = [client.get(response.url).content.decode() for _n in range(2)]
    assert ["data-link" in page for page in pages] == [True, False]
    assert AuditEntry.objects.filter(verb="post.link").count() == 1


def test_refused_appointment_leaves_no_account_behind(client, people) -> None:
    people.compound.closed_on = TODAY
    people.compound.save()
    client.force_login(people.officer)
    response = client.post(
        reverse("appoint", args=[people.compound.code]), fields(username="qian", name="钱新人")
    )
    assert (response.status_code, User.objects.filter(username="qian").exists()) == (200, False)


@pytest.mark.parametrize(
    "over",
    [
        {"username": ""},
        {"username": "nobody"},
        {"username": "Ä"},
        {"username": "a b"},
        {"phone": "1"},
        {"role": "street_officer"},
        {"role": "emperor"},
        {"since": "yesterday"},
        {"until": TODAY.isoformat()},
        {"phone": "+8613900001001"},
        {"username": "someone-else", "phone": "+8613900001003"},
        {"username": "operator"},
    ],
    ids=str,
)
def test_page_refuses_with_words_and_stores_nothing(client, people, newcomer, over: dict[str, str]) -> None:
    User.objects.create_superuser("operator", None)
    client.force_login(people.officer)
    before = (Post.objects.count(), User.objects.count())
    response = client.post(reverse("appoint", args=[people.compound.code]), fields(**over))
    assert (response.status_code, bool(response.context["form"].errors)) == (200, True)
    assert (Post.objects.count(), User.objects.count()) == before


def test_page_offers_only_roles_that_fit(client, people) -> None:
    client.force_login(people.officer)
    form = client.get(reverse("appoint", args=[people.doorway.code])).context["form"]
    assert [value for value, _label in form.fields["role"].choices] == ["group_leader"]


def test_extra_fields_change_nothing(client, people, newcomer) -> None:
    client.force_login(people.officer)
    extra = {"place": people.street.code, "user": people.resident.pk, "is_superuser": "on", "place_id": "42"}
    client.post(reverse("appoint", args=[people.compound.code]), fields() | extra)
    post = Post.objects.get(user=newcomer)
    assert (post.place, User.objects.filter(is_superuser=True).count()) == (people.compound, 0)


def test_page_ends_a_post(client, people) -> None:
    client.force_login(people.officer)
    post = people.worker.posts.get()
    assert client.get(reverse("post_end", args=[post.pk])).status_code == 200
    client.post(reverse("post_end", args=[post.pk]), {"reason": "moved"})
    assert not people.worker.posts.in_term().exists()


def test_list_shows_posts_of_the_own_street_and_filters(client, people, django_assert_num_queries) -> None:
    other = cast.next_door()
    client.force_login(people.officer)
    listed = client.get(reverse("posts")).context["posts"]
    assert {post.user for post in listed} == set(people.people.values()) - {people.resident}
    by_role = client.get(reverse("posts"), {"role": "liaison"}).context["posts"]
    assert [post.user for post in by_role] == [people.liaison]
    by_place = client.get(reverse("posts"), {"place": other.community.code}).context["posts"]
    assert by_place == []
    end_post(people.worker.posts.get(), by=people.officer)
    ended = client.get(reverse("posts"), {"term": "ended"}).context["posts"]
    assert [post.user for post in ended] == [people.worker]


def test_list_pages_by_keyset(client, people) -> None:
    for n in range(60):
        person = User.objects.create_user(f"leader{n}", None)
        Post.objects.create(user=person, role=Role.GROUP_LEADER, place=people.building)
    client.force_login(people.officer)
    first = client.get(reverse("posts"), {"role": "group_leader"})
    second = client.get(reverse("posts") + first.context["next_url"])
    numbers = [post.pk for page in (first, second) for post in page.context["posts"]]
    assert (len(numbers), len(set(numbers)), second.context["next_url"]) == (61, 61, "")


def test_list_costs_the_same_for_one_and_three(client, people, django_assert_num_queries) -> None:
    client.force_login(people.officer)
    for role in ("liaison", ""):
        with django_assert_num_queries(6):
            client.get(reverse("posts"), {"role": role})


def test_link_again_goes_to_the_phone(client, people) -> None:
    client.force_login(people.officer)
    client.post(reverse("post_link", args=[people.worker.posts.get().pk]))
    assert Delivery.objects.get().address == people.worker.phone


def test_link_of_somebody_with_a_post_elsewhere_is_not_handed_out(people) -> None:
    other = cast.next_door()
    User.objects.filter(pk=people.liaison.pk).update(phone=None)
    Post.objects.create(user=people.liaison, role=Role.STREET_OFFICER, place=other.street)
    with pytest.raises(Refused):
        send_link(people.liaison.posts.get(role="liaison"), by=people.officer)


def test_export_has_names_and_no_private_numbers(client, people) -> None:
    client.force_login(people.officer)
    text = b"".join(client.get(reverse("post_export")).streaming_content).decode("utf-8-sig")
    assert (people.worker.name in text, people.worker.phone[3:] in text) == (True, False)
    assert len(text.strip().splitlines()) == 8


@pytest.mark.parametrize("code", ["%00", "4%002", "%F0%A0%AE%B7", "9" * 40])
def test_appoint_page_of_no_place_is_missing(client, people, code: str) -> None:
    client.force_login(people.officer)
    assert client.get(f"/places/{code}/appoint/").status_code == 404
