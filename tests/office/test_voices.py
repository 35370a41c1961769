"""One page leads to everything that neighbours can say: to each only what they may open."""

import pytest
from django.urls import reverse

from tests.cast import here

pytestmark = pytest.mark.django_db
EVERYBODY = ["talks", "evaluation_list", "bulletins", "place_search"]


def pages(client):
    response = client.get(reverse("voices"))
    return [way.page for way, _url in response.context["ways"]]


def test_visitors_are_led_to_what_is_public(client):
    assert pages(client) == EVERYBODY
    assert {client.get(reverse(name)).status_code for name in EVERYBODY} == {200}


@pytest.mark.parametrize(
    ("who", "more"),
    [
        ("resident", ["my_ideas", "questionnaire_list"]),
        ("liaison", ["open_matters", "my_ideas", "idea_list", "questionnaire_list"]),
        ("property_staff", ["my_ideas", "questionnaire_list"]),
    ],
)
def test_signed_in_are_led_to_what_they_may_open(client, who, more):
    client.force_login(getattr(here(), who))
    assert set(pages(client)) == {*EVERYBODY, *more}
    assert {client.get(reverse(name)).status_code for name in pages(client)} == {200}
