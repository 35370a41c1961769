"""Where a sign-in leads, and for whom it is the wrong door."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from beihu.accounts import codes
from beihu.accounts.models import OneTimeCode, User
from buildings.posts.models import Post
from tests import cast

from .codes_sent import newest_code
from .test_sign_in import PHONE, ask, enter, signed_in


@pytest.mark.django_db
def test_session_is_rotated_at_sign_in(client) -> None:
    ask(client)
    before = client.session.session_key
    enter(client, newest_code(PHONE))
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("target", "lands"),
    [
        ("/account/", "/account/"),
        ("/account/?a=1&b=二", "/account/?a=1&b=二"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/account/\r\nX-Evil: 1", "/"),
        ("\x00", "/"),
        ("999", "/"),
        ("account", "/"),
        ("?next=/account/", "/"),
    ],
)
def test_next_leads_on_within_the_portal_only(client, target: str, lands: str) -> None:
    client.post(reverse("sign_in"), {"phone": PHONE, "next": target})
    assert unquote(enter(client, newest_code(PHONE), next=target).url) == lands


@pytest.mark.django_db
def test_next_is_carried_to_the_code_page(client) -> None:
    response = client.post(f"{reverse('sign_in')}?next=/account/", {"phone": PHONE})
    assert response.url == f"{reverse('sign_in_code')}?next=%2Faccount%2F"


@pytest.mark.django_db
def test_code_page_without_a_phone_leads_back(client) -> None:
    assert client.get(reverse("sign_in_code")).url == reverse("sign_in")


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["worker", "leader", "officer", "property_staff"])
def test_a_person_with_a_post_is_sent_to_the_staff_door(client, who: str) -> None:
    person = getattr(cast.here(), who)
    ask(client, person.phone)
    assert enter(client, newest_code(person.phone)).status_code == 200
    assert not signed_in(client)


@pytest.mark.django_db
def test_a_person_whose_post_begins_later_is_too(client) -> None:
    people = cast.here()
    tomorrow = timezone.localdate() + timedelta(days=1)
    Post.objects.create(user=people.resident, role="community_worker", place=people.community, since=tomorrow)
    ask(client, people.resident.phone)
    enter(client, newest_code(people.resident.phone))
    assert not signed_in(client)


@pytest.mark.django_db
def test_a_person_whose_post_has_ended_is_a_resident_again(client) -> None:
    people = cast.here()
    people.worker.posts.update(until=timezone.localdate())
    ask(client, people.worker.phone)
    enter(client, newest_code(people.worker.phone))
    assert signed_in(client)


@pytest.mark.django_db
def test_operator_does_not_sign_in_by_code(client) -> None:
    User.objects.create_superuser("operator", None, phone=PHONE)
    ask(client)
    enter(client, newest_code(PHONE))
    assert not signed_in(client)


@pytest.mark.django_db
def test_closed_account_does_not_sign_in(client) -> None:
    User.objects.create_user(phone=PHONE, is_active=False)
    ask(client)
    enter(client, newest_code(PHONE))
    assert not signed_in(client)


@pytest.mark.django_db
def test_sweep_forgets_old_codes_only(clock) -> None:
    codes.ask_code(PHONE, address="203.0.113.9")
    clock.shift(23 * 3600)
    codes.ask_code("+8613900006666", address="203.0.113.9")
    clock.shift(2 * 3600)
    codes.sweep()
    assert list(OneTimeCode.objects.values_list("phone", flat=True)) == ["+8613900006666"]


@pytest.mark.django_db
def test_extra_fields_change_nothing(client) -> None:
    ask(client)
    enter(
        client, newest_code(PHONE), is_superuser="on", is_staff="on", username="root", phone="+8613900009999"
    )
    person = User.objects.get()
    assert (person.is_superuser, person.is_staff, person.username, person.phone) == (
        False,
        False,
        None,
        PHONE,
    )
