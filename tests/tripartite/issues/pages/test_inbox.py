"""The inbox: filters, search, paging by keyset, saved filters, export, handing over many at once."""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.audit.models import AuditEntry
from tests.make import make_issue
from tripartite.issues import actions, queries
from tripartite.issues.models import Issue, IssueEvent, SavedFilter
from tripartite.issues.queries import Wanted
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db
INBOX = "/issues/"


def shown(page) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-row="(\d+)"', page.content.decode())]


def ago(**spans) -> datetime:
    return timezone.now() - timedelta(**spans)


def test_inbox_shows_open_issues_of_ones_own_posts_newest_first(client, we, others):
    old = make_issue(place=we.doorway, submitted_at=ago(days=2))
    new = make_issue(place=we.old_doorway)
    make_issue(place=others.doorway)
    make_issue(place=we.doorway, status=Status.CONFIRMED)
    make_issue(place=we.doorway, status=Status.DRAFT, author=we.worker)
    client.force_login(we.worker)
    assert shown(client.get(INBOX)) == [new.pk, old.pk]


def test_party_sees_what_was_handed_to_it(client, we):
    theirs = make_issue(place=we.doorway, status=Status.ASSIGNED, party=we.company)
    make_issue(place=we.doorway)
    make_issue(place=we.doorway, status=Status.ASSIGNED, party=we.owners_party)
    client.force_login(we.property_staff)
    assert shown(client.get(INBOX)) == [theirs.pk]


def test_resident_is_led_to_their_own_issues(client, we):
    client.force_login(we.resident)
    assert client.get(INBOX).url == reverse("my_issues")


@pytest.fixture
def heap(we):
    """Issues by what is special about them."""
    return {
        "plain": make_issue(place=we.doorway),
        "gas": make_issue(place=we.doorway, category="gas", text="煤气灶打不着火"),
        "far": make_issue(place=we.old_doorway),
        "urgent": make_issue(place=we.doorway, urgent=True),
        "late": make_issue(place=we.doorway, solve_due=ago(days=1)),
        "mine": make_issue(
            place=we.doorway, status=Status.ASSIGNED, party=we.residents_party, assignee=we.worker
        ),
        "old": make_issue(place=we.doorway, submitted_at=ago(days=40)),
        "refused": make_issue(place=we.doorway, status=Status.REFUSED),
        "merged": None,
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("category=gas", ["gas"]),
        ("q=煤气", ["gas"]),
        ("q=煤气灶打不", ["gas"]),
        ("q=煤气 火", ["gas"]),
        ("q=斑马线", []),
        ("urgent=on", ["urgent"]),
        ("overdue=on", ["late"]),
        ("mine=on", ["mine"]),
        ("state=refused", ["refused"]),
        ("state=assigned", ["mine"]),
        ("place=420103010001002", ["far"]),
        ("place=42010301000100200101", ["far"]),
        ("place=420103011", []),
        ("unassigned=on&urgent=on", ["urgent"]),
        ("until={long_ago}", ["old"]),
        ("urgent=on&since=0001-01-01&until=9999-12-31", ["urgent"]),
        ("state=all&category=gas&q=火", ["gas"]),
    ],
)
def test_filters_narrow(client, we, heap, query, names):
    client.force_login(we.worker)
    page = client.get(f"{INBOX}?{query.format(long_ago=f'{ago(days=30):%Y-%m-%d}')}")
    assert shown(page) == [heap[name].pk for name in names]


def test_reference_finds_its_issue(client, we, heap):
    client.force_login(we.worker)
    assert shown(client.get(INBOX, {"q": heap["gas"].reference})) == [heap["gas"].pk]


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense",
        "category=nonsense",
        "place=abc",
        "since=yesterday",
        "after=x",
        "after=9-9-9",
        "before=-1",
        "q=%00",
        "q=%22%27--",
    ],
)
def test_nonsense_in_the_address_still_opens(client, we, heap, query):
    client.force_login(we.worker)
    assert client.get(f"{INBOX}?{query}").status_code == 200


def test_pages_follow_without_gap_and_keep_the_filters(client, we):
    at = timezone.now()
    rows = [
        make_issue(place=we.doorway, category="lift", submitted_at=at - timedelta(minutes=n // 3))
        for n in range(60)
    ]
    rows.sort(key=lambda row: (row.submitted_at, row.pk), reverse=True)
    client.force_login(we.worker)
    first = client.get(INBOX, {"category": "lift", "state": "open"})
    late = make_issue(place=we.doorway, category="lift", submitted_at=at + timedelta(minutes=1))
    second = client.get(INBOX + first.context["older"])
    third = client.get(INBOX + second.context["older"])
    assert shown(first) + shown(second) + shown(third) == [row.pk for row in rows]
    back = client.get(INBOX + third.context["newer"])
    assert shown(back) == shown(second)
    assert shown(client.get(INBOX + client.get(INBOX + back.context["newer"]).context["newer"]))[0] == late.pk
    for link in (first.context["older"], third.context["newer"]):
        query = parse_qs(urlsplit(link).query)
        assert (query["category"], query["state"]) == (["lift"], ["open"])
    assert (first.context["newer"], third.context["older"]) == ("", "")


def test_count_stops_at_its_cap(client, we, monkeypatch):
    monkeypatch.setattr(queries, "COUNTED", 3)
    for _one in range(4):
        make_issue(place=we.doorway)
    client.force_login(we.worker)
    assert client.get(INBOX).context["count"] == "2+"


def test_list_holds_no_phone_number(client, we):
    make_issue(
        place=we.doorway, text="请打13912345678，身份证420103199001011234", contact_phone="13900001001"
    )
    client.force_login(we.worker)
    words = client.get(INBOX).content.decode().split("<main")[1]
    assert re.findall(r"(?<!\d)1\d{10}(?!\d)|(?<!\d)\d{17}[\dX]", words) == []


@pytest.mark.parametrize("n", [1, 3])
def test_inbox_asks_eight_questions(client, we, n, django_assert_num_queries):
    for _one in range(n):
        make_issue(place=we.doorway, status=Status.ASSIGNED, party=we.company)
    client.force_login(we.worker)
    client.get(INBOX)
    with django_assert_num_queries(8):
        client.get(f"{INBOX}?state=working&place={we.compound.code}")


def test_visible_rows_are_those_of_the_right(we, heap):
    found = set(queries.inbox(we.worker, Wanted(state="all")))
    assert found == {row for row in Issue.objects.all() if we.worker.has_perm("tripartite.list_issue", row)}


# -- saved filters -------------------------------------------------------------------------------------------


def test_filter_is_saved_under_a_name_and_removed(client, we, others):
    client.force_login(we.worker)
    save = {"name": "漏水", "query": "category=water&state=open&after=1-1&evil=1"}
    for _click in range(2):
        client.post(reverse("filter_save"), save)
    saved = SavedFilter.objects.get()
    assert (saved.user, saved.query) == (we.worker, "q=&state=open".replace("q=&", "") + "&category=water")
    assert client.get(INBOX).context["saved"] == [saved]
    remove = reverse("filter_remove", args=[saved.pk])
    client.force_login(others.worker)
    assert client.post(remove).status_code == 404
    client.force_login(we.worker)
    client.post(remove)
    assert SavedFilter.objects.count() == 0


@pytest.mark.parametrize("name", ["", "x" * 41])
def test_filter_without_a_proper_name_is_not_saved(client, we, name):
    client.force_login(we.worker)
    client.post(reverse("filter_save"), {"name": name, "query": "state=open"})
    assert SavedFilter.objects.count() == 0


# -- export --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_takes_what_the_filter_leaves_and_is_logged(client, we, heap, kind):
    client.force_login(we.worker)
    response = client.get(reverse("issue_export", args=[kind]), {"category": "gas"})
    data = b"".join(response.streaming_content)
    assert response.headers["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        lines = data.decode("utf-8-sig").strip().splitlines()
        assert [heap["gas"].reference in line for line in lines] == [False, True]
    assert AuditEntry.objects.get(verb="issue.export").detail["count"] == 1


def test_export_needs_its_own_right(client, we):
    for person, status in ((we.liaison, 403), (we.resident, 403), (we.property_staff, 200)):
        client.force_login(person)
        assert client.get(reverse("issue_export", args=["csv"])).status_code == status
    assert client.get(reverse("issue_export", args=["pdf"])).status_code == 404


# -- many at once --------------------------------------------------------------------------------------------


def many(client, issues, **facts):
    page = client.get(reverse("issue_assign_many"), {"pk": [issue.pk for issue in issues]})
    seen = dict(re.findall(r'name="(seen-\d+)" value="(\d+)"', page.content.decode()))
    return page, {"pk": [issue.pk for issue in issues], **seen, **facts}


def test_many_are_handed_to_the_party_of_each_place(client, we):
    issues = [make_issue(place=place) for place in (we.doorway, we.other_doorway, we.old_doorway)]
    client.force_login(we.worker)
    page, given = many(client, issues, kind="property_company", next="/issues/?state=new")
    assert 'data-selected="3"' in page.content.decode()
    done = client.post(reverse("issue_assign_many"), given, follow=True)
    for issue in issues:
        issue.refresh_from_db()
    assert [issue.party for issue in issues] == [we.company, we.company, None]
    assert done.redirect_chain == [("/issues/?state=new", 302)]
    words = [str(message) for message in done.context["messages"]]
    assert (len(words), words[0].startswith(issues[2].reference)) == (2, True)


def test_second_click_hands_over_once(client, we):
    issue = make_issue(place=we.doorway)
    client.force_login(we.worker)
    _page, given = many(client, [issue], kind="property_company")
    for _click in range(2):
        client.post(reverse("issue_assign_many"), given)
    assert IssueEvent.objects.filter(verb="assign").count() == 1


def test_what_somebody_else_moved_meanwhile_is_left_alone(client, we):
    issue = make_issue(place=we.doorway)
    client.force_login(we.worker)
    _page, given = many(client, [issue], kind="property_company")
    actions.assign(issue, by=we.officer, party=we.owners_party)
    client.post(reverse("issue_assign_many"), given)
    issue.refresh_from_db()
    assert issue.party == we.owners_party


def test_many_needs_a_party_and_ticked_issues_within_reach(client, we, others):
    mine, foreign = make_issue(place=we.doorway), make_issue(place=others.doorway)
    client.force_login(we.worker)
    address = reverse("issue_assign_many")
    assert client.post(address, {"pk": [mine.pk]}).context["form"].errors.keys() == {"kind"}
    for pks in ([], [foreign.pk], ["x", "9" * 30]):
        assert client.post(address, {"pk": pks, "kind": "property_company"}).url == INBOX
    client.force_login(we.property_staff)
    assert client.get(address, {"pk": [mine.pk]}).status_code == 403


@pytest.mark.parametrize("target", ["https://evil.example/issues/", "//evil.example", "/account/"])
def test_way_back_leads_to_the_inbox_only(client, we, target):
    issue = make_issue(place=we.doorway)
    client.force_login(we.worker)
    _page, given = many(client, [issue], kind="property_company", next=target)
    assert client.post(reverse("issue_assign_many"), given).url == INBOX
