"""Open data: shapes, filters, limits, copies, and that nobody's own is in it."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beihu.office.opendata import requests
from beihu.office.tallies import rebuilding
from tests import cast
from tests.look import world
from tests.make import make_issue
from tripartite.issues import neighbours
from tripartite.issues.models import Issue
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db
REQUESTS, FIGURES = "/open/v2/requests.json", "/open/figures.json"
EVERY = [
    REQUESTS,
    FIGURES,
    "/open/v2/services.json",
    "/open/v2/discovery.json",
    "/open/issues.json",
    "/open/issues.csv",
    "/open/figures.csv",
    "/open/",
]


@pytest.fixture(autouse=True)
def afresh(settings):
    """Copies and counters of this test's own: clearing would empty the broker's database."""
    settings.CACHES = settings.CACHES | {"open": settings.CACHES["open"] | {"KEY_PREFIX": str(uuid4())}}


@pytest.fixture
def we():
    return cast.here()


def public(we, **over) -> Issue:
    return make_issue(
        **(
            {"place": we.doorway, "author": we.resident, "wants_public": True, "published_at": timezone.now()}
            | over
        )
    )


def read(path: str, **query):
    answer = Client().get(path, query)
    return answer.status_code, json.loads(answer.content)


def test_a_request_has_the_fields_of_the_standard(we):
    row = public(we, status=Status.CONFIRMED, party=we.company, public_text="楼道灯不亮")
    status, rows = read(REQUESTS)
    one = rows[0]
    day = f"{timezone.localtime(row.submitted_at):%Y-%m-%d}T00:00:00+08:00"
    assert (status, len(rows), tuple(one)) == (200, 1, requests.COLUMNS)
    assert (one["service_request_id"], one["status"], one["service_code"], one["description"], one["requested_datetime"], one["address"], one["media_url"]) == (
        row.reference, "closed", "lighting", "楼道灯不亮", day, "1号社区 德富花园", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "over",
    [{"published_at": None}, {"wants_public": False}, {"status": Status.REFUSED}, {"status": Status.DRAFT}],
)
def test_what_neighbours_do_not_see_is_not_in_it(we, over):
    row = public(we, **over)
    single = read(f"/open/v2/requests/{row.reference}.json")
    assert (read(REQUESTS), single[0], single[1][0]["code"]) == ((200, []), 404, 404)


def test_what_was_merged_is_not_in_it(we):
    kept = public(we)
    public(we, status=Status.MERGED, merged_into=kept)
    assert [one["service_request_id"] for one in read(REQUESTS)[1]] == [kept.reference]


@pytest.mark.parametrize(
    "path", [REQUESTS, "/open/issues.json", "/open/issues.csv", "/open/v2/requests/{}.json"]
)
def test_what_is_made_private_leaves_the_copies_at_once(we, path):
    row = public(we, public_text="楼道灯不亮")
    before, _other = (Client().get(path.format(row.reference)).content.decode() for _n in range(2))
    neighbours.make_private(row, by=we.resident)
    after = Client().get(path.format(row.reference)).content.decode()
    assert ("楼道灯不亮" in before, "楼道灯不亮" in after) == (True, False)


def test_words_published_anew_replace_the_copy_at_once(we):
    row = public(we, public_text="三楼老王家漏水")
    read(REQUESTS)
    Issue.objects.filter(pk=row.pk).update(public_text="楼道漏水", published_at=timezone.now())
    assert [one["description"] for one in read(REQUESTS)[1]] == ["楼道漏水"]


def test_nobody_finds_out_the_hour_of_filing(we):
    """Neither the next page nor asking for hours tells more than the day."""
    noon = (timezone.localtime() - timedelta(days=2)).replace(hour=12, minute=34)
    rows = [public(we, submitted_at=noon + timedelta(minutes=n)) for n in (0, 1)]
    answer = Client().get(REQUESTS, {"page_size": 1})
    day = f"{noon:%Y-%m-%d}"
    late = {"start_date": f"{day}T20:00:00+08:00"}
    early = {"start_date": day, "end_date": f"{day}T01:00:00+08:00"}
    assert (
        answer["Link"] == f'<http://testserver{REQUESTS}?page_size=1&after={rows[1].reference}>; rel="next"'
    )
    assert [len(read(REQUESTS, **query)[1]) for query in (late, early)] == [2, 2]


def test_xml_is_refused_with_a_sentence():
    found = [read(f"/open/v2/{name}.xml") for name in ("requests", "services", "requests/261127-00042")]
    assert [(status, [set(one) for one in body]) for status, body in found] == [
        (406, [{"code", "description"}])
    ] * 3


def test_what_nobody_knows_makes_no_copy(we, django_assert_num_queries):
    public(we)
    read(REQUESTS, jurisdiction_id="wuhan.example")
    with django_assert_num_queries(1):
        read(REQUESTS, x="1")


def test_filters(we):
    there = cast.next_door()
    old = public(we, submitted_at=timezone.now() - timedelta(days=100))
    here, done = public(we, category="water"), public(we, status=Status.CONFIRMED)
    far = public(we, place=there.doorway)
    found = {
        name: sorted(one["service_request_id"] for one in read(REQUESTS, **query)[1])
        for name, query in {
            "all": {},
            "open": {"status": "open"},
            "closed": {"status": "closed"},
            "both": {"status": "open,closed"},
            "water": {"service_code": "water,gas"},
            "place": {"place": we.community.code},
            "compound": {"place": there.compound.code},
            "old": {
                "start_date": f"{timezone.now() - timedelta(days=120):%Y-%m-%dT%H:%M:%SZ}",
                "end_date": f"{timezone.now() - timedelta(days=90):%Y-%m-%d}",
            },
            "ids": {"service_request_id": f"{old.reference},{here.reference}"},
        }.items()
    }
    refs = lambda *rows: sorted(row.reference for row in rows)  # noqa: E731
    assert found == {
        "all": refs(here, done, far), "open": refs(here, far), "closed": refs(done), "both": refs(here, done, far),
        "water": refs(here), "place": refs(here, done), "compound": refs(far), "old": refs(old), "ids": refs(old, here),
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        {"status": "broken"}, {"service_code": "ufo"}, {"start_date": "yesterday"}, {"start_date": "2026-13-01"},
        {"start_date": "2026-02-01", "end_date": "2026-01-01"}, {"start_date": "2025-01-01", "end_date": "2026-01-01"},
        {"place": "４２０１"}, {"place": "42010"}, {"page_size": "0"}, {"page_size": "1001"}, {"page_size": "x"},
        {"service_request_id": "abc"}, {"after": "abc"}, {"after": "261127-99999999"}, {"end_date": "9999-12-31T23:59:59Z"},
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_with_a_sentence(query):
    status, body = read(REQUESTS, **query)
    assert (status, [set(one) for one in body], bool(body[0]["description"])) == (
        400,
        [{"code", "description"}],
        True,
    )


@pytest.mark.parametrize(
    "query",
    [
        {"place": "42"},
        {"since": "2026"},
        {"since": "2026-12", "until": "2026-01"},
        {"since": "2020-01"},
        {"since": "2026-99"},
    ],
)
def test_figures_refuse_with_a_sentence(query):
    assert read(FIGURES, **query)[0] == 400


def test_pages_follow_each_other(we):
    rows = [public(we, submitted_at=timezone.now() - timedelta(days=n)) for n in range(5)]
    address, seen = f"{REQUESTS}?page_size=2", []
    while address:
        answer = Client().get(address)
        seen += [one["service_request_id"] for one in json.loads(answer.content)]
        link = re.match(r'<[^>]*?(/open[^>]*)>; rel="next"', answer.headers.get("Link", ""))
        address = link[1] if link else ""
    assert seen == [row.reference for row in rows]


def test_figures_are_the_tallies(we):
    for _n in range(3):
        public(we)
    rebuilding.rebuild()
    _status, rows = read(FIGURES, place=we.street.code)
    month = f"{timezone.localdate():%Y-%m}"
    assert [(row["code"], row["month"], row["amount"]) for row in rows if row["measure"] == "filed"] == [
        (we.community.code, month, 3)
    ]
    assert {row["measure"] for row in rows} & {"billed", "collected", "bounced", "homes"} == set()


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries", "copy"), [(REQUESTS, 2, 1), ("/open/issues.csv", 2, 1), (FIGURES, 4, 0)]
)
def test_asks_the_same_for_more_rows_and_of_a_copy_only_whether_it_may_be_shown(
    we, many, path, queries, copy, django_assert_num_queries
):
    for _n in range(many):
        public(we)
    with django_assert_num_queries(queries):
        Client().get(path)
    with django_assert_num_queries(copy):
        Client().get(path)


def test_a_copy_that_is_known_is_not_sent_again(we):
    public(we)
    first = Client().get(REQUESTS)
    again = Client().get(REQUESTS, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"], first["Access-Control-Allow-Origin"], first["Cache-Control"]) == (
        304, b"", first["ETag"], "*", "public, max-age=300",
    )  # fmt: skip
    assert dict(first.cookies) == {}


@time_machine.travel("2026-03-02 10:00:20 +0800", tick=False)
def test_an_address_is_limited_and_others_are_not(settings):
    settings.OPEN_DATA_A_MINUTE = 3
    found = [Client(REMOTE_ADDR="203.0.113.7").get("/open/v2/services.json") for _n in range(5)]
    other = Client(REMOTE_ADDR="203.0.114.8").get("/open/v2/services.json")
    assert [one.status_code for one in (*found, other)] == [200, 200, 200, 429, 429, 200]
    assert (found[-1]["Retry-After"], json.loads(found[-1].content)[0]["code"]) == ("40", 429)


def test_answers_without_the_broker(settings, we):
    public(we)
    settings.CACHES = settings.CACHES | {
        "open": settings.CACHES["open"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    }
    caches.close_all()
    assert [Client().get(REQUESTS).status_code for _n in range(2)] == [200, 200]


def test_a_formula_is_only_text(we):
    public(we, public_text="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in Client().get("/open/issues.csv").content.decode()


def test_nobody_is_in_it():
    here = world.furnish()
    Issue.objects.exclude(status=Status.DRAFT).update(wants_public=True, published_at=timezone.now())
    rebuilding.rebuild()
    here.household.room = "甲七〇一"
    here.household.save()
    singles = [f"/open/v2/requests/{one.reference}.json" for one in Issue.objects.published()]
    told = "".join(Client().get(path).content.decode() for path in EVERY + singles)
    names = {person.name for person in here.people.values() if person} | {here.household.room}
    names |= {here.doorway.short_name, here.building.short_name}
    assert (
        [name for name in names if name and name in told],
        re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", told),
        re.findall(r"\d{17}[\dXx]", told),
    ) == ([], [], [])


WORDS = st.text(max_size=30) | st.sampled_from(
    ["0", "-1", "2026-11", "420103", "open", "\x00", "１", "9" * 400]
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "status",
                "service_code",
                "start_date",
                "end_date",
                "place",
                "page_size",
                "after",
                "service_request_id",
                "since",
                "until",
            ]
        ),
        WORDS,
    )
)
def test_no_query_breaks_it(query):
    with transaction.atomic():
        for path in (REQUESTS, "/open/issues.csv", FIGURES, "/open/figures.csv"):
            assert Client().get(path, query).status_code in (200, 400, 429)


def test_the_page_explains_each_field_once():
    page = Client().get("/open/").content.decode()
    told = [name for names in re.findall(r"<dt><code>([^<]*)</code>", page) for name in names.split(", ")]
    assert {name: told.count(name) for name in requests.COLUMNS} == dict.fromkeys(requests.COLUMNS, 1) | {
        "service_request_id": 2,
        "service_code": 2,
        "status": 2,
    }  # these are asked with, too
