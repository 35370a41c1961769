from dataclasses import asdict, fields
from datetime import date
from uuid import uuid4

import pytest
import time_machine

from beihu.notifications.models import Notification
from beihu.states import Refused
from tests.make import make_issue
from tripartite.issues import actions
from tripartite.issues.models import Follower, Issue, Photo
from tripartite.issues.neighbours import PublicView, public_view, public_views
from tripartite.issues.states import PUBLIC, Status

pytestmark = pytest.mark.django_db

TEXT = "3栋2单元1001室漏水\n请打13812345678找王居民"
SHOWN = "3栋***漏水\n请打138****5678找王居民"


@pytest.fixture
def issue(we):
    return make_issue(
        place=we.doorway,
        author=we.resident,
        contact_name="王居民",
        contact_phone="13812345678",
        spot="1001室门口",
        text=TEXT,
        public_text="",
        wants_public=True,
    )


def test_view_holds_exactly_these_fields():
    assert [field.name for field in fields(PublicView)] == [
        "pk", "reference", "title", "text", "category", "category_label", "icon", "urgent", "compound", "building",
        "status", "status_label", "tone", "filed_on", "solved_on", "photos", "followers",
    ]  # fmt: skip


@time_machine.travel("2026-11-02 23:30 +0800", tick=False)
def test_view_names_no_person_phone_or_door(we, issue):
    issue = make_issue(place=we.doorway, author=we.resident, contact_name="钱大爷", contact_phone="13900009999",
                       spot="1001室", text=TEXT, public_text="", party=we.company, first_receiver=we.worker)  # fmt: skip
    view = public_view(issue)
    assert asdict(view) == {
        "pk": issue.pk, "reference": issue.reference, "title": "3栋***漏水", "text": SHOWN, "category": "lighting",
        "category_label": issue.get_category_display(), "icon": "lighting", "urgent": False, "compound": "德富花园",
        "building": "1栋", "status": "submitted", "status_label": issue.get_status_display(),
        "tone": "info", "filed_on": date(2026, 11, 2), "solved_on": None, "photos": [], "followers": 0,
    }  # fmt: skip


def test_preview_of_a_draft_is_what_neighbours_see_after_publishing(we):
    """Known mistake 7 of existing systems (FixMyStreet): public names by accident."""
    draft = actions.start_draft(key=uuid4(), place=we.doorway, by=we.resident)
    draft = actions.save_draft(draft, by=we.resident, category="repairs", text=TEXT, wants_public=True)
    Photo.objects.create(issue=draft, width=1, height=1)
    preview = public_view(Issue.objects.get())
    issue = actions.publish(actions.submit(draft, by=we.resident), by=we.worker)
    shown = public_view(Issue.objects.get(pk=issue.pk))
    moved = {"status", "status_label", "tone", "filed_on", "reference"}
    assert {k: v for k, v in asdict(preview).items() if k not in moved} == {
        k: v for k, v in asdict(shown).items() if k not in moved
    }
    assert len(shown.photos) == 1


def test_view_of_a_compounds_own_issue_names_no_building(we):
    view = public_view(make_issue(place=we.compound))
    assert (view.compound, view.building) == ("德富花园", "")


def test_view_counts_followers_and_shows_published_photos_only(we, they, issue):
    Follower.objects.create(issue=issue, user=they.resident)
    Photo.objects.create(issue=issue, width=1, height=1)
    issue = actions.publish(issue, by=we.worker)
    Photo.objects.create(issue=issue, width=2, height=2)
    view = public_view(issue)
    assert (view.followers, [photo.width for photo in view.photos]) == (1, [1])


@pytest.mark.parametrize("count", [1, 3])
def test_views_cost_three_queries_for_any_number(we, count, django_assert_num_queries):
    for n in range(count):
        Photo.objects.create(issue=make_issue(place=[we.doorway, we.old_doorway][n % 2]), width=1, height=1)
    rows = list(Issue.objects.all())
    with django_assert_num_queries(3):
        assert len(public_views(rows)) == count


def test_publish_without_words_shows_what_the_resident_saw(we, issue):
    issue = actions.publish(issue, by=we.worker)
    assert (issue.public_text, issue.is_public) == (SHOWN, True)
    assert list(Issue.objects.published()) == [issue]
    assert Notification.objects.filter(recipient=we.resident).count() == 1


def test_publish_hides_numbers_the_moderator_overlooked(we, issue):
    issue = actions.publish(issue, by=we.worker, public_text="漏水，电话 138-1234-5678 ")
    assert issue.public_text == "漏水，电话 138****5678"


def test_publish_without_consent_is_refused(we):
    with pytest.raises(Refused):
        actions.publish(make_issue(place=we.doorway, wants_public=False), by=we.worker)


def test_unpublish_hides_at_once(we, issue):
    issue = actions.unpublish(actions.publish(issue, by=we.worker), by=we.worker, note="有人名")
    assert (issue.published_at, issue.is_public, issue.wants_public) == (None, False, True)


def test_make_private_takes_the_consent_back(we, issue):
    issue = actions.make_private(actions.publish(issue, by=we.worker), by=we.resident)
    assert (issue.wants_public, issue.is_public, Issue.objects.published().count()) == (False, False, 0)
    with pytest.raises(Refused):
        actions.publish(issue, by=we.worker)


@pytest.mark.parametrize("state", Status.values)
def test_published_in_the_list_is_public_on_the_row(we, issue, state):
    more = {"merged_into": issue} if state == "merged" else {}
    row = make_issue(
        place=we.doorway, status=state, wants_public=True, published_at=issue.submitted_at, **more
    )
    assert row.is_public is (state in PUBLIC)
    assert (row in Issue.objects.published()) is row.is_public


def test_follow_twice_is_once(we, they, issue):
    actions.publish(issue, by=we.worker)
    for _n in range(2):
        actions.follow(issue, by=they.resident)
    assert issue.followers.count() == 1
    for _n in range(2):
        actions.unfollow(issue, by=they.resident)
    assert issue.followers.count() == 0


def test_follow_what_is_not_public_is_refused(we, they, issue):
    with pytest.raises(Refused):
        actions.follow(issue, by=they.resident)


def test_follow_ones_own_is_refused(we, issue):
    with pytest.raises(Refused):
        actions.follow(issue, by=we.resident)


def test_follower_hears_of_each_step_without_the_notes(we, they, issue):
    actions.follow(actions.publish(issue, by=we.worker), by=they.resident)
    actions.accept(issue, by=we.worker, note="王先生，我们下午来")
    notice = Notification.objects.get(recipient=they.resident)
    assert (notice.body, "王" in notice.title, notice.url) == ("", False, f"/p/{issue.reference}/")


def test_follower_of_what_is_no_longer_public_is_led_to_their_own_list(we, they, issue):
    actions.follow(actions.publish(issue, by=we.worker), by=they.resident)
    actions.merge(issue, by=we.worker, into=make_issue(place=we.doorway))
    assert Notification.objects.get(recipient=they.resident).url == "/my/issues/"
