"""A resident files an issue, screen by screen, without JavaScript."""

import re
import uuid

import pytest
from django.urls import reverse

from tests.make import make_issue
from tripartite.issues import actions, neighbours
from tripartite.issues.categories import POLICIES
from tripartite.issues.models import Issue, Photo
from tripartite.issues.states import Status

pytestmark = pytest.mark.django_db
TEXT = "三楼楼道的灯坏了，晚上看不见路。"


@pytest.fixture
def draft(we):
    return actions.start_draft(key=uuid.uuid4(), place=we.doorway, by=we.resident)


@pytest.fixture
def ready(we, draft):
    """A draft that lacks nothing."""
    return actions.save_draft(
        draft, by=we.resident, category="lighting", text=TEXT, contact_phone="13900001001", wants_public=True
    )


def step(issue: Issue, name: str) -> str:
    return reverse("issue_step", args=[issue.key, name])


def test_issue_is_filed_from_the_qr_code_in_five_screens(client, we):
    client.force_login(we.resident)
    page = client.get(reverse("issue_new"), {"place": we.doorway.code})
    given = {"place": we.doorway.code, "key": page.context["key"]}
    pages = [client.post(reverse("issue_new"), given)]
    draft = Issue.objects.get()
    answers = [
        ("category", {"category": "lighting"}),
        ("what", {"text": TEXT, "spot": "三楼", "had": "0"}),
        ("similar", None),
        ("contact", {"contact_name": "王居民", "contact_phone": "139 0000 1001", "wants_public": "yes"}),
        ("check", {}),
    ]
    for name, answer in answers:
        assert pages[-1].url == step(draft, name)
        pages.append(client.get(pages[-1].url) if answer is None else client.post(pages[-1].url, answer))
    assert pages[-1].url == reverse("issue_sent", args=[draft.key])
    sent = client.get(pages[-1].url)
    issue = Issue.objects.get()
    assert (issue.status, issue.place_id, issue.category, issue.text) == (
        Status.SUBMITTED,
        we.doorway.code,
        "lighting",
        TEXT,
    )
    assert (issue.contact_phone, issue.wants_public, issue.spot) == ("139 0000 1001", True, "三楼")
    assert f'data-reference="{issue.reference}"' in sent.content.decode()


def test_start_offers_ones_own_doorway(client, we):
    client.force_login(we.resident)
    page = client.get(reverse("issue_new"))
    assert page.context["homes"] == [(we.doorway.code, "德富花园 1栋 1单元")]


@pytest.mark.parametrize(
    "code", ["", "42", "420103010", "999999999999", "x", "４２０１０３０１０００１", "1" * 500]
)
def test_start_asks_for_the_place_when_the_code_is_none(client, we, code):
    client.force_login(we.resident)
    page = client.get(reverse("issue_new"), {"place": code})
    assert (page.status_code, page.context["place"]) == (200, None)
    assert client.post(reverse("issue_new"), {"place": code}).status_code == 200
    assert Issue.objects.count() == 0


def test_start_is_open_to_visitors_and_leads_back_after_signing_in(client, we):
    here = f"{reverse('issue_new')}?place={we.doorway.code}"
    assert client.get(here).status_code == 200
    sent = client.post(reverse("issue_new"), {"place": we.doorway.code})
    assert sent.url == f"{reverse('sign_in')}?next={here.replace('?', '%3F').replace('=', '%3D')}"
    assert Issue.objects.count() == 0


def test_double_click_on_the_first_screen_makes_one_draft(client, we):
    client.force_login(we.resident)
    given = {"place": we.doorway.code, "key": str(uuid.uuid4())}
    first, second = (client.post(reverse("issue_new"), given) for _click in range(2))
    assert (first.url, Issue.objects.count()) == (second.url, 1)


def test_sending_twice_makes_one_issue_and_back_leads_to_the_confirmation(client, we, ready):
    client.force_login(we.resident)
    first, second = (client.post(step(ready, "check")) for _click in range(2))
    assert {first.url, second.url, client.get(step(ready, "what")).url} == {
        reverse("issue_sent", args=[ready.key])
    }
    assert Issue.objects.count() == 1
    assert Issue.objects.get().events.count() == 1


@pytest.mark.parametrize(
    ("category", "number"), [(c, p.emergency) for c, p in POLICIES.items() if p.emergency]
)
def test_emergency_shows_whom_to_call_and_stops(client, we, draft, category, number):
    client.force_login(we.resident)
    page = client.post(step(draft, "category"), {"category": category})
    assert page.status_code == 200
    assert f'href="tel:{number}"' in page.content.decode().split("<main")[1]
    draft.refresh_from_db()
    assert (draft.category, draft.status) == ("", Status.DRAFT)


@pytest.mark.parametrize(
    ("name", "given", "field"),
    [
        ("category", {}, "category"),
        ("category", {"category": "nonsense"}, "category"),
        ("what", {"text": " ", "had": "0"}, "text"),
        ("contact", {"contact_phone": "", "wants_public": "yes"}, "contact_phone"),
        ("contact", {"contact_phone": "abc", "wants_public": "yes"}, "contact_phone"),
        ("contact", {"contact_phone": "13900001001"}, "wants_public"),
    ],
)
def test_mistakes_are_named_on_top_and_lead_to_the_field(client, we, draft, name, given, field):
    client.force_login(we.resident)
    page = client.post(step(draft, name), given)
    words = page.content.decode()
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert 'role="alert"' in words
    anchor = re.search(r'error-summary.*?href="#([^"]+)"', words, re.S)[1]
    assert f'id="{anchor}"' in words


def test_words_are_kept_when_a_photo_is_none(client, we, draft):
    client.force_login(we.resident)
    from django.core.files.uploadedfile import SimpleUploadedFile

    broken = SimpleUploadedFile("a.png", b"no picture", content_type="image/png")
    page = client.post(step(draft, "what"), {"text": TEXT, "had": "0", "photos": broken})
    draft.refresh_from_db()
    assert (list(page.context["form"].errors), draft.text, Photo.objects.count()) == (["photos"], TEXT, 0)


def test_photos_are_kept_shown_and_taken_back(client, we, draft, picture):
    client.force_login(we.resident)
    sent = client.post(
        step(draft, "what"), {"text": TEXT, "had": "0", "photos": [picture("red"), picture("blue")]}
    )
    assert sent.url == step(draft, "similar")
    first, second = Photo.objects.all()
    page = client.get(step(draft, "what"))
    assert page.context["photos"] == [first, second]
    client.post(step(draft, "what"), {"text": "又写了几个字", "had": "2", "remove": str(first.key)})
    draft.refresh_from_db()
    assert (list(Photo.objects.all()), draft.text) == ([second], "又写了几个字")


def test_double_click_keeps_each_photo_once(client, we, draft, picture):
    client.force_login(we.resident)
    for _click in range(2):
        client.post(step(draft, "what"), {"text": TEXT, "had": "0", "photos": [picture()]})
    assert Photo.objects.count() == 1


def test_four_photos_are_refused_in_words(client, we, draft, picture):
    client.force_login(we.resident)
    page = client.post(
        step(draft, "what"), {"text": TEXT, "had": "0", "photos": [picture() for _n in range(4)]}
    )
    assert list(page.context["form"].errors) == ["photos"]


def test_similar_issues_are_shown_and_me_too_follows_instead(client, we, draft):
    alike = make_issue(place=we.other_doorway, text=TEXT, public_text=TEXT, wants_public=True)
    Issue.objects.update(published_at=alike.submitted_at)
    Issue.objects.filter(pk=draft.pk).update(published_at=None)
    actions.save_draft(draft, by=we.resident, category="lighting", text=TEXT)
    client.force_login(we.resident)
    page = client.get(step(draft, "similar"))
    assert [view.pk for view in page.context["views"]] == [alike.pk]
    assert client.post(step(draft, "similar"), {"different": "yes"}).url == step(draft, "contact")
    assert client.post(step(draft, "similar"), {"follow": alike.pk}).url == reverse(
        "public_issue", args=[alike.pk]
    )
    assert list(alike.followers.values_list("user", flat=True)) == [we.resident.pk]
    assert not Issue.objects.filter(pk=draft.pk).exists()


def test_similar_is_skipped_when_there_is_none(client, we, ready):
    client.force_login(we.resident)
    assert client.get(step(ready, "similar")).url == step(ready, "contact")


def test_contact_is_filled_in_from_ones_account(client, we, draft):
    client.force_login(we.resident)
    form = client.get(step(draft, "contact")).context["form"]
    assert (form["contact_name"].value(), form["contact_phone"].value()) == ("王居民", "13900001001")


def test_change_leads_back_to_the_check(client, we, ready):
    client.force_login(we.resident)
    assert f"{step(ready, 'what')}?then=check" in client.get(step(ready, "check")).content.decode()
    sent = client.post(f"{step(ready, 'what')}?then=check", {"text": "别的", "had": "0", "then": "check"})
    assert sent.url == step(ready, "check")


@pytest.mark.parametrize(
    ("missing", "name"), [("category", "category"), ("text", "what"), ("contact_phone", "contact")]
)
def test_check_leads_to_what_is_missing(client, we, ready, missing, name):
    Issue.objects.update(**{missing: ""})
    client.force_login(we.resident)
    assert client.get(step(ready, "check")).url == step(ready, name)


def public_part(response) -> str:
    """The part of a page that shows what neighbours see, without what differs by time."""
    part = re.search(
        r'<div class="public-view".*?</div>\s*<p class="said">(.*?)</p>', response.content.decode(), re.S
    )
    return part[1]


def test_preview_is_what_the_public_page_shows(client, we, ready):
    actions.save_draft(ready, by=we.resident, text="灯坏了，请打13912345678找王居民，1栋1001室")
    client.force_login(we.resident)
    check = client.get(step(ready, "check"))
    preview = check.context["preview"]
    issue = actions.submit(ready, by=we.resident)
    actions.publish(issue, by=we.worker)
    shown = client.get(reverse("public_issue", args=[issue.pk])).context["view"]
    assert (preview.title, preview.text, preview.compound, preview.building) == (
        shown.title,
        shown.text,
        shown.compound,
        shown.building,
    )
    public = client.get(reverse("public_issue", args=[issue.pk]))
    assert public_part(check) == public_part(public)
    assert "13912345678" not in public.content.decode()
    assert shown == neighbours.public_view(Issue.objects.get())


def test_private_issue_has_no_preview(client, we, ready):
    actions.save_draft(ready, by=we.resident, wants_public=False)
    client.force_login(we.resident)
    assert client.get(step(ready, "check")).context["preview"] is None


def test_somebody_elses_draft_does_not_exist(client, we, others, draft):
    client.force_login(others.resident)
    for name in ("place", "category", "what", "similar", "contact", "check"):
        assert client.get(step(draft, name)).status_code == 404
        assert client.post(step(draft, name), {"text": "x"}).status_code == 404
    assert client.get(reverse("issue_sent", args=[draft.key])).status_code == 404
    assert client.post(reverse("issue_discard", args=[draft.key])).status_code == 404


def test_unknown_screen_does_not_exist(client, we, draft):
    client.force_login(we.resident)
    assert client.get(step(draft, "nonsense")).status_code == 404


def test_words_survive_an_expired_session(client, we, draft):
    """Typed while signed out; found in the form after signing in again, once."""
    lost = client.post(step(draft, "what"), {"text": TEXT, "spot": "三楼", "had": "0"})
    assert lost.url.startswith(reverse("sign_in"))
    client.force_login(we.resident)
    assert client.get(step(draft, "what")).context["form"]["text"].value() == TEXT
    assert client.get(step(draft, "what")).context["form"]["text"].value() == ""


def test_place_is_changed_to_another(client, we, draft):
    client.force_login(we.resident)
    page = client.get(step(draft, "place"), {"place": we.old_doorway.code})
    assert page.context["place"] == we.old_doorway
    assert client.post(step(draft, "place"), {"place": we.old_doorway.code}).url == step(draft, "category")
    draft.refresh_from_db()
    assert draft.place == we.old_doorway


def test_drafts_are_listed_and_discarded_after_asking(client, we, draft):
    client.force_login(we.resident)
    assert client.get(reverse("my_issues")).context["drafts"] == [draft]
    address = reverse("issue_discard", args=[draft.key])
    assert client.get(address).status_code == 200
    assert Issue.objects.count() == 1
    assert client.post(address).url == reverse("my_issues")
    assert Issue.objects.count() == 0


def test_every_field_of_the_form_has_a_label(client, we, ready):
    client.force_login(we.resident)
    for name in ("what", "contact"):
        words = client.get(step(ready, name)).content.decode().split("<main")[1]
        ids = re.findall(r'<(?:input|textarea|select)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', words)
        labels = set(re.findall(r'<label[^>]*\bfor="([^"]+)"', words))
        assert set(ids) - labels == set()
        assert len(ids) >= 3


@pytest.mark.parametrize("name", ["category", "what", "contact", "check"])
def test_screens_ask_few_questions(client, we, ready, name, django_assert_max_num_queries):
    client.force_login(we.resident)
    with django_assert_max_num_queries(9):
        assert client.get(step(ready, name)).status_code == 200
