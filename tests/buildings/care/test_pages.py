"""The pages: who reads what, what is logged, and what comes too late."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from beihu.audit.models import AuditEntry
from buildings.care.models import CareEntry, Visit
from buildings.care.monthly import Duty, DutyTask, GroupMeeting
from tests.make_buildings import make_duty, make_task

pytestmark = pytest.mark.django_db


def entries_on(page) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-entry="(\d+)"', page.content.decode())]


def test_list_and_entry_are_logged_looks(signed_in, we, entry, put, they):
    far = put(reason="memory")
    client = signed_in(we.leader)
    assert entries_on(client.get("/care/")) == [entry.pk, far.pk]
    assert client.get(f"/care/{entry.pk}/").status_code == 200
    rows = AuditEntry.objects.order_by("pk").values_list(
        "verb", "target", "place_id", "actor", "reason", "detail"
    )
    assert list(rows) == [
        (
            "care.list",
            f"buildings.place:{we.doorway.code}",
            we.doorway.code,
            we.leader.pk,
            "",
            {"entries": [entry.pk, far.pk]},
        ),
        ("care.look", f"buildings.careentry:{entry.pk}", we.doorway.code, we.leader.pk, "", {}),
    ]
    signed_in(we.resident).get("/care/")
    assert AuditEntry.objects.count() == 2


def test_who_serves_reads_theirs_only(signed_in, entry, put, anchor, serve):
    serve(entry, centre=anchor[1])
    other = put(reason="memory")
    client = signed_in(anchor[0])
    assert entries_on(client.get("/care/")) == [entry.pk]
    page = client.get(f"/care/{entry.pk}/").content.decode()
    assert (entry.needs in page, re.findall(r'data-verb="(\w+)"', page)) == (True, ["visit"])
    assert client.get(f"/care/{other.pk}/").status_code == client.get("/care/0/").status_code == 404
    assert client.get(f"/care/{entry.pk}/close/").status_code == 403
    assert client.get(f"/care/{other.pk}/visit/").status_code == 404


def test_pages_are_never_kept_by_a_browser(signed_in, we, entry):
    for path in ("/care/", f"/care/{entry.pk}/", f"/care/{entry.pk}/visit/", "/care/about-me/", "/care/new/"):
        assert "no-store" in signed_in(we.leader).get(path)["Cache-Control"]


def test_put_on_through_the_pages(signed_in, we, elder_home, elder):
    client = signed_in(we.leader)
    page = client.post("/care/new/", {"doorway": we.doorway.code, "room": " ３０１室"})
    assert page.url == f"/care/new/{elder_home.pk}/"
    assert client.post("/care/new/", {"doorway": we.doorway.code, "room": "9999"}).status_code == 200
    form = client.get(page.url).content.decode()
    assert (elder.name in form, "邻某某" in form) == (False, True)
    day = timezone.localdate()
    given = {
        "key": re.search(r'name="key" value="([^"]+)"', form)[1], "reason": "alone", "person": elder.pk, "needs": "送菜",
        "consent_by": "person", "consent_form": "written", "consent_on": day, "review_on": day + timedelta(days=90),
    }  # fmt: skip
    assert client.post(page.url, given | {"consent_by": ""}).status_code == 200
    for _twice in range(2):
        answer = client.post(page.url, given)
        row = CareEntry.objects.get()
        assert answer.url == f"/care/{row.pk}/assign/"
    assert row.person == elder


def test_doorways_to_choose_are_ones_own(signed_in, we, they):
    page = signed_in(we.leader).get("/care/new/").content.decode()
    assert re.findall(r'<option value="(\d+)"', page) == [we.doorway.code, we.other_doorway.code]
    assert signed_in(we.resident).get("/care/new/").status_code == 403
    assert signed_in(they.leader).get(f"/care/new/{we.household.pk}/").status_code == 404


def test_visit_through_the_page_counts_once(signed_in, we, entry):
    client = signed_in(we.leader)
    form = client.get(f"/care/{entry.pk}/visit/").content.decode()
    given = {
        "key": re.search(r'name="key" value="([^"]+)"', form)[1],
        "found": "urgent",
        "on": timezone.localdate(),
    }
    for _twice in range(2):
        assert client.post(f"/care/{entry.pk}/visit/", given | {"note": "x"}).url == f"/care/{entry.pk}/"
    assert Visit.objects.count() == 1
    assert "120" in client.get(f"/care/{entry.pk}/").content.decode()
    assert client.post(f"/care/{entry.pk}/visit/", {"found": "x", "key": uuid4()}).status_code == 200


def test_too_late_is_answered_with_words(signed_in, we, put):
    row = put("closed")
    client = signed_in(we.worker)
    for verb in ("visit", "review", "assign", "close", "withdraw"):
        page = client.get(f"/care/{row.pk}/{verb}/")
        assert (page.status_code, "data-conflict" in page.content.decode()) == (409, True), verb
        assert client.post(f"/care/{row.pk}/{verb}/", {}).status_code == 409
    assert client.get(f"/care/{row.pk}/dance/").status_code == 404


def test_closing_leads_a_keeper_to_the_entry_and_a_carer_nowhere(signed_in, we, entry, anchor, serve):
    serve(entry, centre=anchor[1])
    assert signed_in(we.leader).post(f"/care/{entry.pk}/close/", {"why": "moved"}).url == f"/care/{entry.pk}/"
    assert signed_in(anchor[0]).get(f"/care/{entry.pk}/").status_code == 404


def test_about_me_shows_and_takes_back(signed_in, put, elder, we):
    row = put(person=elder)
    client = signed_in(elder)
    page = client.get("/care/about-me/").content.decode()
    assert (row.needs in page, f"/care/{row.pk}/revoke/" in page) == (True, True)
    assert client.get(f"/care/{row.pk}/").status_code == 404
    assert client.post(f"/care/{row.pk}/revoke/", {}).status_code == 200
    assert client.post(f"/care/{row.pk}/revoke/", {"sure": "on"}).url == "/care/about-me/"
    assert CareEntry.objects.get().status == "withdrawn"
    page = signed_in(we.worker).get(f"/care/{row.pk}/").content.decode()
    assert row.needs not in page


@pytest.mark.parametrize("number", [1, 3])
def test_lists_do_not_ask_more_for_more_rows(
    signed_in, we, put, anchor, serve, group, django_assert_num_queries, number
):
    duty = make_duty(place=we.community, set_by=we.worker)
    for n, reason in zip(range(number), ("alone", "memory", "disabled"), strict=False):
        row = put(reason=reason)
        serve(row, centre=anchor[1])
        serve(row, user=we.leader)
        Visit.objects.create(entry=row, on=timezone.localdate(), found="well", by=we.leader)
        make_task(
            duty=make_duty(place=we.community, set_by=we.worker, kind="other", title=str(n)),
            user=we.leader,
            place=we.building,
        )
        GroupMeeting.objects.create(
            organisation=group, held_on=timezone.localdate(), present=3, topics="…", by=we.worker
        )
    make_task(duty=duty, user=we.leader, place=we.building)
    client = signed_in(we.leader)
    client.get("/duties/mine/")
    for path, queries in (
        ("/care/", 8),
        (f"/care/{row.pk}/", 9),
        ("/duties/mine/", 5),
        ("/duties/", 7),
        ("/group-meetings/", 6),
    ):
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200


def test_filters_and_piles(signed_in, we, put, anchor, serve):
    due, served = (
        put(review_on=timezone.localdate()),
        put(reason="memory", last_visit_on=timezone.localdate()),
    )
    serve(served, user=we.leader)
    client = signed_in(we.leader)
    found = {
        query: entries_on(client.get(f"/care/?{query}"))
        for query in (
            "pile=review",
            "pile=unvisited",
            "pile=alone",
            "reason=memory",
            "mine=on",
            "place=4201030100010010010102",
            "reason=x",
        )
    }
    assert found == {
        "pile=review": [due.pk], "pile=unvisited": [due.pk], "pile=alone": [due.pk], "reason=memory": [served.pk],
        "mine=on": [served.pk], "place=4201030100010010010102": [], "reason=x": [due.pk, served.pk],
    }  # fmt: skip
    assert client.get("/care/?pile=x").status_code == client.get("/care/?after=x").status_code == 404


def test_more_than_a_page(signed_in, we, put):
    from buildings.households.models import Household

    homes = [Household.objects.create(place=we.doorway, room=f"8{n:02d}") for n in range(27)]
    rows = [put(household=home) for home in homes]
    client = signed_in(we.leader)
    first = client.get("/care/")
    assert entries_on(first) == [row.pk for row in rows[:25]]
    following = re.search(r'rel="next" href="([^"]+)"', first.content.decode())[1].replace("&amp;", "&")
    assert entries_on(client.get(f"/care/{following}")) == [row.pk for row in rows[25:]]


def test_checklist_through_the_pages(signed_in, we):
    client = signed_in(we.worker)
    assert client.post(f"/duties/at/{we.community.code}/usual/").url == f"/duties/at/{we.community.code}/"
    assert Duty.objects.count() == 6
    given = {"key": uuid4(), "holder": "community_worker", "kind": "other", "day": 31}
    page = client.post(f"/duties/at/{we.community.code}/", given)
    assert (page.status_code, Duty.objects.count()) == (200, 6)
    client.post(f"/duties/at/{we.community.code}/", given | {"title": "走访商户"})
    task = DutyTask.objects.get(user=we.worker)
    assert "走访商户" in client.get("/duties/mine/").content.decode()
    assert client.post(f"/duties/{task.pk}/tick/", {"note": "好"}).url == "/duties/mine/"
    assert client.get(f"/duties/{task.pk}/tick/").status_code == 409
    assert client.post(f"/duties/{task.pk}/untick/").url == "/duties/mine/"
    assert client.post(f"/duties/{task.pk}/excuse/", {"note": "住院"}).url == "/duties/"
    page = client.get(f"/duties/?month={timezone.localdate():%Y-%m}&open=1").content.decode()
    assert f'data-task="{task.pk}"' not in page
    assert client.post(f"/duties/set/{task.duty.key}/end/").url == f"/duties/at/{we.community.code}/"


def test_group_meetings_through_the_pages(signed_in, we, group, they):
    client = signed_in(we.leader)
    assert re.findall(r'data-group="(\d+)"', client.get("/group-meetings/").content.decode()) == [
        str(group.pk)
    ]
    given = {"key": uuid4(), "held_on": timezone.localdate(), "present": 7, "topics": "楼道堆物"}
    assert client.post(f"/group-meetings/of/{group.pk}/new/", given).url == "/group-meetings/"
    assert "楼道堆物" in client.get("/group-meetings/").content.decode()
    assert client.post(f"/group-meetings/of/{group.pk}/new/", {"present": "x"}).status_code == 200
    assert signed_in(they.worker).get(f"/group-meetings/of/{group.pk}/new/").status_code == 404
    assert "楼道堆物" not in signed_in(they.worker).get("/group-meetings/").content.decode()
