"""What neighbours see, and the photos."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.make import make_issue
from tripartite.issues import actions
from tripartite.issues.models import Follower, Issue
from tripartite.issues.states import CLOSED, PUBLIC, Status

pytestmark = pytest.mark.django_db


def published(we, n: int = 0, **over) -> Issue:
    at = timezone.now() - timedelta(minutes=n)
    return make_issue(
        **{
            "place": we.doorway,
            "author": we.resident,
            "wants_public": True,
            "published_at": at,
            "submitted_at": at,
            "contact_name": "王居民",
            "contact_phone": "13900001001",
        }
        | over
    )


def shown(page) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-public="(\d+)"', page.content.decode())]


def test_public_page_shows_published_issues_of_the_place_only(client, we, others):
    yes = published(we)
    published(we, published_at=None)
    published(we, wants_public=False)
    published(we, status=Status.REFUSED)
    published(others)
    for code in (we.community.code, we.compound.code, we.building.code):
        assert shown(client.get(reverse("public_issues", args=[code]))) == [yes.pk]
    assert shown(client.get(reverse("public_issues", args=[we.old_compound.code]))) == []


def test_public_pages_name_neither_person_nor_phone_nor_door(client, we):
    issue = published(we, text="王居民 13900001001", public_text="一楼灯坏")
    for address in (
        reverse("public_issues", args=[we.compound.code]),
        reverse("public_issue", args=[issue.pk]),
    ):
        words = client.get(address).content.decode()
        assert [secret in words for secret in ("王居民", "13900001001", "139****1001", we.doorway.name)] == [
            False
        ] * 4


def test_public_issue_is_found_by_number_and_reference(client, we):
    issue = published(we)
    for ref in (issue.pk, issue.reference):
        assert client.get(reverse("public_issue", args=[ref])).context["view"].pk == issue.pk


@pytest.mark.parametrize("ref", ["0", "999999", "abc", "9" * 40, "251123-", "２"])
def test_other_references_lead_nowhere(client, we, ref):
    assert client.get(f"/p/{ref}/").status_code == 404


def test_unpublished_issue_does_not_exist_for_neighbours(client, we):
    for over in ({"published_at": None}, {"wants_public": False}, {"status": Status.REFUSED}):
        assert client.get(reverse("public_issue", args=[published(we, **over).pk])).status_code == 404


def test_doorways_and_streets_have_no_public_page(client, we):
    for code in (we.doorway.code, we.street.code, "1", "abc"):
        assert client.get(reverse("public_issues", args=[code])).status_code == 404


def test_public_pages_follow_by_keyset_and_stay_when_others_arrive(client, we):
    rows = [published(we, n) for n in range(25)]
    address = reverse("public_issues", args=[we.compound.code])
    first = client.get(address)
    newest = published(we, -1)
    second = client.get(address + first.context["older"])
    third = client.get(address + second.context["older"])
    pages = [shown(page) for page in (first, second, third)]
    assert [pk for page in pages for pk in page] == [row.pk for row in rows]
    assert third.context["older"] == ""
    back = client.get(address + second.context["newer"])
    assert (shown(back), shown(client.get(address))[0]) == (pages[0], newest.pk)


def test_me_too_is_counted_once_and_taken_back(client, we, others):
    issue = published(we)
    client.force_login(others.resident)
    address = reverse("issue_follow", args=[issue.pk])
    for _click in range(2):
        assert client.post(address).url == reverse("public_issue", args=[issue.pk])
    assert Follower.objects.count() == 1
    client.post(address, {"stop": "yes"})
    assert Follower.objects.count() == 0


@pytest.mark.parametrize("status", PUBLIC)
def test_what_is_closed_is_filed_anew_and_not_followed(client, we, status):
    page = client.get(reverse("public_issue", args=[published(we, status=status).pk])).content.decode()
    again = f'href="{reverse("issue_new")}?place={we.building.code}"' in page
    assert (again, reverse("issue_follow", args=[Issue.objects.get().pk]) in page) == (
        status in CLOSED,
        status not in CLOSED,
    )


def test_me_too_asks_visitors_to_sign_in(client, we):
    assert client.post(reverse("issue_follow", args=[published(we).pk])).url.startswith(reverse("sign_in"))


def test_me_too_on_ones_own_is_declined_in_words(client, we):
    issue = published(we)
    client.force_login(we.resident)
    client.post(reverse("issue_follow", args=[issue.pk]))
    assert Follower.objects.count() == 0


@pytest.mark.parametrize("n", [1, 3])
def test_public_page_asks_the_same_few_questions(client, we, n, django_assert_num_queries):
    for _one in range(n):
        published(we)
    with django_assert_num_queries(6):
        client.get(reverse("public_issues", args=[we.compound.code]))


# -- photos --------------------------------------------------------------------------------------------------


@pytest.fixture
def photo(we, picture):
    issue = published(we, published_at=None)
    return actions.add_photo(issue, by=we.resident, upload=picture())


def look(client, photo, variant="image", person=None, **headers):
    client.logout()
    if person:
        client.force_login(person)
    return client.get(reverse("photo", args=[photo.key, variant]), headers=headers)


def test_photo_is_seen_by_those_who_may(client, we, others, photo):
    who = {
        "visitor": None,
        "stranger": others.resident,
        "author": we.resident,
        "worker": we.worker,
        "party": we.property_staff,
    }
    seen = {
        name: [look(client, photo, variant, person).status_code for variant in ("thumb", "image", "original")]
        for name, person in who.items()
    }
    assert seen == {
        "visitor": [404, 404, 404],
        "stranger": [404, 404, 404],
        "author": [200, 200, 404],
        "worker": [200, 200, 200],
        "party": [404, 404, 404],
    }


def test_published_photo_is_open_to_all_but_not_its_original(client, we, photo):
    actions.publish(photo.issue, by=we.worker)
    assert [look(client, photo, v).status_code for v in ("thumb", "image", "original", "nonsense")] == [
        200,
        200,
        404,
        404,
    ]


def test_photo_carries_strict_headers(client, we, photo):
    headers = look(client, photo, person=we.resident).headers
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"], headers["Content-Type"]) == (
        "nosniff",
        "private, no-store",
        "image/jpeg",
    )
    assert headers["Content-Disposition"] == 'inline; filename="photo.jpg"'
    again = look(client, photo, person=we.resident, **{"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_etag_tells_strangers_nothing(client, others, we, photo):
    tag = look(client, photo, person=we.resident).headers["ETag"]
    assert look(client, photo, person=others.resident, **{"If-None-Match": tag}).status_code == 404


def test_photo_whose_file_is_gone_does_not_exist(client, we, photo):
    photo.image.storage.delete(photo.image.name)
    assert look(client, photo, person=we.resident).status_code == 404


def test_moderator_blacks_out_by_numbers(client, we, photo):
    client.force_login(we.worker)
    address = reverse("photo_black_out", args=[photo.issue_id, photo.key])
    assert client.get(address).status_code == 200
    client.post(address, {"regions": "0 0 500 500\n600,600,100,100"})
    photo.refresh_from_db()
    assert photo.blackened == [[0, 0, 500, 500], [600, 600, 100, 100]]
    assert client.get(address).context["form"]["regions"].value() == photo.blackened


@pytest.mark.parametrize("regions", ["1 2 3", "a b c d", "0 0 1001 5", "-1 0 5 5", "0 0 0 0", "9" * 900])
def test_regions_that_are_none_are_refused_in_words(client, we, photo, regions):
    client.force_login(we.worker)
    page = client.post(reverse("photo_black_out", args=[photo.issue_id, photo.key]), {"regions": regions})
    photo.refresh_from_db()
    assert (page.status_code, list(page.context["form"].errors), photo.blackened) == (200, ["regions"], [])


def test_black_out_is_the_moderators_alone(client, we, others, photo):
    address = reverse("photo_black_out", args=[photo.issue_id, photo.key])
    for person in (we.resident, others.worker, we.property_staff):
        client.force_login(person)
        assert client.post(address, {"regions": ""}).status_code == 404


def test_public_states_are_those_of_the_table(client, we):
    for state in Status:
        if state in PUBLIC and state != Status.DRAFT:
            assert (
                client.get(reverse("public_issue", args=[published(we, status=state).pk])).status_code == 200
            )
