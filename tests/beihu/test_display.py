"""Language and large type: one tap, kept by the browser and by the person."""

import pytest
from django.conf import settings
from django.urls import reverse

from beihu.display import TYPE_COOKIE, keep_after_sign_in
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident():
    return cast.here().resident


def shown_type(client) -> str:
    return client.get(reverse("about")).context["frame"].type


def test_large_type_is_kept_by_the_browser(client):
    before = shown_type(client)
    client.post(reverse("display"), {"type": "large"})
    assert (before, shown_type(client)) == ("normal", "large")


def test_large_type_goes_off_again(client):
    for wanted in ("large", "normal"):
        client.post(reverse("display"), {"type": wanted})
    assert shown_type(client) == "normal"


def test_large_type_follows_the_person_to_another_browser(client, resident):
    client.force_login(resident)
    client.post(reverse("display"), {"type": "large"})
    resident.refresh_from_db()
    client.cookies.clear()
    client.force_login(resident)
    assert (resident.large_type, shown_type(client)) == (True, "large")


def test_signing_in_keeps_the_visitors_choice(rf, resident):
    request = rf.get("/")
    request.COOKIES[TYPE_COOKIE] = "large"
    keep_after_sign_in(request, resident)
    resident.refresh_from_db()
    assert resident.large_type is True


def test_signing_in_takes_nothing_away(rf, resident):
    type(resident).objects.filter(pk=resident.pk).update(large_type=True)
    resident.refresh_from_db()
    keep_after_sign_in(rf.get("/"), resident)
    resident.refresh_from_db()
    assert resident.large_type is True


def test_language_switches_and_stays(client, resident):
    client.force_login(resident)
    client.post(reverse("display"), {"language": "en"})
    response = client.get(reverse("about"), headers={"accept-language": "zh-CN"})
    resident.refresh_from_db()
    assert (response["Content-Language"], resident.language) == ("en", "en")


@pytest.mark.parametrize("sent", [{"language": "xx"}, {"type": "huge"}, {"language": "\0"}, {}])
def test_unknown_wishes_change_nothing(client, sent):
    response = client.post(reverse("display"), sent)
    assert (response.status_code, [name for name in client.cookies if name != settings.CSRF_COOKIE_NAME]) == (
        302,
        [],
    )


@pytest.mark.parametrize(
    ("target", "goes"),
    [
        ("/about/?a=1", "/about/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("about/", "/"),
        ("", "/"),
        ("/\\evil.example", "/"),
        ("/a\r\nSet-Cookie: x=1", "/a%0D%0ASet-Cookie:%20x=1"),
    ],
)
def test_switching_leads_back_only_within_the_portal(client, target, goes):
    response = client.post(reverse("display"), {"type": "large", "next": target})
    assert response["Location"] == goes


def test_display_answers_posts_only(client):
    assert client.get(reverse("display")).status_code == 405


def test_display_wants_the_csrf_token(resident):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(reverse("display"), {"type": "large"}).status_code == 403
