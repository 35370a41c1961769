"""Staff sign in with username and password, and lock themselves out by guessing."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beihu.accounts import passwords
from beihu.accounts.models import User, UserSession
from tests import cast

URL = "/staff/sign-in/"


@pytest.fixture
def worker(db) -> User:
    person = cast.here().worker
    person.set_password(cast.PASSWORD)
    person.save()
    return person


def enter(client: Client, username: str, password: str = cast.PASSWORD, **extra):
    return client.post(URL, {"username": username, "password": password}, **extra)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_right_password_signs_in(client, worker) -> None:
    response = enter(client, worker.username)
    assert (response.status_code, response.url, signed_in(client)) == (302, "/", True)


def test_username_may_be_typed_wide(client, worker) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in worker.username)
    enter(client, f" {wide} ")
    assert signed_in(client)


def test_phone_is_no_username(client, worker) -> None:
    enter(client, worker.phone)
    assert not signed_in(client)


def test_residents_have_no_password(client, worker) -> None:
    person = User.objects.create_user(phone="+8613900007777")
    for password in ("", "!", person.password):
        enter(client, "", password)
        enter(client, "None", password)
    assert not signed_in(client)


def test_session_is_rotated_and_known(client, worker) -> None:
    session = client.session
    session["seed"] = "1"
    session.save()
    client.cookies["session"] = session.session_key
    enter(client, worker.username, headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"})
    row = UserSession.objects.get()
    assert not Session.objects.filter(session_key=session.session_key).exists()
    assert (row.session_key, row.browser, row.address) == (
        client.session.session_key,
        "Firefox, Windows",
        "127.0.0.1",
    )


def test_staff_session_ends_after_twelve_hours_whatever_happens(client, worker) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        enter(client, worker.username)
        for _hour in range(11):
            clock.shift(timedelta(hours=1))
            assert client.get(reverse("account")).status_code == 200
        clock.shift(timedelta(hours=1, seconds=1))
        assert client.get(reverse("account")).status_code == 302


def test_wrong_password_and_unknown_user_are_told_the_same(client, worker) -> None:
    def words(username: str) -> str:
        page = Client().post(URL, {"username": username, "password": "wrong"}).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
        return page.replace(username, "NAME")

    assert words(worker.username) == words("nobody_here")


@pytest.mark.parametrize("case", ["known", "unknown", "no password", "closed"])
def test_every_guess_costs_one_hash(client, worker, monkeypatch, case: str) -> None:
    username = {"unknown": "nobody_here"}.get(case, worker.username)
    if case == "no password":
        worker.set_unusable_password()
    worker.is_active = case != "closed"
    worker.save()
    hashes = []
    for name in ("encode", "verify"):
        original = getattr(Argon2PasswordHasher, name)

        def counted(self, *args, original=original):
            hashes.append(args[0])
            return original(self, *args)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    enter(client, username, "wrong")
    assert len(hashes) == 1
    assert not signed_in(client)


def test_lockout_after_five_failures_holds_against_the_right_password(client, worker) -> None:
    for _n in range(4):
        assert enter(client, worker.username, "wrong").status_code == 200
    assert enter(client, worker.username, "wrong").status_code == 429
    assert enter(client, worker.username).status_code == 429
    assert not signed_in(client)


def test_lockout_answers_alike_for_an_unknown_user(client, worker) -> None:
    def statuses(username: str) -> list[int]:
        return [enter(Client(), username, "wrong").status_code for _n in range(7)]

    assert statuses(worker.username) == statuses("nobody_here") == [200] * 4 + [429] * 3


def test_lockout_ends_after_fifteen_minutes_though_guessing_went_on(client, worker) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _n in range(5):
            enter(client, worker.username, "wrong")
        for _n in range(14):
            clock.shift(60)
            assert enter(Client(), worker.username, "wrong").status_code == 429
        clock.shift(61)
        enter(client, worker.username)
        assert signed_in(client)


def test_lockout_of_one_leaves_others_alone(client, worker) -> None:
    other = User.objects.create_user("second", cast.PASSWORD)
    for _n in range(6):
        enter(client, worker.username, "wrong")
    enter(client, other.username)
    assert signed_in(client)


def test_success_forgets_earlier_failures(client, worker) -> None:
    for _n in range(4):
        enter(client, worker.username, "wrong")
    enter(client, worker.username)
    assert AccessAttempt.objects.count() == 0


def test_many_addresses_and_browsers_share_one_count(worker) -> None:
    statuses = [
        enter(
            Client(),
            worker.username,
            "wrong",
            REMOTE_ADDR=f"203.0.113.{n}",
            HTTP_X_FORWARDED_FOR=f"198.51.100.{n}",
            HTTP_USER_AGENT=f"browser {n}",
        ).status_code
        for n in range(10)
    ]
    assert statuses == [200] * 4 + [429] * 6


@pytest.mark.parametrize("proxies", [0, 1])
def test_spoofed_forwarding_does_not_lift_the_lock(settings, worker, proxies: int) -> None:
    settings.TRUSTED_PROXIES = proxies
    statuses = [
        enter(
            Client(), worker.username, "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}, 203.0.113.9"
        ).status_code
        for n in range(7)
    ]
    assert statuses == [200] * 4 + [429] * 3


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_guesses_are_five(monkeypatch) -> None:
    person = User.objects.create_user("worker", cast.PASSWORD)
    compared = []
    original = User.check_password

    def counted(self, password):
        compared.append(password)
        return original(self, password)

    monkeypatch.setattr(User, "check_password", counted)

    def guess(n: int) -> int:
        try:
            return enter(
                Client(),
                person.username,
                f"wrong {n}",
                REMOTE_ADDR=f"203.0.113.{n}",
                HTTP_X_FORWARDED_FOR=f"10.0.0.{n}",
            ).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(pool.map(guess, range(20)))
    assert statuses == [200] * 4 + [429] * 16
    assert len(compared) == 5


@pytest.mark.parametrize(
    ("username", "password"), [("", "x"), ("x", ""), ("x" * 61, "x"), ("a\x00b", "x"), ("x", "a\x00b")]
)
def test_nonsense_is_refused_before_any_guess(client, worker, username: str, password: str) -> None:
    assert enter(client, username, password).status_code in (200, 400)
    assert AccessAttempt.objects.count() == 0


def test_password_link_sets_a_password_once(client, worker) -> None:
    path = passwords.password_link(worker).removeprefix("http://testserver")
    words = {"new_password1": "新的 密码 九二七 xyz", "new_password2": "新的 密码 九二七 xyz"}
    assert client.get(path).status_code == 200
    assert client.post(path, words).url == URL
    assert client.post(path, words).status_code == 410
    enter(client, worker.username, words["new_password1"])
    assert signed_in(client)


def test_password_link_dies_after_three_days(client, worker) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        path = passwords.password_link(worker).removeprefix("http://testserver")
        clock.shift(timedelta(days=3))
        assert client.get(path).status_code == 200
        clock.shift(2)
        assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    "path", ["/staff/password/x/y/", "/staff/password/MQ/abc-123/", "/staff/password/-/-/"]
)
def test_invented_password_link_is_over(client, worker, path: str) -> None:
    assert client.get(path).status_code == 410


def test_short_password_is_refused(client, worker) -> None:
    path = passwords.password_link(worker).removeprefix("http://testserver")
    assert client.post(path, {"new_password1": "kurz", "new_password2": "kurz"}).status_code == 200
    worker.refresh_from_db()
    assert worker.check_password(cast.PASSWORD)


def test_new_password_signs_out_everywhere(client, worker) -> None:
    enter(client, worker.username)
    passwords.set_password(worker, "something else entirely")
    assert client.get(reverse("account")).status_code == 302
    assert UserSession.objects.count() == 0


def test_change_password_keeps_this_browser_only(client, worker) -> None:
    other = Client()
    for browser in (client, other):
        enter(browser, worker.username)
    words = {
        "old_password": cast.PASSWORD,
        "new_password1": "九二七 something",
        "new_password2": "九二七 something",
    }
    assert client.post(reverse("change_password"), words).url == reverse("account")
    assert (client.get(reverse("account")).status_code, other.get(reverse("account")).status_code) == (
        200,
        302,
    )


def test_resident_has_no_password_page(client, db) -> None:
    client.force_login(cast.here().resident)
    assert client.get(reverse("change_password")).url == reverse("account")
    assert client.get(reverse("staff_totp")).url == reverse("account")
