"""What somebody reads and does about an issue of their own."""

import re
import uuid
from datetime import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.make import make_issue
from tripartite.issues import actions
from tripartite.issues.forms.verbs import FORMS
from tripartite.issues.models import Issue, Photo
from tripartite.issues.states import DEEDS, MACHINE, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(we):
    draft = actions.start_draft(key=uuid.uuid4(), place=we.doorway, by=we.resident)
    actions.save_draft(draft, by=we.resident, category="lift", text="电梯停了", contact_phone="13900001001")
    return actions.submit(draft, by=we.resident)


@pytest.fixture
def solved(we, filed):
    actions.assign(filed, by=we.worker, party=we.company)
    actions.note(filed, by=we.worker, text="INTERNAL")
    return actions.solve(filed, by=we.property_staff, note="换了门机")


def verb(issue: Issue, name: str) -> str:
    return reverse("issue_verb", args=[issue.pk, name])


def offered(page) -> list[str]:
    return [row.name for row in [*page.context["main_verbs"], *page.context["other_verbs"]]]


def test_author_reads_what_happened_without_internal_notes(client, we, solved):
    client.force_login(we.resident)
    page = client.get(solved.get_absolute_url())
    words = page.content.decode()
    assert re.findall(r'data-event="(\w+)"', words) == ["submit", "assign", "solve"]
    assert re.findall(r'data-clock="(\w+)" data-state="(\w+)"', words) == [
        ("contact", "kept"),
        ("reply", "kept"),
        ("solve", "kept"),
    ]
    assert ("INTERNAL" in words, "赵物业" in words, "13900001001" in words) == (False, False, False)
    assert offered(page) == ["confirm", "request_reopen"]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"rating": "satisfied"}, Status.CONFIRMED),
        ({"rating": "dissatisfied", "reason": "慢"}, Status.CONFIRMED),
    ],
)
def test_author_confirms_and_rates(client, we, solved, given, status):
    client.force_login(we.resident)
    assert client.post(verb(solved, "confirm"), given).url == solved.get_absolute_url()
    solved.refresh_from_db()
    assert (solved.status, solved.rating) == (status, given["rating"])


@pytest.mark.parametrize("given", [{}, {"rating": "superb"}, {"rating": "dissatisfied"}])
def test_verdict_that_lacks_something_is_asked_again(client, we, solved, given):
    client.force_login(we.resident)
    page = client.post(verb(solved, "confirm"), given)
    solved.refresh_from_db()
    assert (page.status_code, bool(page.context["form"].errors), solved.status) == (200, True, Status.SOLVED)


@pytest.mark.parametrize(("day", "said"), [("2026-12-31", 0), ("2027-01-07", 1)])
def test_deadline_in_an_unpublished_year_says_so(client, we, filed, day, said):
    due = datetime.fromisoformat(f"{day}T23:59+08:00")
    Issue.objects.filter(pk=filed.pk).update(urgent=False, solve_due=due)
    with time_machine.travel(datetime.fromisoformat("2026-12-30T12:00+08:00")):
        client.force_login(we.resident)
        pages = [client.get(filed.get_absolute_url()), client.get(reverse("issue_sent", args=[filed.key]))]
    assert [page.content.decode().count("data-guessed") for page in pages] == [said, said]


def test_missing_reason_is_named_beside_its_field(client, we, solved):
    client.force_login(we.resident)
    page = client.post(verb(solved, "confirm"), {"rating": "dissatisfied"})
    assert list(page.context["form"].errors) == ["reason"]
    assert 'href="#id_reason"' in page.content.decode()


def test_author_says_it_is_not_solved(client, we, solved):
    client.force_login(we.resident)
    client.post(verb(solved, "request_reopen"), {"reason": "又停了"})
    solved.refresh_from_db()
    assert solved.status == Status.REOPEN_REQUESTED


def test_author_answers_a_question(client, we, filed):
    actions.accept(filed, by=we.worker)
    actions.ask(filed, by=we.worker, question="哪一部？")
    client.force_login(we.resident)
    assert offered(client.get(filed.get_absolute_url())) == ["answer"]
    client.post(verb(filed, "answer"), {"text": "东边的"})
    filed.refresh_from_db()
    assert filed.status == Status.ACCEPTED


def test_author_files_it_again_as_a_linked_draft(client, we, filed):
    actions.refuse(filed, by=we.worker, reason="not_ours", note="请找12345")
    client.force_login(we.resident)
    sent = client.post(verb(filed, "follow_up"))
    draft = Issue.objects.get(follows_up=filed)
    assert sent.url == reverse("issue_step", args=[draft.key, "check"])


def test_verbs_of_staff_are_forbidden_to_the_author(client, we, filed):
    client.force_login(we.resident)
    staff = [row.name for row in MACHINE.transitions if row.permission and "own_issue" not in row.permission]
    answers = {client.post(verb(filed, name), {"note": "x"}).status_code for name in staff}
    filed.refresh_from_db()
    assert (answers, filed.status) == ({403}, Status.SUBMITTED)


def test_every_verb_somebody_may_do_has_a_form():
    by_hand = {row.name for table in (MACHINE, DEEDS) for row in table.transitions if row.permission}
    assert set(FORMS) == by_hand - {"submit"}


def test_strangers_learn_nothing(client, we, others, filed):
    client.force_login(others.resident)
    for name in ("issue", "issue_print"):
        missing = client.get(reverse(name, args=[999_999]))
        assert client.get(reverse(name, args=[filed.pk])).status_code == missing.status_code == 404
    assert client.post(verb(filed, "confirm"), {"rating": "satisfied"}).status_code == 404


def test_late_comer_is_told_who_did_what_and_keeps_the_words(client, we, solved):
    actions.confirm(solved, by=we.resident, rating="satisfied")
    client.force_login(we.resident)
    page = client.post(verb(solved, "confirm"), {"rating": "mostly", "reason": "还可以"})
    words = page.content.decode()
    assert page.status_code == 409
    assert f'data-conflict="{Status.CONFIRMED}"' in words
    assert "还可以" in words.split("<main")[1]
    assert client.get(verb(solved, "confirm")).status_code == 409


def test_answer_survives_an_expired_session(client, we, filed):
    actions.accept(filed, by=we.worker)
    actions.ask(filed, by=we.worker, question="哪一部？")
    client.post(verb(filed, "answer"), {"text": "东边的那一部"})
    client.force_login(we.resident)
    assert client.get(verb(filed, "answer")).context["form"]["text"].value() == "东边的那一部"


def test_draft_leads_to_its_form(client, we):
    draft = actions.start_draft(key=uuid.uuid4(), place=we.doorway, by=we.resident)
    client.force_login(we.resident)
    assert client.get(draft.get_absolute_url()).url == reverse("issue_step", args=[draft.key, "check"])


def test_my_issues_show_mine_and_what_i_follow(client, we, others):
    mine = make_issue(place=we.doorway, author=we.resident)
    make_issue(place=we.doorway, author=others.resident)
    public = make_issue(place=we.doorway, wants_public=True, published_at=timezone.now())
    hidden = make_issue(place=we.doorway, wants_public=True, published_at=timezone.now())
    for row in (public, hidden):
        actions.follow(row, by=we.resident)
    Issue.objects.filter(pk=hidden.pk).update(published_at=None)
    client.force_login(we.resident)
    page = client.get(reverse("my_issues"))
    assert page.context["issues"] == [mine]
    assert [view.pk for view in page.context["followed"]] == [public.pk]


@pytest.mark.parametrize("n", [1, 3])
def test_my_issues_ask_the_same_few_questions(client, we, n, django_assert_num_queries):
    for _one in range(n):
        make_issue(place=we.doorway, author=we.resident)
        public = make_issue(place=we.doorway, wants_public=True, published_at=timezone.now())
        actions.follow(public, by=we.resident)
    client.force_login(we.resident)
    client.get(reverse("my_issues"))
    with django_assert_num_queries(11):
        client.get(reverse("my_issues"))


@pytest.mark.parametrize("n", [1, 3])
def test_issue_page_asks_at_most_eight_questions(
    client, we, filed, picture, n, django_assert_max_num_queries
):
    for _one in range(n):
        actions.add_photo(filed, by=we.resident, upload=picture())
        actions.note(filed, by=we.worker, text="x")
    assert Photo.objects.count() == n
    client.force_login(we.resident)
    with django_assert_max_num_queries(8):
        client.get(filed.get_absolute_url())


def test_sheet_leads_back_to_the_page(client, we, filed, settings):
    client.force_login(we.resident)
    page = client.get(reverse("issue_print", args=[filed.pk]))
    assert page.context["link"] == f"{settings.BASE_URL}{filed.get_absolute_url()}"
    assert "<svg" in page.content.decode().split("sheet-code")[1]
