"""Two years after closing, the matter is kept and the person is not."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from beihu.audit.models import AuditEntry
from beihu.notifications.actions import notify
from beihu.notifications.models import Delivery, Notification
from tests import cast
from tests.make import make_issue
from tripartite.issues.models import Follower, Issue, IssueEvent
from tripartite.issues.retention import anonymise_issues
from tripartite.issues.tasks import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return cast.here()


def closed(here, days: int, **over) -> Issue:
    at = timezone.now() - timedelta(days=days)
    fields = {
        "place": here.doorway, "status": "confirmed", "submitted_at": at, "solved_at": at, "closed_at": at,
        "author": here.resident, "contact_name": "王小明", "contact_phone": "+8613912345678", "rating": "satisfied",
        "text": "请打13912345678", "public_text": "请打13912345678", "spot": "1001室",
    } | over  # fmt: skip
    return make_issue(**fields)


def test_old_issues_forget_their_people_and_keep_the_matter(here):
    old = closed(here, 731, rating="dissatisfied", rating_reason="打13912345678没人接")
    IssueEvent.objects.create(issue=old, verb="submit", actor=here.resident)
    IssueEvent.objects.create(issue=old, verb="reply", actor=here.worker, note="已电话13912345678")
    Follower.objects.create(issue=old, user=here.leader)
    assert anonymise_issues(batches=1) == 1
    before, old = old, Issue.objects.get()
    assert (old.author, old.contact_name, old.contact_phone, old.spot) == (None, "", "", "")
    assert (old.text, old.public_text, old.rating_reason) == (
        "请打139****5678",
        "请打139****5678",
        "打139****5678没人接",
    )
    assert [(e.actor, e.note) for e in old.events.all()] == [(None, ""), (here.worker, "已电话139****5678")]
    assert (old.followers.count(), old.rating, old.closed_at) == (0, "dissatisfied", before.closed_at)
    assert list(AuditEntry.objects.values_list("verb", "actor", "place_id")) == [
        ("issue.anonymise", None, here.doorway.pk)
    ]


def test_what_was_told_about_it_is_forgotten_too(here):
    old, young = closed(here, 731), closed(here, 1)
    for issue in (old, young):
        notify([here.resident], key=f"issue:{issue.pk}:event:1", title="x", sms=True)
    Delivery.objects.update(state="sent", settled_at=timezone.now())
    anonymise_issues(batches=1)
    assert list(Notification.objects.values_list("key", flat=True)) == [f"issue:{young.pk}:event:1"]
    assert sorted(Delivery.objects.values_list("state", "address", "recipient")) == [
        ("sent", "", None),
        ("sent", here.resident.phone, here.resident.pk),
    ]


@pytest.mark.parametrize(
    ("days", "over"),
    [
        (729, {}),
        (800, {"status": "submitted", "closed_at": None, "rating": ""}),
        (800, {"status": "reopen_requested", "rating": ""}),
    ],
)
def test_young_and_open_issues_stay_as_they_are(here, days, over):
    closed(here, days, **over)
    assert (anonymise_issues(batches=1), Issue.objects.get().contact_name) == (0, "王小明")


def test_each_is_done_once(here):
    closed(here, 731)
    assert [anonymise_issues(batches=9) for _again in range(2)] == [1, 0]


def test_retention_is_thirty_days_at_least(here, settings):
    settings.RETENTION_DAYS = 0
    closed(here, 29)
    closed(here, 31)
    assert anonymise_issues(batches=1) == 1


def test_sweep_does_one_batch(here):
    closed(here, 731)
    sweep()
    assert Issue.objects.filter(anonymised_at__isnull=False).count() == 1


def test_command_counts_first(here):
    closed(here, 731)
    out = io.StringIO()
    call_command("anonymise_issues", "--dry-run", stdout=out)
    call_command("anonymise_issues", stdout=out)
    assert out.getvalue().splitlines() == ["1 issues would be anonymised.", "1 issues anonymised."]


@pytest.mark.django_db(transaction=True)
def test_an_issue_somebody_holds_is_left_for_later(here):
    held = closed(here, 732)
    closed(here, 731)
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM tripartite_issue WHERE id = %s FOR UPDATE", [held.pk])
        assert anonymise_issues(batches=1) == 1
    finally:
        other.rollback()
        other.close()
    assert list(Issue.objects.filter(anonymised_at__isnull=True)) == [held]
