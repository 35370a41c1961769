"""Subscribing: by account at once, by address after a yes; ending without signing in; nobody learns who subscribes."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from beihu.accounts import personal
from beihu.notifications.models import Delivery
from beihu.states import Refused
from forums.bulletins import actions, subscriptions
from forums.bulletins.models import Silence, Subscription

pytestmark = pytest.mark.django_db
HERE = "203.0.113.7"


def ask(we, address: str = "a@example.org", origin: str = HERE):
    actions.ask(we.community, address, address=origin)


def test_ask_writes_a_letter_with_a_secret_link_and_nothing_else(we):
    ask(we, "A@example.org")
    row, letter = Subscription.objects.get(), Delivery.objects.get()
    assert (row.confirmed_at, row.email, letter.address, letter.secret) == (
        None,
        "A@example.org",
        "A@example.org",
        True,
    )
    assert re.findall(r"http://\S+", letter.body) == [
        f"http://testserver/bulletins/letters/{row.secret}/confirm/"
    ]
    assert letter.expires_at == row.asked_at + timedelta(days=3)


def test_ask_again_soon_or_when_confirmed_writes_no_letter(we):
    ask(we)
    ask(we, "A@EXAMPLE.org")
    actions.confirm(Subscription.objects.get().secret)
    ask(we)
    assert (Subscription.objects.count(), Delivery.objects.count()) == (1, 1)


def test_ask_again_after_an_hour_writes_another(we):
    with time_machine.travel(timezone.now() - timedelta(minutes=61)):
        ask(we)
    ask(we)
    assert (Subscription.objects.count(), Delivery.objects.count()) == (1, 2)


def test_one_stranger_cannot_write_to_many(we, settings):
    settings.CODES_PER_ADDRESS = 3
    for n in range(3):
        ask(we, f"r{n}@example.org")
    with pytest.raises(Refused):
        ask(we, "r3@example.org")
    ask(we, "r3@example.org", origin="203.0.113.8")
    assert Delivery.objects.count() == 4


def test_many_strangers_cannot_write_to_one(we):
    from tests import cast

    for n in range(subscriptions.PER_EMAIL + 2):
        place = cast.place(f"4201030100{n + 10}", f"{n}社区")
        actions.ask(place, "a@example.org", address=f"203.0.113.{n}")
    assert Delivery.objects.count() == subscriptions.PER_EMAIL


def test_confirm_is_once_and_forgets_where_it_came_from(we):
    ask(we)
    token = Subscription.objects.get().secret
    first = actions.confirm(token)
    assert actions.confirm(token) == first
    row = Subscription.objects.get()
    assert (row.confirmed_at is not None, row.asked_from) == (True, "")


def test_confirm_too_late_or_unknown_is_none(we):
    ask(we)
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=3))
    assert actions.confirm(Subscription.objects.get().secret) is None
    assert actions.confirm(uuid4()) is None


def test_unanswered_addresses_are_forgotten(we):
    ask(we)
    ask(we, "b@example.org")
    actions.confirm(Subscription.objects.get(email="b@example.org").secret)
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=4))
    assert subscriptions.forget_unanswered() == 1
    assert list(Subscription.objects.values_list("email", flat=True)) == ["b@example.org"]
    assert list(Delivery.objects.order_by("created_at").values_list("address", "state")) == [
        ("", "skipped"), ("b@example.org", "due"),
    ]  # fmt: skip


def test_choose_switches_letters_and_notices(we):
    actions.choose(we.community, by=we.resident, letters=True, notices=False)
    actions.choose(we.community, by=we.resident, letters=True, notices=False)
    assert subscriptions.own(we.resident, we.community) == (True, False)
    assert personal.export(we.resident)["bulletins"]["notices"] is False
    actions.choose(we.community, by=we.resident, letters=False, notices=True)
    assert (Subscription.objects.count(), Silence.objects.count()) == (0, 0)


def test_person_who_leaves_takes_subscriptions_along(we):
    actions.choose(we.community, by=we.resident, letters=True, notices=False)
    personal.SHARES["bulletins"].erase(we.resident)
    assert (Subscription.objects.count(), Silence.objects.count()) == (0, 0)


# -- pages


def page(client, name: str, *args, **data):
    return client.post(reverse(name, args=args), data) if data else client.get(reverse(name, args=args))


def test_visitor_subscribes_confirms_and_leaves(we, client):
    answer = page(client, "bulletin_subscribe", we.community.code, email="a@example.org")
    assert "data-asked" in answer.content.decode()
    token = Subscription.objects.get().secret
    confirm, leave = reverse("bulletin_confirm", args=[token]), reverse("bulletin_unsubscribe", args=[token])
    client.get(confirm)
    client.head(confirm)
    assert Subscription.objects.get().confirmed_at is None
    assert "data-confirmed" in client.post(confirm).content.decode()
    assert client.get(leave).status_code == 200
    assert Subscription.objects.count() == 1
    assert "data-ended" in client.post(leave).content.decode()
    assert Subscription.objects.count() == 0
    assert "data-ended" in client.post(leave).content.decode()  # and once more
    assert client.get(leave)["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_known_and_unknown_address_get_the_same_page(we, client):
    Subscription.objects.create(place=we.community, email="known@example.org", confirmed_at=timezone.now())
    pages = [
        re.sub(
            r'value="\w{64}"',
            "",
            page(client, "bulletin_subscribe", we.community.code, email=one).content.decode(),
        )
        for one in ("known@example.org", "new@example.org")
    ]
    assert pages[0] == pages[1]


def test_confirm_needs_the_token_of_the_form(we):
    from django.test import Client

    ask(we)
    strict = Client(enforce_csrf_checks=True)
    assert (
        strict.post(reverse("bulletin_confirm", args=[Subscription.objects.get().secret])).status_code == 403
    )


def test_bad_address_is_said_beside_the_field(we, client):
    answer = page(client, "bulletin_subscribe", we.community.code, email="nobody")
    assert (answer.status_code, Subscription.objects.count(), Delivery.objects.count()) == (200, 0, 0)
    assert 'role="alert"' in answer.content.decode()


def test_account_page_has_two_switches(we, client):
    client.force_login(we.resident)
    answer = page(client, "bulletin_subscribe", we.community.code, letters="on", notices="on")
    assert answer.status_code == 302
    assert subscriptions.own(we.resident, we.community) == (True, True)


def test_subscribe_elsewhere_than_at_a_community_is_404(we, client):
    for code in (we.compound.code, we.street.code, "420103010999", "abcdefghijkl"):
        assert page(client, "bulletin_subscribe", code).status_code == 404
