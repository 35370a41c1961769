"""The frame of every page: navigation by right, one query, words for staff when messages run late."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from beihu import context
from beihu.notifications.actions import notify
from beihu.notifications.models import Heartbeat
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return cast.here()


def frame(client, path: str = "about"):
    return client.get(reverse(path)).context["frame"]


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("resident", {"file_issue", "my_issues", "notices", "account"}, {"inbox", "audit_log", "posts"}),
        ("leader", {"file_issue_for", "notices"}, {"inbox", "audit_log", "verify_memberships"}),
        (
            "worker",
            {"inbox", "file_issue_for", "verify_memberships", "failed_deliveries", "posts"},
            {"audit_log"},
        ),
        ("property_staff", {"inbox"}, {"file_issue_for", "verify_memberships", "failed_deliveries"}),
        ("officer", {"inbox", "posts", "audit_log"}, {"my_issues"}),
    ],
)
def test_navigation_shows_what_the_role_may_do(client, here, role, shown, hidden):
    client.force_login(here.people[role])
    urls = {entry.url for entry in frame(client).entries}
    assert ({n for n in shown if reverse(n) not in urls}, {n for n in hidden if reverse(n) in urls}) == (
        set(),
        set(),
    )


def test_every_entry_leads_somewhere(client, here):
    for person in here.people.values():
        client.force_login(person)
        assert {
            e.url: client.get(e.url).status_code
            for e in frame(client).entries
            if client.get(e.url).status_code != 200
        } == {}


def test_one_entry_at_most_is_the_current_one(client, here):
    client.force_login(here.worker)
    found = [frame(client, name).current for name in ("inbox", "file_issue_for", "about", "notices")]
    assert found == [reverse("inbox"), reverse("file_issue_for"), "", reverse("notices")]


def test_unread_notices_are_counted(client, here):
    notify([here.resident], key="a", title="t")
    client.force_login(here.resident)
    assert [e.unread for e in frame(client).entries if e.url == reverse("notices")] == [1]


def test_frame_asks_one_question_beside_the_posts(client, here, django_assert_num_queries):
    client.force_login(here.worker)
    with django_assert_num_queries(4):  # session, person, posts, frame
        client.get(reverse("about"))


@pytest.mark.parametrize(("role", "told"), [("worker", 1), ("resident", 0)])
def test_silent_sweep_is_told_to_staff_only(client, here, role, told, settings):
    settings.DEV_OUTBOX = "x"
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": timezone.now() - timedelta(minutes=4)})
    client.force_login(here.people[role])
    assert len(frame(client).troubles) == told


def test_portal_that_never_swept_has_three_minutes(client, here, settings):
    settings.DEV_OUTBOX = "x"
    client.force_login(here.worker)
    found = []
    for after in (timedelta(minutes=2), timedelta(minutes=4)):
        with time_machine.travel(context.STARTED + after, tick=False):
            client.force_login(here.worker)
            found.append(len(frame(client).troubles))
    assert found == [0, 1]


def test_switches_lead_back_here(client):
    assert client.get("/about/?a=1").context["frame"].here == "/about/?a=1"


def test_site_name_is_a_setting(client, settings):
    settings.SITE_NAME = "北湖街道"
    assert frame(client).site_name == "北湖街道"
