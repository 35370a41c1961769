"""Residents sign in with phone and code."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beihu.accounts import codes
from beihu.accounts.models import OneTimeCode, User, UserSession
from beihu.audit.masking import mask_phone
from beihu.notifications.models import Delivery
from beihu.states import Refused
from tests import cast

from .codes_sent import newest_code, wrong

PHONE = "+8613900005555"


def ask(client: Client, phone: str = PHONE, **extra):
    return client.post(reverse("sign_in"), {"phone": phone}, **extra)


def enter(client: Client, code: str, **extra):
    return client.post(reverse("sign_in_code"), {"code": code, **extra})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.django_db
def test_sign_in_makes_a_resident_the_first_time(client) -> None:
    assert ask(client, "１３９ ００００ ５５５５").url == reverse("sign_in_code")
    response = enter(client, newest_code(PHONE))
    assert (response.status_code, response.url) == (302, "/")
    person = User.objects.get()
    assert (person.phone, person.username, person.has_usable_password()) == (PHONE, None, False)
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.django_db
def test_sign_in_finds_the_same_person_again(client) -> None:
    known = User.objects.create_user(phone=PHONE, name="王居民")
    ask(client)
    enter(client, newest_code(PHONE))
    assert User.objects.get() == known


@pytest.mark.django_db
def test_pasted_code_may_have_spaces_and_wide_digits(client) -> None:
    ask(client)
    wide = newest_code(PHONE).translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    enter(client, f"　{wide[:3]} {wide[3:]}\n")
    assert signed_in(client)


@pytest.mark.django_db
def test_code_page_lets_phones_fill_in_the_code(client) -> None:
    ask(client)
    page = client.get(reverse("sign_in_code")).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert "13900005555" not in page


@pytest.mark.django_db
def test_known_and_unknown_phones_are_answered_alike(clock) -> None:
    people = cast.here()
    answers = []
    for phone in (PHONE, people.resident.phone, people.worker.phone):
        browser = Client()
        with CaptureQueriesContext(connection) as queries:
            response = ask(browser, phone)
        page = browser.get(reverse("sign_in_code")).content.decode()
        words = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(
            mask_phone(phone), "PHONE"
        )
        answers.append((response.status_code, response.url, len(queries), words))
        clock.shift(61)
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.django_db
def test_only_a_keyed_hash_is_stored(client) -> None:
    ask(client)
    row, code = OneTimeCode.objects.get(), newest_code(PHONE)
    assert len(row.code_hash) == 64
    assert row.code_hash != hashlib.sha256(code.encode()).hexdigest()
    assert row.code_hash == codes.keyed_hash(PHONE, code)
    assert code not in row.code_hash


@pytest.mark.django_db
def test_message_is_secret_and_expires_with_the_code(client) -> None:
    ask(client)
    message, row = Delivery.objects.get(), OneTimeCode.objects.get()
    assert (message.secret, message.recipient, message.expires_at) == (
        True,
        None,
        row.created_at + timedelta(minutes=5),
    )


@pytest.mark.django_db
def test_code_expires_after_five_minutes(client, clock) -> None:
    ask(client)
    code = newest_code(PHONE)
    clock.shift(300)
    assert enter(client, code).status_code == 200
    assert not signed_in(client)


@pytest.mark.django_db
def test_code_works_until_then(client, clock) -> None:
    ask(client)
    clock.shift(299)
    enter(client, newest_code(PHONE))
    assert signed_in(client)


@pytest.mark.django_db
def test_code_dies_after_five_wrong_tries(client) -> None:
    ask(client)
    code = newest_code(PHONE)
    for _n in range(5):
        enter(client, wrong(code))
    assert enter(client, code).status_code == 200
    assert not signed_in(client)
    assert OneTimeCode.objects.get().tries == 5


@pytest.mark.django_db
def test_fifth_try_may_still_be_right(client) -> None:
    ask(client)
    code = newest_code(PHONE)
    for _n in range(4):
        enter(client, wrong(code))
    enter(client, code)
    assert signed_in(client)


@pytest.mark.django_db
def test_code_works_once() -> None:
    codes.ask_code(PHONE, address="203.0.113.9")
    code = newest_code(PHONE)
    assert [codes.use_code(PHONE, code) for _n in range(3)] == [True, False, False]


@pytest.mark.django_db
def test_newer_code_ends_the_older(client, clock) -> None:
    ask(client)
    first = newest_code(PHONE)
    clock.shift(61)
    client.post(reverse("sign_in_again"))
    second = newest_code(PHONE)
    enter(client, first)
    assert signed_in(client) == (first == second)
    enter(client, second)
    assert signed_in(client)


@pytest.mark.django_db
def test_code_belongs_to_one_phone() -> None:
    codes.ask_code(PHONE, address="203.0.113.9")
    codes.ask_code("+8613900006666", address="203.0.113.9")
    assert not codes.use_code("+8613900007777", newest_code(PHONE))


@pytest.mark.django_db
def test_second_code_waits_sixty_seconds(client, clock) -> None:
    ask(client)
    clock.shift(59)
    assert ask(client).status_code == 200
    assert OneTimeCode.objects.count() == 1
    clock.shift(1)
    assert ask(client).status_code == 302
    assert OneTimeCode.objects.count() == 2


@pytest.mark.django_db
def test_a_phone_gets_ten_codes_a_day(clock) -> None:
    for n in range(10):
        codes.ask_code(PHONE, address=f"203.0.113.{n}")
        clock.shift(60)
    with pytest.raises(Refused):
        codes.ask_code(PHONE, address="203.0.113.99")
    clock.shift(24 * 3600 - 10 * 60 + 1)
    codes.ask_code(PHONE, address="203.0.113.99")


@pytest.mark.django_db
def test_an_address_asks_for_ten_codes_a_day(clock) -> None:
    for n in range(10):
        codes.ask_code(f"+86139000055{n:02d}", address="203.0.113.9")
    with pytest.raises(Refused):
        codes.ask_code("+8613900005599", address="203.0.113.9")
    codes.ask_code("+8613900005599", address="203.0.113.10")


@pytest.mark.django_db
def test_spoofed_forwarding_does_not_make_new_addresses(client, clock) -> None:
    for n in range(12):
        ask(client, f"+86139000055{n:02d}", headers={"X-Forwarded-For": f"198.51.100.{n}"})
    assert OneTimeCode.objects.count() == 10


@pytest.mark.django_db
def test_ipv6_customer_does_not_make_new_addresses(clock) -> None:
    for n in range(10):
        codes.ask_code(f"+86139000055{n:02d}", address=f"2001:db8::{n + 1}")
    with pytest.raises(Refused):
        codes.ask_code("+8613900005599", address="2001:db8::ffff")


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_submits_use_a_code_once() -> None:
    codes.ask_code(PHONE, address="203.0.113.9")
    code = newest_code(PHONE)

    def submit(_n: int) -> bool:
        try:
            return codes.use_code(PHONE, code)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sorted(pool.map(submit, range(20))) == [False] * 19 + [True]


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_guesses_are_five_tries() -> None:
    codes.ask_code(PHONE, address="203.0.113.9")
    code = newest_code(PHONE)

    def guess(n: int) -> bool:
        try:
            return codes.use_code(PHONE, f"{(int(code) + 1 + n) % 10**6:06d}")
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(guess, range(20))) == [False] * 20
    assert OneTimeCode.objects.get().tries == 5
    assert not codes.use_code(PHONE, code)


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_asks_send_one_message() -> None:
    def send(n: int) -> bool:
        try:
            codes.ask_code(PHONE, address=f"203.0.113.{n}")
        except Refused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sorted(pool.map(send, range(20))) == [False] * 19 + [True]
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_first_sign_ins_make_one_person(client) -> None:
    codes.ask_code(PHONE, address="203.0.113.9")
    code = newest_code(PHONE)
    browsers = [Client() for _n in range(8)]
    for browser in browsers:
        session = browser.session
        session["sign_in_phone"] = PHONE
        session.save()
        browser.cookies["session"] = session.session_key

    def submit(browser: Client) -> int:
        try:
            return enter(browser, code).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(submit, browsers)) == [200] * 7 + [302]
    assert (User.objects.count(), UserSession.objects.count()) == (1, 1)
