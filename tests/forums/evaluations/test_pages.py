"""Pages of evaluations: published results are everybody's, nobody reads answers below five, the rated keep out."""

import re

import pytest

from forums.evaluations import life
from tests.make_evaluations import make_evaluation, rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    def enter(person):
        client.force_login(person)
        return client

    return enter


def text(answer) -> str:
    return answer.content.decode()


def published(we, homes, ago: int, *values: int):
    row = make_evaluation(we, "open", ago=ago)
    rate(row, homes, *values)
    return life.publish(life.close(row, by=we.worker), by=we.worker)


def test_everybody_reads_what_is_published_and_nothing_before(client, we, homes):
    rows = {
        status: make_evaluation(we, status, ago=n)
        for n, status in enumerate(("draft", "open", "closed", "published", "withdrawn"), 1)
    }
    found = {status: client.get(row.get_absolute_url()).status_code for status, row in rows.items()}
    assert found == {"draft": 404, "open": 404, "closed": 404, "published": 200, "withdrawn": 404}
    sheet = {
        status: client.get(f"{row.get_absolute_url()}sheet/").status_code for status, row in rows.items()
    }
    assert sheet == found


def test_below_five_answers_no_score_stands_on_any_page(client, we, homes):
    few, enough = published(we, homes, 2, 5, 5, 5, 5), published(we, homes, 1, 4, 4, 4, 4, 4)
    for row, shown in ((few, False), (enough, True)):
        for path in (row.get_absolute_url(), f"{row.get_absolute_url()}sheet/"):
            page = re.sub(r"<svg.*?</svg>", "", text(client.get(path)), flags=re.S)
            assert ("4.00" in page or "5.00" in page) == shown, path


def test_result_names_nobody(client, we, homes):
    row = published(we, homes, 1, 4, 4, 4, 4, 4)
    page = text(client.get(row.get_absolute_url()))
    assert [word for word in ("王居民", "8001", "8002", "张社工") if word in page.partition("<main")[2]] == []


def test_the_rated_run_nothing_and_see_no_households(signed_in, we, homes):
    row = make_evaluation(we, "open")
    for path in ("", "drawn/", "drawn/csv/", "close/"):
        assert signed_in(we.property_staff).get(f"{row.get_absolute_url()}{path}").status_code == 404


def test_drawn_households_are_staffs(signed_in, we, homes):
    row = make_evaluation(we, "open", sample=10)
    assert signed_in(we.worker).get(f"{row.get_absolute_url()}drawn/").status_code == 200
    assert signed_in(we.resident).get(f"{row.get_absolute_url()}drawn/").status_code == 404
    lines = (
        b"".join(signed_in(we.worker).get(f"{row.get_absolute_url()}drawn/csv/"))
        .decode("utf-8-sig")
        .splitlines()
    )
    assert len(lines) == 11


def test_verbs_by_form(signed_in, we, homes):
    row = make_evaluation(we)
    client = signed_in(we.worker)
    assert client.post(f"{row.get_absolute_url()}open/").status_code == 302
    row.refresh_from_db()
    rate(row, homes, 4, 4, 4, 4, 4)
    for verb in ("close", "publish"):
        client.post(f"{row.get_absolute_url()}{verb}/")
    row.refresh_from_db()
    assert (row.status, row.result["total"]) == ("published", "4.00")
    signed_in(we.property_staff).post(f"{row.get_absolute_url()}reply/", {"text": "我们会改进。"})
    assert "我们会改进。" in text(signed_in(we.resident).get(row.get_absolute_url()))


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(client, signed_in, we, homes, django_assert_num_queries, number):
    rows = [published(we, homes, ago, *[4] * (4 + number)) for ago in range(1, number + 1)]
    client.get("/about/")
    with django_assert_num_queries(2):
        client.get(rows[0].get_absolute_url())
    with django_assert_num_queries(1):
        client.get("/evaluations/")
    make_evaluation(we, "open", ago=number + 1)
    staff = signed_in(we.worker)
    staff.get("/about/")
    with django_assert_num_queries(6):
        staff.get("/evaluations/")
