"""The second factor of staff."""

import time

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from beihu.accounts import second_factor
from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from tests import cast

STAFF_SIGN_IN, ENROL, SECOND = "/staff/sign-in/", "/staff/totp/", "/staff/sign-in/second/"


@pytest.fixture
def worker(db, clock) -> User:
    person = cast.here().worker
    person.set_password(cast.PASSWORD)
    person.save()
    return person


def code_of(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time()
    return f"{totp.token():06d}"


def enter(client: Client, person: User, target: str = ""):
    return client.post(
        STAFF_SIGN_IN, {"username": person.username, "password": cast.PASSWORD, "next": target}
    )


@pytest.fixture
def enrolled(worker, clock) -> TOTPDevice:
    device = second_factor.offered(worker)
    second_factor.confirm(worker, code_of(device))
    clock.shift(60)
    device.refresh_from_db()
    return device


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_enrolment_shows_a_picture_and_a_key_and_then_recovery_codes(client, worker) -> None:
    enter(client, worker)
    page = client.get(ENROL).content.decode()
    device = TOTPDevice.objects.get(user=worker, confirmed=False)
    assert "<svg" in page
    assert "style=" not in page
    assert second_factor.key_words(device) in page
    page = client.post(ENROL, {"token": code_of(device)}).content.decode()
    shown = set(StaticToken.objects.values_list("token", flat=True))
    assert {code for code in shown if code in page} == shown
    assert len(shown) == 8
    assert AuditEntry.objects.filter(verb="account.second_factor_on", actor=worker).count() == 1


def test_reload_keeps_the_same_picture(client, worker) -> None:
    enter(client, worker)
    first, second = client.get(ENROL).context["key"], client.get(ENROL).context["key"]
    assert first == second


def test_wrong_first_code_switches_nothing_on(client, worker) -> None:
    enter(client, worker)
    client.get(ENROL)
    client.post(ENROL, {"token": "000000"})
    assert not second_factor.is_on(worker)


def test_password_alone_signs_nobody_in(client, worker, enrolled) -> None:
    assert enter(client, worker, "/account/").url == f"{SECOND}?next=%2Faccount%2F"
    assert not signed_in(client)


def test_password_and_code_sign_in(client, worker, enrolled) -> None:
    enter(client, worker)
    response = client.post(SECOND, {"token": code_of(enrolled), "next": "/account/"})
    assert response.url == "/account/"
    assert client.get("/account/").wsgi_request.user.is_verified()


def test_code_counts_once(client, worker, enrolled) -> None:
    code = code_of(enrolled)
    for browser in (client, Client()):
        enter(browser, worker)
        browser.post(SECOND, {"token": code})
    assert signed_in(client)
    assert not signed_in(browser)


def test_recovery_code_opens_once(client, worker, enrolled) -> None:
    code = StaticToken.objects.first().token
    for browser in (client, Client()):
        enter(browser, worker)
        browser.post(SECOND, {"token": f" {code[:5].upper()}-{code[5:]} "})
    assert signed_in(client)
    assert not signed_in(browser)


def test_guessing_is_slowed(client, worker, enrolled, clock) -> None:
    enter(client, worker)
    for _n in range(4):
        client.post(SECOND, {"token": "000000"})
    client.post(SECOND, {"token": code_of(enrolled)})
    assert not signed_in(client)
    clock.shift(30)
    client.post(SECOND, {"token": code_of(enrolled)})
    assert signed_in(client)


def test_second_step_without_the_first_leads_back(client, worker, enrolled) -> None:
    assert client.get(SECOND).url == STAFF_SIGN_IN
    assert client.post(SECOND, {"token": code_of(enrolled)}).url == STAFF_SIGN_IN


def test_second_step_must_follow_within_five_minutes(client, worker, enrolled, clock) -> None:
    enter(client, worker)
    clock.shift(301)
    assert client.post(SECOND, {"token": code_of(enrolled)}).url == STAFF_SIGN_IN
    assert not signed_in(client)


def test_second_step_dies_with_a_new_password(client, worker, enrolled) -> None:
    enter(client, worker)
    worker.set_password("something else entirely")
    worker.save()
    client.post(SECOND, {"token": code_of(enrolled)})
    assert not signed_in(client)


def test_switching_on_signs_other_browsers_out(client, worker) -> None:
    other = Client()
    for browser in (client, other):
        enter(browser, worker)
    client.get(ENROL)
    client.post(ENROL, {"token": code_of(TOTPDevice.objects.get(user=worker))})
    assert (client.get("/account/").status_code, other.get("/account/").status_code) == (200, 302)


def test_switching_off_takes_a_code(client, worker, enrolled, clock) -> None:
    enter(client, worker)
    client.post(SECOND, {"token": code_of(enrolled)})
    client.post("/staff/totp/off/", {"token": "000000"})
    assert second_factor.is_on(worker)
    clock.shift(60)
    client.post("/staff/totp/off/", {"token": code_of(enrolled)})
    assert not second_factor.is_on(worker)


def test_required_second_factor_leads_every_page_to_enrolment(client, settings, worker) -> None:
    settings.STAFF_TOTP_REQUIRED = True
    enter(client, worker)
    for name in ("home", "account", "sessions", "notices"):
        assert client.get(reverse(name)).url == ENROL
    assert client.get("/admin/").url == ENROL
    client.get(ENROL)
    client.post(ENROL, {"token": code_of(TOTPDevice.objects.get(user=worker))})
    assert client.get("/account/").status_code == 200


def test_required_second_factor_lets_people_sign_out(client, settings, worker) -> None:
    settings.STAFF_TOTP_REQUIRED = True
    enter(client, worker)
    assert client.post("/sign-out/").url == "/"


def test_required_second_factor_cannot_be_switched_off(client, settings, worker, enrolled, clock) -> None:
    settings.STAFF_TOTP_REQUIRED = True
    enter(client, worker)
    client.post(SECOND, {"token": code_of(enrolled)})
    clock.shift(60)
    client.post("/staff/totp/off/", {"token": code_of(enrolled)})
    assert second_factor.is_on(worker)


def test_required_second_factor_leaves_residents_alone(client, settings, db) -> None:
    from .codes_sent import newest_code

    settings.STAFF_TOTP_REQUIRED = True
    client.post("/sign-in/", {"phone": "13900005555"})
    client.post("/sign-in/code/", {"code": newest_code("+8613900005555")})
    assert client.get("/account/").status_code == 200
