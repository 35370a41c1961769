"""Signing out of a device that keeps notes of an evening: asks first, then leaves nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import here

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    client = Client()
    client.force_login(here().worker)
    return client


def sign_out(client: Client, kept: str = "", **facts: str):
    if kept:
        client.cookies["kept"] = kept
    return client.post(reverse("sign_out"), facts)


def test_sign_out_with_unsent_notes_asks_first(desk):
    answer = sign_out(desk, "12:3")
    assert (answer.status_code, "_auth_user_id" in desk.session) == (200, True)
    assert ("/talks/12/wall/" in answer.text, "3" in answer.text, 'name="anyway"' in answer.text) == (
        True,
    ) * 3


def test_sign_out_anyway_wipes_the_device(desk):
    answer = sign_out(desk, "12:3", anyway="1")
    assert (answer.status_code, answer["Clear-Site-Data"], answer.cookies["kept"].value) == (
        302,
        '"storage"',
        "gone",
    )
    assert "js/forget.js" in desk.get(reverse("home")).text


def test_sign_out_with_everything_sent_wipes_without_asking(desk):
    answer = sign_out(desk, "12:0")
    assert (answer.status_code, answer.cookies["kept"].value) == (302, "gone")


@pytest.mark.parametrize("kept", ["", "gone", "12", "12:", "x:3", "1:2:3", "9" * 40 + ":1", "1:-3"])
def test_sign_out_elsewhere_is_as_ever(desk, kept):
    answer = sign_out(desk, kept)
    assert (answer.status_code, "Clear-Site-Data" in answer, "kept" in answer.cookies) == (302, False, False)


def test_visitor_whose_session_has_ended_keeps_the_notes():
    client = Client()
    client.cookies["kept"] = "12:3"
    assert "js/forget.js" not in client.get(reverse("home")).text
