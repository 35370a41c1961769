"""The desk: whose compounds, the one next step of each, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buildings.posts.models import Post
from tests import cast
from tests.make import make_commitment, make_issue, make_meeting
from tripartite.commitments.desk import EACH, desks
from tripartite.commitments.models import Commitment

pytestmark = pytest.mark.django_db


def codes(user, **over) -> list[str]:
    return [desk.place.code for desk in desks(user, **over)]


def only(user):
    (desk,) = desks(user)
    return desk


def test_desk_holds_the_compounds_of_ones_posts(we, they):
    here = {we.compound.code, we.old_compound.code}
    assert codes(we.liaison) == [we.compound.code]
    assert set(codes(we.worker)) == set(codes(we.officer)) == here
    assert codes(we.worker, place=we.old_compound.code) == [we.old_compound.code]
    assert (codes(we.property_staff), codes(we.resident), codes(we.leader)) == ([], [], [])
    assert we.compound.code not in codes(they.officer)
    assert codes(we.worker, place=they.compound.code) == []


def test_closed_compound_and_ended_post_leave_the_desk(we):
    today = timezone.localdate()
    type(we.old_compound).objects.filter(code=we.old_compound.code).update(closed_on=today)
    assert codes(we.worker) == [we.compound.code]
    Post.objects.filter(user=we.worker).update(until=today)
    assert codes(type(we.worker).objects.get(pk=we.worker.pk)) == []


@pytest.fixture
def meeting(we):
    def make(**over):
        return make_meeting(place=we.compound, organiser=we.liaison, **over)

    return make


@pytest.mark.parametrize(
    ("case", "tone"),
    [
        ("nothing", "good"),
        ("waiting without a meeting", "bad"),
        ("due soon without a meeting", "warn"),
        ("a draft", "warn"),
        ("an old question", "warn"),
        ("a new question", "quiet"),
        ("waiting with a meeting", "warn"),
        ("late and on the agenda", "bad"),
        ("silent guests", "info"),
    ],
)
def test_next_step_is_the_first_that_holds(we, owe, meeting, case, tone):
    today = timezone.localdate()
    long_ago = timezone.now() - timedelta(days=4)
    url = ""
    if case == "waiting without a meeting":
        owe("failed")
        url = f"/meetings/new/?place={we.compound.code}"
    elif case == "due soon without a meeting":
        owe(due_on=today)
        url = f"/meetings/new/?place={we.compound.code}"
    elif case == "a draft":
        url = meeting(status="draft").get_absolute_url()
    elif case in ("an old question", "a new question"):
        row = owe("proposed", created_at=long_ago if case == "an old question" else timezone.now())
        url = row.get_absolute_url()
    elif case == "waiting with a meeting":
        meeting()
        owe("failed")
        url = f"#proposals-{we.compound.code}"
    elif case == "late and on the agenda":
        row = owe(due_on=today - timedelta(days=1))
        meeting().items.create(position=1, title="x", source=f"commitment:{row.pk}")
        url = row.get_absolute_url()
    elif case == "silent guests":
        silent = meeting()
        silent.invitations.create(user=we.property_staff)
        url = silent.get_absolute_url()
    desk = only(we.liaison)
    assert (desk.next.tone, desk.next.url) == (tone, url)


def test_next_meeting_is_the_nearest_one_that_decides(we, meeting):
    meeting(starts_at=timezone.now() - timedelta(days=2))
    meeting(starts_at=timezone.now() + timedelta(days=1), kind="hearing")
    meeting(starts_at=timezone.now() + timedelta(days=1), status="cancelled")
    later = meeting(starts_at=timezone.now() + timedelta(days=9))
    near = meeting(starts_at=timezone.now() + timedelta(days=3))
    near.invitations.create(user=we.property_staff)
    near.invitations.create(user=we.owners_committee, answer="coming")
    desk = only(we.liaison)
    assert (desk.meeting, desk.silent, later != near) == (near, 1, True)


def test_proposals_leave_out_what_is_on_the_agenda(we, owe, meeting):
    today = timezone.localdate()
    late, soon = owe(due_on=today - timedelta(days=1)), owe(due_on=today + timedelta(days=14))
    owe(due_on=today + timedelta(days=15))
    failed, on = owe("failed"), owe("failed")
    past = timezone.now() - timedelta(days=1)
    reopened = make_issue(place=we.doorway, status="reopen_requested")
    bounced = make_issue(place=we.doorway, status="accepted", bounced=True)
    overdue = make_issue(place=we.doorway, status="accepted", solve_due=past)
    make_issue(place=we.doorway, status="accepted", bounced=True, assignment_decided=True)
    make_issue(place=we.doorway, status="solved", solve_due=past)
    make_issue(place=we.old_doorway, status="accepted", solve_due=past)
    meeting().items.create(position=1, title="x", source=f"commitment:{on.pk}")
    desk = only(we.liaison)
    assert [one.source for one in desk.proposals] == [
        f"commitment:{failed.pk}",
        f"issue:{reopened.pk}",
        f"commitment:{late.pk}",
        f"issue:{bounced.pk}",
        f"issue:{overdue.pk}",
        f"commitment:{soon.pk}",
    ]
    assert desk.issues_in_all == 3


def test_issues_of_a_compound_are_capped_and_counted(we):
    for _n in range(EACH + 4):
        make_issue(place=we.doorway, status="accepted", solve_due=timezone.now() - timedelta(days=1))
    desk = only(we.liaison)
    assert (len(desk.issues), desk.issues_in_all) == (EACH, EACH + 4)


def test_desk_page_says_it_all_and_names_nobody(client, we, owe, meeting):
    make_issue(place=we.doorway, status="accepted", bounced=True, text="请打13912345678找王居民")
    owe(due_on=timezone.localdate() - timedelta(days=1))
    owe("proposed")
    meeting().invitations.create(user=we.property_staff)
    client.force_login(we.liaison)
    page = client.get(reverse("desk")).content.decode().split("<main")[1]
    assert [len(re.findall(f'data-{name}="', page)) for name in ("desk", "source", "asked", "late")] == [
        1,
        2,
        1,
        1,
    ]
    assert re.findall(r"(?<!\d)1\d{10}(?!\d)", page) == []


@pytest.mark.parametrize("value", ["x", "", "9" * 40, "\0", "4201"])
def test_desk_survives_nonsense_in_the_address(client, we, value):
    client.force_login(we.liaison)
    assert client.get(reverse("desk"), {"place": value}).status_code == 200


@pytest.mark.parametrize("n", [1, 3])
def test_desk_asks_nine_questions_for_any_number_of_compounds(client, we, n, django_assert_num_queries):
    today = timezone.localdate()
    for number in range(n):
        compound = cast.place(f"{we.community.code}{700 + number}", f"小区{number}")
        for over in (
            {"due_on": today},
            {"due_on": today - timedelta(days=3)},
            {"status": "proposed"},
            {"status": "failed"},
        ):
            make_commitment(place=compound, debtor=we.residents_party, made_by=we.worker, **over)
        make_issue(place=compound, status="accepted", solve_due=timezone.now() - timedelta(days=1))
        make_meeting(place=compound, organiser=we.worker).invitations.create(user=we.leader)
    client.force_login(we.worker)
    client.get(reverse("desk"))
    with django_assert_num_queries(9):  # the last one for what was said at talks
        client.get(reverse("desk"))


def test_navigation_leads_whoever_calls_meetings_to_the_desk(client, we):
    found = {}
    for name, person in we.people.items():
        client.force_login(person)
        found[name] = f'href="{reverse("desk")}"' in client.get("/").content.decode()
    assert {name for name, there in found.items() if there} == {"worker", "liaison", "officer"}


def test_community_wide_promise_stands_on_no_compounds_desk(we):
    make_commitment(place=we.community, debtor=we.residents_party, made_by=we.worker, status="failed")
    assert [desk.failed for desk in desks(we.worker)] == [[], []]
    assert Commitment.objects.count() == 1
