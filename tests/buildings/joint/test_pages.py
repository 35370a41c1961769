"""What is read and sent on the pages of big committees."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from buildings.joint.models import JointCommittee, JointMember, Pledge
from tests.make_buildings import make_joint_member, make_pledge

pytestmark = pytest.mark.django_db


def test_everybody_reads_pledges_without_persons(client, we, put, member):
    row = put("kept", outcome="借出三次，联系13900007777，3栋2单元1001室")
    for path in (
        f"/places/{we.community.code}/pledges/",
        f"/places/{we.street.code}/pledges/",
        f"/pledges/{row.pk}/",
    ):
        page = client.get(path).content.decode()
        assert row.what in page
        assert row.unit in page
        assert (member.name in page, member.phone in page, "1001" in page) == (False, False, False)
        assert "139****7777" in page


def test_public_page_is_of_streets_and_communities_only(client, we):
    codes = [we.street.code, we.community.code, we.compound.code, "420103", "999999999999"]
    assert [client.get(f"/places/{code}/pledges/").status_code for code in codes] == [200, 200, 404, 404, 404]
    assert client.get(f"/places/{we.community.code}/pledges/?state=x").status_code == 404
    assert client.get(f"/places/{we.community.code}/pledges/?after=x").status_code == 404


def test_piles_and_pages(client, we, put, committee):
    rows = [put() for _n in range(26)]
    kept, late = put("kept"), put(due_on=timezone.localdate() - timedelta(days=1))
    path = f"/places/{we.community.code}/pledges/"

    def shown(query: str) -> list[int]:
        return [int(n) for n in re.findall(r'data-pledge="(\d+)"', client.get(path + query).content.decode())]

    assert shown("?state=kept") == [kept.pk]
    assert len(shown("")) == 25
    assert shown(f"?after={rows[2].pk}") == [rows[1].pk, rows[0].pk]
    figures = dict(re.findall(r'data-figure="(\w+)">(\d+)', client.get(path).content.decode()))
    assert figures == {"kept": "1", "running": "27", "late": "1", "dropped": "0"}
    assert late.is_late


@pytest.mark.parametrize("number", [1, 3])
def test_lists_do_not_ask_more_for_more_rows(client, we, put, committee, django_assert_num_queries, number):
    for n in range(number):
        put()
        make_joint_member(committee=committee, unit=f"单位{n}")
    with django_assert_num_queries(4):
        client.get(f"/places/{we.community.code}/pledges/")
    client.force_login(we.worker)
    client.get("/joint/")
    with django_assert_num_queries(6):
        client.get("/joint/")
    with django_assert_num_queries(7):
        client.get(f"/joint/{committee.pk}/")


def test_staff_found_seat_and_pledge_through_the_pages(signed_in, we):
    client = signed_in(we.worker)
    today = timezone.localdate()
    answer = client.post(f"/joint/at/{we.community.code}/", {"name": "大党委", "founded_on": today})
    row = JointCommittee.objects.get()
    assert answer.url == f"/joint/{row.pk}/"
    form = client.get(f"/joint/{row.pk}/members/new/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form)[1]
    seat = {"key": key, "unit": "银行", "name": "何行长", "phone": "13900007777", "since": today}
    for _twice in range(2):
        assert client.post(f"/joint/{row.pk}/members/new/", seat).status_code == 302
    page = client.get(f"/joint/{row.pk}/").content.decode()
    assert ("何行长" in page, "139****7777" in page, "13900007777" in page) == (True, True, False)
    form = client.get(f"/joint/{row.pk}/pledges/new/?unit=银行").content.decode()
    assert 'value="银行"' in form
    facts = {
        "key": re.search(r'name="key" value="([^"]+)"', form)[1],
        "unit": "银行",
        "kind": "room",
        "what": "借会议室",
    }
    answer = client.post(f"/joint/{row.pk}/pledges/new/", facts | {"due_on": today})
    assert answer.url == f"/pledges/{Pledge.objects.get().pk}/"
    assert client.post(f"/joint/seats/{JointMember.objects.get().pk}/release/").url == f"/joint/{row.pk}/"


def test_too_late_is_answered_with_words(signed_in, we, put):
    client = signed_in(we.worker)
    row = put("kept")
    page = client.get(f"/pledges/{row.pk}/drop/")
    assert (page.status_code, "data-conflict" in page.content.decode()) == (409, True)
    page = client.post(f"/pledges/{row.pk}/drop/", {"note": "单位搬走"})
    assert (page.status_code, "单位搬走" in page.content.decode()) == (409, True)
    assert client.get(f"/joint/at/{we.community.code}/").status_code == 409


def test_wrong_input_is_kept_and_named(signed_in, we, committee):
    page = signed_in(we.worker).post(
        f"/joint/{committee.pk}/pledges/new/",
        {"key": "x", "unit": "银行", "kind": "room", "what": "好" * 121, "due_on": "9999-12-31"},
    )
    assert (page.status_code, Pledge.objects.count()) == (200, 0)
    assert 'role="alert"' in page.content.decode()


def test_foreign_committee_looks_like_none(signed_in, they, committee, member):
    client = signed_in(they.worker)
    paths = ["/joint/{}/", "/joint/{}/dissolve/", "/joint/{}/members/new/", "/joint/{}/pledges/new/"]
    assert {client.get(path.format(pk)).status_code for path in paths for pk in (committee.pk, 0)} == {404}
    assert client.post(f"/joint/seats/{member.pk}/release/").status_code == 404


def test_phone_is_revealed_for_a_reason_only(signed_in, we, member):
    client = signed_in(we.worker)
    path = f"/reveal/joint_member/{member.pk}/phone/"
    assert member.phone in client.post(path, {"reason": "通知开会"}).content.decode()
    assert signed_in(we.leader).get(path).status_code == 403


def test_place_page_counts_pledges_for_staff(signed_in, we, committee, put):
    make_pledge(committee=committee, by=we.worker)
    page = signed_in(we.worker).get(f"/places/{we.community.code}/").content.decode()
    assert f"/places/{we.community.code}/pledges/" in page
