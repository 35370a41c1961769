"""Who sees which board, what it costs, and that every figure is the number of rows behind it."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beihu.notifications.models import Heartbeat
from beihu.office.dashboards import indicators, periods
from beihu.office.tallies import folding, rebuilding
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tests import cast
from tests.look import world
from tests.make import make_issue
from tripartite.issues import triage
from tripartite.issues.models import CallBack, Issue
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db
LEADS = re.compile(r'<a[^>]*href="(/dashboards/\d+/cases/[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
DIGITS = re.compile(r"-?\d+")


@pytest.fixture
def we():
    return cast.here()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def issues(we, many: int = 3) -> None:
    now = timezone.now()
    for n in range(many):
        at = now - timedelta(days=3 * n + 1)
        make_issue(
            place=we.doorway,
            author=we.resident,
            submitted_at=at,
            solve_due=at + timedelta(days=2),
            overdue_at=now,
            party=we.company,
            urgent=True,
        )
        done = make_issue(place=we.old_doorway, author=we.resident, submitted_at=at, solve_due=at + timedelta(days=2), status=Status.CONFIRMED,
                          solved_at=at + timedelta(days=n), closed_at=now, rating=list(Issue.Rating)[n % 3])  # fmt: skip
        CallBack.objects.create(
            issue=done, by=we.worker, reached=True, contacted=True, solved=n % 2 == 0, satisfaction="mostly"
        )
    make_issue(
        place=we.doorway,
        author=we.resident,
        status=Status.REFUSED,
        refusal="not_ours",
        solve_due=now,
        submitted_at=now,
    )
    make_issue(place=we.compound, author=we.resident, status=Status.ASSIGNED, bounced=True, party=we.company)


def test_who_may_see_which_board(we):
    there = cast.next_door()
    rebuilding.rebuild()
    people = {
        "officer": we.officer,
        "worker": we.worker,
        "liaison": we.liaison,
        "property_staff": we.property_staff,
        "resident": we.resident,
    }
    places = [
        we.street.code,
        we.community.code,
        we.compound.code,
        we.building.code,
        there.community.code,
        we.doorway.code,
        "420103099",
    ]
    got = {
        name: [signed_in(user).get(reverse("dashboard", args=[code])).status_code for code in places]
        for name, user in people.items()
    }
    assert got == {
        "officer": [200, 200, 200, 200, 404, 404, 404],
        "worker": [404, 200, 200, 200, 404, 404, 404],
        "liaison": [404, 404, 200, 200, 404, 404, 404],
        "property_staff": [404, 404, 403, 403, 404, 404, 404],
        "resident": [404, 404, 404, 404, 404, 404, 404],
    }


def test_a_district_officer_sees_figures_and_no_lists(we):
    person = we.resident
    Post.objects.create(user=person, role="district_officer", place=we.street.parent, since=cast.LONG_AGO)
    issues(we)
    rebuilding.rebuild()
    client = signed_in(person)
    page = client.get(reverse("dashboard", args=[we.street.parent_id])).content.decode()
    lists = [
        client.get(reverse("dashboard_cases", args=[we.street.code, key])).status_code
        for key in ("open", "meetings", "matters", "owed")
    ]
    assert ('data-key="overdue"' in page, set(LEADS.findall(page)), lists) == (True, set(), [403] * 4)


def test_the_way_in_is_the_board_of_ones_own_place(we):
    first = [signed_in(user).get(reverse("dashboards")) for user in (we.officer, we.worker, we.liaison)]
    assert [one.context["place"] for one in first] == [we.street, we.community, we.compound]
    assert signed_in(we.resident).get(reverse("dashboards")).status_code == 403


@pytest.mark.parametrize("set_", ["wuhan", "three", "own"])
@pytest.mark.parametrize("period", ["7-days", "30-days", "12-months"])
@pytest.mark.parametrize("level", ["street", "community", "compound"])
def test_every_figure_is_the_number_of_rows_behind_it(set_, period, level):
    here = world.furnish()
    issues(here)
    rebuilding.rebuild()
    client = signed_in(here.officer)
    code = getattr(here, level).code
    seen = 0
    for name in ("dashboard", "dashboard_compare"):
        page = client.get(reverse(name, args=[code]), {"period": period, "set": set_}).content.decode()
        for address, words in LEADS.findall(page):
            text = re.sub(r"<[^>]+>", " ", words)
            listed = client.get(address.replace("&amp;", "&"))
            count = int(re.search(r'data-count="(\d+)"', listed.content.decode()).group(1))
            if "%" in text or "无数据" in text:
                continue  # a rate: what it is made of is compared below
            seen += 1
            assert (address, int(DIGITS.search(text).group())) == (address, count)
    assert seen > 12


@pytest.mark.parametrize("key", list(indicators.sets()))
def test_every_rate_is_made_of_the_rows_behind_it(we, key):
    issues(we, 5)
    folding.fold()
    client = signed_in(we.officer)
    context = client.get(
        reverse("dashboard", args=[we.street.code]), {"set": key, "period": "12-months"}
    ).context
    period, counted = context["period"].query, {}
    for one in indicators.sets()[key].measures:
        counted[one] = client.get(
            f"{reverse('dashboard_cases', args=[we.street.code, one])}?{period}"
        ).context["count"]
    readings = context["board"].whole.readings
    assert [reading.now for reading in readings] == [reading.indicator.rate(counted) for reading in readings]
    assert {name: n for name, n in context["board"].whole.period.items() if name in counted} == {
        name: n for name, n in counted.items() if n
    }


def test_sheet_and_wall_say_what_the_board_says(we):
    issues(we)
    folding.fold()
    client = signed_in(we.officer)
    context = [
        client.get(reverse(name, args=[we.street.code])).context["shown"]
        for name in ("dashboard", "dashboard_report", "dashboard_wall")
    ]
    told = [
        (
            [(tile.key, tile.n) for tile in shown.today],
            [[cell.shown for _n, cell in row.labelled] for row in (*shown.health, *shown.wings)],
        )
        for shown in context
    ]
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("dashboard", 8), ("dashboard_wall", 6), ("dashboard_report", 7), ("dashboard_compare", 7), ("dashboard_pictures", 8)])  # fmt: skip
def test_a_board_asks_the_same_however_much_there_is(we, many, name, queries, django_assert_num_queries):
    issues(we, many)
    folding.fold()
    client = signed_in(we.officer)
    client.get(reverse(name, args=[we.street.code]))
    with django_assert_num_queries(queries):
        client.get(reverse(name, args=[we.street.code]))


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_asks_the_same_for_more_rows(we, many, django_assert_num_queries):
    issues(we, many)
    folding.fold()
    client = signed_in(we.officer)
    address = reverse("dashboard_cases", args=[we.street.code, "filed"])
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)


def test_what_a_rate_leaves_out_is_listed_with_its_reason_and_who_decided(we):
    row = make_issue(place=we.doorway, author=we.resident, solve_due=timezone.now())
    triage.refuse(row, by=we.worker, reason=Issue.Refusal.NOT_OURS, note="请拨打市政热线")
    folding.fold()
    cases = (
        signed_in(we.officer)
        .get(reverse("dashboard_cases", args=[we.street.code, "due_out"]))
        .context["rows"]
    )
    assert [(case.title, case.reason, case.approver) for case in cases] == [
        (row.reference, str(Issue.Refusal.NOT_OURS.label), str(Role.COMMUNITY_WORKER.label))
    ]


def test_a_stale_board_says_so(we):
    folding.fold()
    client = signed_in(we.officer)
    fresh = client.get(reverse("dashboard", args=[we.street.code])).context["stale"]
    Heartbeat.objects.filter(name=folding.HEART).update(at=timezone.now() - timedelta(minutes=2))
    stale = client.get(reverse("dashboard", args=[we.street.code])).context["stale"]
    assert (fresh, stale) == (False, True)


def test_exports_hold_the_rows_of_the_list(we):
    issues(we)
    folding.fold()
    client = signed_in(we.officer)
    count = client.get(reverse("dashboard_cases", args=[we.street.code, "filed"])).context["count"]
    csv = b"".join(
        client.get(reverse("dashboard_cases_export", args=[we.street.code, "filed", "csv"])).streaming_content
    ).decode()
    codes = [
        client.get(reverse("dashboard_cases_export", args=[we.street.code, "filed", kind])).status_code
        for kind in ("xlsx", "pdf")
    ]
    assert (len(csv.strip().splitlines()) - 1, codes) == (count, [200, 404])


def test_figures_without_a_list_are_gone(we):
    client = signed_in(we.officer)
    keys = ("billed", "homes", "nothing", "parties")
    assert [
        client.get(reverse("dashboard_cases", args=[we.street.code, key])).status_code for key in keys
    ] == [404] * 4


def test_periods_that_cannot_be_understood_are_the_usual_one():
    usual = periods.read({})
    bad = [
        {"period": "x"},
        {"since": "2026-02-30", "until": "2026-03-01"},
        {"since": "2026-03-02", "until": "2026-03-01"},
        {"since": "0001-01-01", "until": "9999-12-31"},
    ]
    assert [periods.read(one) for one in bad] == [usual] * 4


@pytest.mark.parametrize(
    ("key", "today", "since", "until"),
    [
        ("month", "2026-03-03", "2026-02-01", "2026-02-04"),
        ("month", "2026-03-31", "2026-02-01", "2026-03-01"),
        ("month", "2026-03-30", "2026-02-01", "2026-03-01"),  # February has no more
        ("quarter", "2026-01-31", "2025-10-01", "2025-11-01"),
        ("quarter", "2026-05-10", "2026-01-01", "2026-02-10"),
        ("year", "2026-01-03", "2025-01-01", "2025-01-04"),
        ("year", "2026-12-31", "2025-01-01", "2026-01-01"),
        ("last-month", "2026-03-03", "2026-01-01", "2026-02-01"),
        ("30-days", "2026-03-03", "2026-01-03", "2026-02-02"),
    ],
)
def test_what_still_runs_is_compared_with_as_much_of_the_one_before(key, today, since, until):
    before = periods.of_days(key, date.fromisoformat(today)).before
    assert (before.since.isoformat(), before.until.isoformat()) == (since, until)


def test_a_corrected_day_is_listed(we):
    folding.fold()
    make_issue(place=we.doorway, author=we.resident, submitted_at=timezone.now() - timedelta(days=40))
    folding.fold()
    client = signed_in(we.officer)
    rows = client.get(reverse("dashboard_corrections", args=[we.street.code])).context["rows"]
    day = timezone.localdate() - timedelta(days=40)
    assert [(row.measure, row.day, row.amount) for row, _label in rows] == [("filed", day, 1)]


def test_staff_are_told_when_counting_stands_still(we):
    now = timezone.now()
    Heartbeat.objects.create(name="sweep", at=now)
    Heartbeat.objects.create(name=folding.HEART, at=now - timedelta(minutes=4))
    told = {
        name: "数据看板已停止更新" in signed_in(user).get("/").content.decode()
        for name, user in {"worker": we.worker, "resident": we.resident}.items()
    }
    assert told == {"worker": True, "resident": False}
