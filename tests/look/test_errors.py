"""When something goes wrong: plain words, a way on, a phone number, and nothing asked of a database that may be away."""

import re

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import cast


def ways_on(html: str) -> set[str]:
    """Where the page leads: home, and the phone."""
    return set(re.findall(r'href="(/|tel:12345)"', html))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_plain_page_needs_nothing(name, language):
    with translation.override(language):
        html = render_to_string(f"{name}.html", {"HELPLINE": "12345"})
    assert (ways_on(html), html.count("<h1>"), f'lang="{language}"' in html) == ({"/", "tel:12345"}, 1, True)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing/", "/issues/x/", "/p/../etc/"])
def test_missing_page_asks_no_database(path, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(path)
    assert (response.status_code, ways_on(response.content.decode())) == (404, {"/", "tel:12345"})


@pytest.mark.django_db
def test_forbidden_page_says_what_to_do(client):
    client.force_login(cast.here().resident)
    response = client.get(reverse("audit_log"))
    assert (response.status_code, ways_on(response.content.decode())) == (403, {"/", "tel:12345"})


@pytest.mark.django_db
def test_expired_form_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post(reverse("display"))
    assert (response.status_code, ways_on(response.content.decode())) == (403, {"/", "tel:12345"})


@pytest.mark.django_db
def test_too_often_page_shows_the_words(rf):
    request = rf.get("/")
    html = HttpResponse(render_to_string("429.html", {"words": "words"}, request)).content.decode()
    assert (">words<" in html, ways_on(html)) == (True, {"/", "tel:12345"})


@pytest.mark.django_db
def test_address_that_takes_forms_only_has_words_for_people(client):
    person = client.get(reverse("display"), headers={"accept": "text/html,*/*"})
    program = client.get(reverse("display"), headers={"accept": "application/json"})
    assert (person.status_code, ways_on(person.content.decode()), person["Allow"]) == (
        405,
        {"/", "tel:12345"},
        "POST",
    )
    assert (program.status_code, program.content) == (405, b"")
