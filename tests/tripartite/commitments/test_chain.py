"""The chain of a matter: every link in order, the next step, and what each reader may know."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.make import make_issue, make_meeting
from tripartite.commitments import actions
from tripartite.commitments.chain import Reader, chain
from tripartite.issues import actions as issues
from tripartite.meetings.minutes import Resolution

pytestmark = pytest.mark.django_db
SECRET = "内部：业主情绪激动"
PHONE = "13912345678"


@pytest.fixture
def matter(we, picture):
    """An issue that went all the way: table, resolution, promise, evidence, a verdict that failed, the table again."""
    start = timezone.now() - timedelta(days=40)
    issue = make_issue(
        place=we.doorway, author=we.resident, text=f"王居民家没水{PHONE}", public_text="六楼没水", wants_public=True,
        published_at=start, submitted_at=start, replied_at=start + timedelta(hours=2), party=we.company, status="in_progress",
    )  # fmt: skip
    issues.note(issue, by=we.worker, text=SECRET)
    meeting = make_meeting(
        place=we.compound, organiser=we.liaison, status="minuted", starts_at=start + timedelta(days=9)
    )
    item = meeting.items.create(position=1, title="水泵", issue=issue)
    due = timezone.localdate() + timedelta(days=9)
    decided = Resolution.objects.create(
        item=item, text=f"更换水泵，联系{PHONE}", party=we.company, due_on=due, by=we.liaison, cost=Decimal(1),
        at=start + timedelta(days=9, hours=2),
    )  # fmt: skip
    row = actions.propose(
        by=we.liaison,
        key=uuid4(),
        place=we.compound,
        debtor=we.company,
        text="换水泵",
        due_on=due,
        resolution=decided,
    )
    actions.accept(row, by=we.property_staff)
    actions.report(row, by=we.property_staff, progress=40, note=f"到货，电话{PHONE}")
    actions.prove(row, by=we.property_staff, uploads=[picture(), picture()])
    shown, _hidden = row.evidence.order_by("pk")
    actions.show(row, by=we.liaison, photos=[shown])
    actions.deliver(row, by=we.property_staff)
    coming = make_meeting(place=we.compound, organiser=we.liaison, title="十二月联席会", status="draft")
    row = actions.judge(row, by=we.resident, kept=False, reason="没水压")
    assert (row.status, coming.items.count()) == ("failed", 1)
    return issue, row


KINDS = [
    "issue",
    "issue",
    "agenda",
    "resolution",
    "commitment",
    "commitment",
    "evidence",
    "evidence",
    "verdict",
    "agenda",
]


def test_chain_of_an_issue_for_staff_holds_every_link(matter):
    found = chain(Reader.STAFF, issue=matter[0])
    assert [link.kind for link in found.links] == KINDS
    assert [len(link.photos) for link in found.links] == [0, 0, 0, 0, 0, 0, 0, 2, 0, 0]
    assert found.reached == {"issue", "agenda", "resolution", "commitment", "evidence", "verdict"}


def test_chain_for_the_resident_leaves_drafts_of_meetings_out(matter):
    found = chain(Reader.RESIDENT, issue=matter[0])
    assert [link.kind for link in found.links] == KINDS[:-1]
    assert [link.url for link in found.links if link.kind == "agenda"] == [""]


def test_chain_for_everybody_shows_chosen_photos_and_no_number(matter):
    found = chain(Reader.PUBLIC, issue=matter[0])
    assert [link.kind for link in found.links] == [KINDS[0], *KINDS[2:-1]]  # without the first reply
    assert sum(len(link.photos) for link in found.links) == 1
    said = " ".join(f"{link.words} {link.text} {link.who} {link.url}" for link in found.links)
    assert [
        word
        for word in (PHONE, "王居民", SECRET, "赵物业", "刘联络", "没水压", "/commitments/")
        if word in said
    ] == []


@pytest.mark.parametrize("reader", list(Reader))
def test_internal_notes_and_reasons_are_in_no_chain(matter, reader):
    said = str(chain(reader, issue=matter[0]))
    assert (SECRET in said, "没水压" in said) == (False, False)


def test_chain_of_a_commitment_begins_where_it_began(we, owe, matter):
    found = chain(Reader.STAFF, commitment=matter[1])
    assert [link.kind for link in found.links] == KINDS[2:]
    alone = owe()
    assert (chain(Reader.STAFF, commitment=alone).links, chain(Reader.STAFF, commitment=alone).next.who) == (
        [],
        we.company.name,
    )


def test_cancelled_meeting_is_no_link(we):
    issue = make_issue(place=we.doorway)
    make_meeting(place=we.compound, organiser=we.liaison, status="cancelled").items.create(
        position=1, title="x", issue=issue
    )
    assert [link.kind for link in chain(Reader.STAFF, issue=issue).links] == ["issue"]


def test_resolution_shows_to_residents_once_the_bodies_have_read_it(we, matter):
    issue, _row = matter
    meeting = issue.agenda_items.order_by("pk").first().meeting
    type(meeting).objects.filter(pk=meeting.pk).update(status="held")
    kinds = [
        [link.kind for link in chain(reader, issue=issue).links] for reader in (Reader.STAFF, Reader.RESIDENT)
    ]
    assert ["resolution" in one for one in kinds] == [True, False]


# -- the next step -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "who"),
    [("proposed", "company"), ("running", "company"), ("failed", "company"), ("delivered", None)],
)
def test_next_step_of_a_commitment_names_who_owes_it(we, owe, status, who):
    issue = make_issue(place=we.doorway, author=we.resident)
    row = owe(status, issue=issue)
    step = chain(Reader.STAFF, issue=issue).next
    assert (step.who == we.company.name) == (who is not None)
    assert step.by == (timezone.localtime(row.judge_until).date() if status == "delivered" else row.due_on)


@pytest.mark.parametrize("status", ["kept", "unanswered", "declined", "withdrawn"])
def test_ended_commitment_leaves_the_issue_its_own_next_step(we, owe, status):
    issue = make_issue(place=we.doorway, status="in_progress", party=we.company, solve_due=timezone.now())
    owe(status, issue=issue)
    assert chain(Reader.STAFF, issue=issue).next.who == we.company.name
    type(issue).objects.filter(pk=issue.pk).update(
        status="confirmed", solved_at=timezone.now(), closed_at=timezone.now()
    )
    issue.refresh_from_db()
    assert chain(Reader.STAFF, issue=issue).next is None


def test_standing_promise_presses_nobody(owe):
    assert chain(Reader.STAFF, commitment=owe(is_standing=True)).next is None


def test_failed_comes_before_what_merely_runs(we, owe):
    issue = make_issue(place=we.doorway)
    owe(issue=issue, due_on=timezone.localdate())
    failed = owe("failed", issue=issue, due_on=timezone.localdate() + timedelta(days=5))
    assert chain(Reader.STAFF, issue=issue).next.by == failed.due_on


def test_decided_and_not_promised_yet_is_the_liaisons(we):
    issue = make_issue(place=we.doorway)
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status="minuted")
    item = meeting.items.create(position=1, title="x", issue=issue)
    Resolution.objects.create(
        item=item, text="x", party=we.company, due_on=timezone.localdate(), by=we.liaison
    )
    assert we.company.name in chain(Reader.STAFF, issue=issue).next.words


def test_on_the_table_next_says_when(we):
    issue = make_issue(place=we.doorway)
    meeting = make_meeting(place=we.compound, organiser=we.liaison)
    meeting.items.create(position=1, title="x", issue=issue)
    assert chain(Reader.RESIDENT, issue=issue).next.by == timezone.localtime(meeting.starts_at).date()


@pytest.mark.parametrize("status", ["submitted", "accepted", "assigned", "in_progress", "waiting", "suspended", "solved", "reopen_requested"])  # fmt: skip
def test_open_issue_always_has_a_next_step(we, status):
    assert (
        chain(Reader.RESIDENT, issue=make_issue(place=we.doorway, status=status, author=we.resident)).next
        is not None
    )


# -- the pages -----------------------------------------------------------------------------------------------------


def page(client, name: str, key) -> str:
    return client.get(reverse(name, args=[key])).content.decode().split("<main")[1].split("</main")[0]


def test_issue_page_leads_to_the_chain_and_back(client, we, matter):
    issue, row = matter
    client.force_login(we.resident)
    assert reverse("issue_chain", args=[issue.pk]) in page(client, "issue", issue.pk)
    shown = page(client, "issue_chain", issue.pk)
    assert (issue.get_absolute_url() in shown, row.get_absolute_url() in shown) == (True, True)
    client.force_login(we.worker)
    assert reverse("issue_chain", args=[issue.pk]) in page(client, "issue", issue.pk)
    client.logout()
    assert reverse("public_chain", args=[issue.pk]) in page(client, "public_issue", issue.pk)


def test_public_chain_is_found_by_number_and_hides_the_rest(client, we, matter):
    issue, _row = matter
    shown = page(client, "public_chain", issue.reference)
    assert [word for word in (PHONE, "王居民", SECRET, "1单元", "没水压") if word in shown] == []
    private = make_issue(place=we.doorway)
    for ref in (private.pk, private.reference, "x", "9" * 30):
        assert client.get(reverse("public_chain", args=[ref])).status_code == 404


def test_chain_of_a_commitment_hides_the_issue_of_somebody_else(client, we, owe, resident_of):
    issue = make_issue(place=we.doorway, author=we.resident, text="不公开的事")
    row = owe(issue=issue)
    client.force_login(resident_of(1))
    shown = page(client, "commitment_chain", row.pk)
    assert ("不公开的事" in shown, issue.reference in shown) == (False, False)
    client.force_login(we.resident)
    assert "不公开的事" in page(client, "commitment_chain", row.pk)


@pytest.mark.parametrize("reader", list(Reader))
def test_chain_is_read_in_as_few_queries_as_rooms_know_of_it(matter, reader, django_assert_num_queries):
    issue = type(matter[0]).objects.select_related("party").get(pk=matter[0].pk)
    with django_assert_num_queries(
        7
    ):  # three of them ask what came before: said at a talk, posted as an idea, rated
        chain(reader, issue=issue)
