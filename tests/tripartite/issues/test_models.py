from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from buildings.posts.roles import CALL_BACK, FILE_FOR, HANDLE, LIST_ISSUE, OWN_ISSUE, TRIAGE, VIEW_ISSUE
from tests.make import make_issue
from tripartite.issues.models import Issue, Photo
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def issues(we, they):
    """One of each kind that scope tells apart, here and next door."""
    for n in (we, they):
        make_issue(place=n.doorway, status=Status.DRAFT, author=n.resident)
        make_issue(place=n.doorway, author=n.resident)
        make_issue(place=n.doorway, party=n.company, status=Status.ASSIGNED, filed_by=n.leader)
        make_issue(place=n.compound, party=n.owners_party, status=Status.ASSIGNED)
        make_issue(place=n.old_doorway, party=n.management_party, status=Status.IN_PROGRESS)
        make_issue(place=n.community, party=n.street_party, status=Status.ASSIGNED, author=n.worker)
    return list(Issue.objects.all())


@pytest.mark.parametrize("right", [LIST_ISSUE, VIEW_ISSUE, OWN_ISSUE, FILE_FOR, TRIAGE, HANDLE, CALL_BACK])
def test_list_and_row_agree_on_who_may(we, they, issues, right, django_user_model):
    operator = django_user_model.objects.create_superuser("operator")
    for person in (*we.people.values(), *they.people.values(), operator):
        assert set(Issue.objects.visible_to(person, right)) == {
            row for row in issues if person.has_perm(right, row)
        }


def test_drafts_are_seen_by_their_author_alone(we, they, issues):
    draft = Issue.objects.filter(status=Status.DRAFT, author=we.resident).get()
    people = {**we.people, "next door": they.worker}
    assert {name for name, person in people.items() if person.has_perm(VIEW_ISSUE, draft)} == {"resident"}


def test_party_staff_see_what_was_handed_to_their_party(we, issues):
    seen = {issue.party for issue in Issue.objects.visible_to(we.property_staff, VIEW_ISSUE)}
    assert seen == {we.company}


@time_machine.travel("2026-11-03 00:30 +0800", tick=False)
def test_reference_is_the_local_day_and_a_running_number(we):
    issue = make_issue(place=we.doorway)
    assert issue.reference == str(issue) == f"261103-{issue.pk:05d}"


@pytest.mark.parametrize(
    ("text", "title"),
    [("一行\n二行", "一行"), ("字" * 40, "字" * 40), ("字" * 41, "字" * 39 + "…"), ("  \n ", "")],
)
def test_title_is_the_first_line_cut_short(text, title):
    issue = Issue(text=text, public_text=text)
    assert (issue.title, issue.public_title) == (title, title)


@pytest.mark.parametrize(
    ("words", "found"),
    [("灯不", True), ("楼道 看不见", True), ("灯", True), ("WIFI", True), ("wifi 楼道", True), ("电梯", False), ("道不", False), ("灯 电梯", False)],
)  # fmt: skip
def test_search_finds_every_word_and_only_real_ones(we, words, found):
    issue = make_issue(place=we.doorway, text="楼道灯不亮，晚上看不见。Wifi也没有")
    assert list(Issue.objects.search(words)) == ([issue] if found else [])


def test_closed_issue_may_be_reopened_for_fifteen_days(we):
    now = timezone.now()
    issue = make_issue(place=we.doorway, status=Status.AUTO_CLOSED, closed_at=now)
    with time_machine.travel(now + timedelta(days=15), tick=False):
        assert issue.may_still_be_reopened is True
    with time_machine.travel(now + timedelta(days=15, seconds=1), tick=False):
        assert issue.may_still_be_reopened is False
    assert (issue.has_ended, issue.is_open) == (True, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"submitted_at": None},
        {"status": Status.MERGED, "closed_at": "now"},
        {"status": Status.WAITING, "paused_at": "now", "paused_until": "now"},
        {"status": Status.WAITING, "resume_status": "accepted"},
        {"resume_status": "accepted"},
        {"paused_at": "now", "paused_until": "now"},
        {"status": Status.SOLVED},
        {"status": Status.SOLVED, "solved_at": "now"},
        {"status": Status.CONFIRMED},
        {"status": Status.REFUSED},
        {"rating": "satisfied"},
        {"status": Status.AUTO_CLOSED, "closed_at": "now", "rating": "satisfied"},
    ],
)
def test_database_refuses_what_must_never_be(we, wrong):
    issue = make_issue(place=we.doorway)
    values = {name: timezone.now() if value == "now" else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(**values)


def test_database_refuses_an_issue_merged_into_itself(we):
    issue = make_issue(place=we.doorway)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(merged_into=issue)


def test_generated_columns_cut_the_place(we):
    issue = make_issue(place=we.doorway)
    issue.refresh_from_db()
    assert (issue.community, issue.street, issue.district) == (we.community.code, we.street.code, "420103")


def test_rows_of_the_room_say_what_they_are(we):
    issue = make_issue(place=we.doorway)
    photo = Photo.objects.create(issue=issue, width=1, height=1)
    assert str(photo) == str(photo.key)
    assert issue.get_absolute_url() == f"/issues/{issue.pk}/"
