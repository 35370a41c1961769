"""Who reads what of a mediation, and that each look is logged."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from tests.make_selfmanaged import make_case
from tripartite.selfmanagement.mediation.models import MediationCase

pytestmark = pytest.mark.django_db


def test_only_mediators_read_it_and_each_look_is_logged(client, we, they):
    row = make_case(we, "agreed")
    operator = User.objects.create_superuser("operator")
    for person in [*we.people.values(), *they.people.values(), operator]:
        client.force_login(person)
        wanted = 200 if person == we.worker else 404
        paths = (f"/mediation/{row.pk}/", f"/mediation/{row.pk}/paper/", f"/mediation/{row.pk}/follow_up/")
        assert [client.get(path).status_code for path in paths] == [wanted] * 3
    looks = AuditEntry.objects.filter(verb__in=["mediation.look", "mediation.print"])
    assert [(look.actor, look.reason, look.detail) for look in looks] == [(we.worker, "", {})] * 3
    MediationCase.objects.filter(pk=row.pk).update(
        status="closed", closed_on=timezone.localdate() - timedelta(days=400)
    )
    client.force_login(we.worker)
    assert client.get(f"/mediation/{row.pk}/").status_code == 404


def test_the_list_has_ones_own_cases_and_counts_without_names(client, we):
    mine = make_case(we)
    make_case(we, mediators=[we.leader])
    for _n in range(5):
        make_case(we, kind="leak", mediators=[we.leader], opened_on=timezone.localdate())
    client.force_login(we.worker)
    page = client.get("/mediation/").content.decode()
    assert re.findall(r'data-case="(\d+)"', page) == [str(mine.pk)]
    assert "钱楼上" not in page
    entry = AuditEntry.objects.get(verb="mediation.list")
    assert entry.detail == {"cases": [mine.pk]}
    client.force_login(we.officer)
    page = client.get("/mediation/").content.decode()
    assert (re.findall(r"data-case", page), re.findall(r"<td>漏水</td><td>(\d+)</td>", page)) == ([], ["5"])
    assert "不足5件" in page
    client.force_login(we.leader)
    assert "不足5件" not in client.get("/mediation/").content.decode()
    client.force_login(we.resident)
    assert client.get("/mediation/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_lists_do_not_ask_more_for_more_rows(client, we, django_assert_num_queries, number):
    for _n in range(number):
        row = make_case(we, "agreed", mediators=[we.worker, we.leader, we.liaison][:number])
    client.force_login(we.worker)
    client.get("/mediation/")
    with django_assert_num_queries(7):
        client.get("/mediation/")
    with django_assert_num_queries(12):
        client.get(f"/mediation/{row.pk}/")


def test_from_opening_to_closing_through_the_pages(client, we):
    client.force_login(we.worker)
    new = f"/mediation/at/{we.community.code}/new/"
    page = client.get(new).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    facts = {"key": key, "kind": "noise", "sides": "钱楼上\n孙楼下\n", "mediators": [we.worker.pk]}
    for wrong in ({"sides": "钱楼上"}, {"mediators": [we.resident.pk]}, {"sides": "长" * 41 + "\n孙"}):
        assert client.post(new, facts | wrong).status_code == 200
    for _twice in range(2):
        answer = client.post(new, facts)
    row = MediationCase.objects.get()
    assert answer.url == f"/mediation/{row.pk}/"
    today = f"{timezone.localdate()}"

    def do(verb: str, **fields) -> int:
        return client.post(f"/mediation/{row.pk}/{verb}/", fields).status_code

    assert do("meet", key=uuid4(), on=today, spot="居委会") == 409
    for side in row.sides.all():
        assert do("consent", side=side.pk, how="spoken", on=today) == 302
    assert do("meet", key=uuid4(), on=today, spot="居委会", notes="谈了") == 302
    points = {"point_1": "十点后不练琴", "day_1": today}
    assert do("agree", agreement="好", follow_up_on=today, **points, point_2="没有日期") == 200
    assert do("agree", agreement="好", follow_up_on=today, **points) == 302
    assert do("close") == 409
    sheet = client.get(f"/mediation/{row.pk}/paper/").content.decode()
    assert [sheet.count(words) for words in ("十点后不练琴", "（签名、日期）", "调解员（签名、日期）")] == [
        1,
        3,
        1,
    ]
    assert do("follow_up", followed="安静了", again_on="") == 302
    assert do("close") == 302
    assert client.get(f"/mediation/{row.pk}/").status_code == 200
    assert client.get(f"/mediation/{row.pk}/dance/").status_code == 404


def test_who_opens_for_others_reads_on_no_longer(client, we):
    client.force_login(we.liaison)
    new = f"/mediation/at/{we.compound.code}/new/"
    facts = {"key": uuid4(), "kind": "pets", "sides": "甲\n乙", "mediators": [we.worker.pk]}
    assert client.post(new, facts).url == "/mediation/"
    assert client.get(f"/mediation/{MediationCase.objects.get().pk}/").status_code == 404


def test_a_case_without_an_agreement_has_no_paper(client, we):
    row = make_case(we, "consented")
    client.force_login(we.worker)
    assert client.get(f"/mediation/{row.pk}/paper/").status_code == 404
